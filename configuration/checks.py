"""Checks of the settings: what a value must be, alone and beside those declared before it.

Each returns the value as it is kept, or raises ValueError with a sentence that says the cure.
"""

from ipaddress import ip_network
from urllib.parse import urlsplit

from pydantic import ValidationInfo

from configuration import addresses
from configuration.local_secret import BYTES as MIN_SECRET_BYTES


def database_url(url: str) -> str:
    """Refuse what is the address of no database that we know."""
    addresses.check_database(url)
    return url


def pooler(pooler: bool, info: ValidationInfo) -> bool:  # noqa: FBT001 - pydantic's
    """Refuse a pooler before SQLite."""
    is_sqlite = str(info.data.get("database_url", "")).startswith("sqlite:")
    addresses.demand(not (pooler and is_sqlite), "is for PostgreSQL; SQLite has no pooler.")
    return pooler


def citus(citus: bool, info: ValidationInfo) -> bool:  # noqa: FBT001 - pydantic's
    """Refuse a cluster of SQLite."""
    is_sqlite = str(info.data.get("database_url", "")).startswith("sqlite:")
    addresses.demand(not (citus and is_sqlite), "is for PostgreSQL; SQLite is one machine's.")
    return citus


def partitions(partitions: int | None, info: ValidationInfo) -> int | None:
    """Refuse partitions of SQLite, and beside Citus."""
    is_sqlite = str(info.data.get("database_url", "")).startswith("sqlite:")
    is_fitting = partitions is None or not is_sqlite
    addresses.demand(is_fitting, "is for PostgreSQL; SQLite has no partitions.")
    is_alone = partitions is None or not info.data.get("citus")
    addresses.demand(is_alone, "is for one PostgreSQL; Citus spreads the tables itself.")
    return partitions


def secret(secret: str | None) -> str | None:
    """Refuse a key that is too short to sign with."""
    long_enough = secret is None or len(secret.encode()) >= MIN_SECRET_BYTES
    addresses.demand(long_enough, f"must be {MIN_SECRET_BYTES} bytes or more.")
    return secret


def mail_server(url: str | None) -> str | None:
    """Refuse what is the address of no mail server."""
    if url is not None:
        addresses.check_mail_server(url)
    return url


def staff_audience(audience: str | None, info: ValidationInfo) -> str | None:
    """Refuse two providers whose tokens could be taken for one another's."""
    has_same_keys = info.data.get("staff_jwks_url") in (None, info.data.get("jwks_url"))
    is_another = audience is not None and audience != info.data.get("jwt_audience")
    addresses.demand(
        info.data.get("staff_jwks_url") is None or not has_same_keys or is_another,
        "needed, and different from GUERDON_JWT_AUDIENCE, where customers and staff have the"
        " same keys: their tokens can't be told apart otherwise.",
    )
    return audience


def client_id(client_id: str | None, info: ValidationInfo) -> str | None:
    """Refuse a provider for staff without the admin app's client id there."""
    has_provider = info.data.get("staff_oidc_issuer") is not None
    addresses.demand(
        client_id is not None or not has_provider,
        "needed where GUERDON_STAFF_OIDC_ISSUER is set: the admin app's client id there.",
    )
    return client_id


def issuer(issuer: str | None, info: ValidationInfo) -> str | None:
    """Refuse a provider for staff whose tokens aren't taken, or travel in the clear."""
    if issuer is not None:
        addresses.check_web_address(issuer)
        addresses.demand(
            info.data.get("staff_jwks_url") is not None,
            "needs GUERDON_STAFF_JWKS_URL, too: no token of this provider is taken otherwise.",
        )
        parts = urlsplit(issuer)
        # Browsers would send codes and tokens in the clear.
        is_safe = parts.scheme == "https" or addresses.is_loopback(parts.hostname or "")
        addresses.demand(is_safe, "must begin with https:// (or be on this machine).")
    return issuer


def web_address(url: str | None) -> str | None:
    """Refuse what is no address of the web; keep it without a slash at its end."""
    if url is None:
        return None
    addresses.check_web_address(url)
    return url.rstrip("/")


def listed(listed: object) -> object:
    """Split a text at its commas."""
    if not isinstance(listed, str):
        return listed
    return tuple(item.strip().rstrip("/") for item in listed.split(",") if item.strip())


def networks(networks: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse what is neither an address nor a network."""
    for network in networks:
        try:
            ip_network(network)
        except ValueError as error:
            sentence = "must be addresses or networks like 10.0.0.0/8, separated by commas."
            raise ValueError(sentence) from error
    return networks


def origins(origins: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse what is no origin of a web page."""
    for origin in origins:
        addresses.check_origin(origin)
    return origins


def lower_case(word: object) -> object:
    """Take a word in either case."""
    return word.lower() if isinstance(word, str) else word
