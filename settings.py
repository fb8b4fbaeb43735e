"""Settings: the environment, read once into one frozen object; nothing else reads `os.environ`.

Each is declared once, with its description, which docs/configuration.md repeats.
"""

import os
from functools import cache
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from configuration import addresses
from configuration.environment import (
    PREFIX,
    file_form,
    unknown_variables,
    values_from_files,
)
from configuration.local_secret import BYTES as MIN_SECRET_BYTES
from configuration.local_secret import make_secret, secret_file
from configuration.wrong_setting import WrongSetting
from services.access.customer_ids import IdFormat
from services.mail.options import MailOptions, mail_server_of
from services.webhooks.options import WebhookOptions

__all__ = ["Settings", "WrongSetting", "hand_down", "is_loopback", "read_settings"]

SECRET = f"{PREFIX}JWT_SECRET"
DATABASE_URL = f"{PREFIX}DATABASE_URL"
CITUS = f"{PREFIX}CITUS"
SEAL_KEY_FILE = f"{PREFIX}SEAL_KEY_FILE"
PUBLIC_URL = f"{PREFIX}PUBLIC_URL"
TRACES_URL = f"{PREFIX}TRACES_URL"
TRUSTED_DOCUMENTS = f"{PREFIX}TRUSTED_DOCUMENTS"
# Those that may stand in a file, as secrets do that an orchestrator mounts.
IN_FILES = (SECRET, DATABASE_URL, f"{PREFIX}SMTP_URL")

FEWEST_PARTITIONS, MOST_PARTITIONS = 1, 1_024
_LOOPBACK_HOSTS = frozenset({"127.0.0.1", "::1", "localhost"})


class Settings(BaseSettings):
    """How this installation runs."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        frozen=True,
        extra="ignore",
        env_ignore_empty=True,
        hide_input_in_errors=True,
    )

    database_url: str = Field(
        default="sqlite://guerdon.db",
        repr=False,
        description="The database: `sqlite://path`, relative to the current folder or absolute"
        " (`sqlite:///var/lib/guerdon.db`), or `postgres://user:password@host:port/name`."
        " Of several hosts (`host1:port,host2:port/name`) the primary is used.",
    )
    database_pooler: bool = Field(
        default=False,
        description="`1`: `GUERDON_DATABASE_URL` leads to PgBouncer in transaction mode. Time"
        " limits are then set in each transaction, and no statement is prepared. See"
        " [beyond one machine](scaling.md#pgbouncer).",
    )
    citus: bool = Field(
        default=False,
        description="`1`: `GUERDON_DATABASE_URL` leads to the coordinator of a Citus cluster."
        " `./guerdon migrate` distributes the tables over its workers. See"
        " [beyond one machine](scaling.md#citus).",
    )
    partitions: int | None = Field(
        default=None,
        ge=FEWEST_PARTITIONS,
        le=MOST_PARTITIONS,
        description="PostgreSQL only: `./guerdon migrate` splits the tables of points into so many"
        " partitions by customer, up to 1024. Another number splits them anew, and 1 makes"
        " plain tables of them again. See"
        " [beyond one machine](scaling.md#partitions).",
    )
    given_secret: str | None = Field(
        default=None,
        repr=False,
        validation_alias=SECRET,
        description="The key that our own tokens are signed with (HS256), and that guards the"
        " secrets of webhooks, 32 bytes or more. If"
        " the database is SQLite and only this machine can reach the server, one is made and kept"
        " in `.guerdon/secret` beside the database; otherwise it is required.",
    )
    jwks_url: str | None = Field(
        default=None,
        description="The key set of the shop's identity provider, whose tokens are accepted too"
        " (RS256, ES256, EdDSA).",
    )
    jwt_issuer: str | None = Field(
        default=None, description="The `iss` that tokens must have. Our own tokens get it too."
    )
    jwt_audience: str | None = Field(
        default=None, description="The `aud` that tokens must have. Our own tokens get it too."
    )
    jwt_customer_claim: Literal["sub", "uid"] = Field(
        default="sub",
        description="The claim that names the customer: `sub`, or `uid` for Magento's own tokens,"
        " with the `crypt/key` of its `env.php` as `GUERDON_JWT_SECRET`.",
    )
    customer_id_format: IdFormat = Field(
        default=IdFormat.PLAIN,
        description="How that claim writes the id: `plain`, or `base64` as Adobe Commerce does from"
        " 2.4.9.",
    )
    staff_jwks_url: str | None = Field(
        default=None,
        description="The key set of the identity provider for staff. Tokens of the customers'"
        " provider never open the admin API.",
    )
    staff_issuer: str | None = Field(
        default=None, description="The `iss` that staff tokens must have."
    )
    staff_audience: str | None = Field(
        default=None,
        validate_default=True,
        description="The `aud` that staff tokens must have; needed where customers and staff share"
        " a provider.",
    )
    staff_scope_prefix: str = Field(
        default="guerdon:",
        description="What our scopes begin with in staff tokens: `guerdon:orders:read` is"
        " `orders:read`.",
    )
    staff_oidc_issuer: str | None = Field(
        default=None,
        description="The identity provider that staff sign in at in the admin app (OpenID Connect),"
        " as it names itself. Its tokens are checked by the four settings above. See"
        " [the admin app](admin-app.md).",
    )
    staff_oidc_client_id: str | None = Field(
        default=None,
        validate_default=True,
        description="The admin app's client id there: a public client, with PKCE.",
    )
    staff_oidc_scopes: str = Field(
        default="",
        description="What the admin app asks that provider for, separated by spaces. By default"
        " `openid` and all our scopes with the prefix.",
    )
    seal_key_file: Path | None = Field(
        default=None,
        description="The private key that `./guerdon seal` signs with: a PEM file of Ed25519. If"
        " the database is SQLite, one is made and kept in `.guerdon/seal-key.pem` beside it;"
        " otherwise it is required for sealing. See [proof](proof.md).",
    )
    smtp_url: str | None = Field(
        default=None,
        repr=False,
        description="The mail server: `smtp://user:password@host:port?tls=starttls|implicit|off`."
        " Without one, mail stays in the outbox and is logged.",
    )
    public_url: str = Field(
        default="http://127.0.0.1:8000",
        description="The address where people reach this server, for links in mail. By default"
        " where `serve` listens.",
    )
    sandbox: bool = Field(
        default=False,
        description="`1`: the test clock (`sandboxClockAdvance`) works, [the demo"
        " shop](demo-shop.md) is at `/demo`, and webhooks may go to receivers on this machine, by"
        " http too. Never in production.",
    )
    introspection: bool = Field(
        default=True, description="`0`: introspection is refused. Off in the image."
    )
    ide: bool = Field(default=True, description="`0`: GraphiQL isn't served. Off in the image.")
    admin_app: bool = Field(
        default=True,
        description="`0`: the admin app at `/admin` isn't served. The admin API still is.",
    )
    cors_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="The origins of web pages that may call the API, separated by commas:"
        " `https://shop.example,https://app.example`.",
    )
    traces_url: str | None = Field(
        default=None,
        description="Where traces go: the OTLP address of a collector, such as"
        " `http://collector:4318/v1/traces`. Needs the packages of `requirements/otel.txt`.",
    )
    log_format: Literal["console", "json"] = Field(
        default="console",
        description="`console` or `json`, one object per line. `json` in the image.",
    )
    log_level: Literal["debug", "info", "warning", "error", "critical"] = Field(
        default="info", description="`debug`, `info`, `warning`, `error` or `critical`."
    )
    rate_limit: int | None = Field(
        default=None,
        ge=0,
        description="Root fields per minute for each customer or service; `0` is no limit. By"
        " default 6000, without a limit for clients on this machine.",
    )
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="Addresses or networks of proxies whose `X-Forwarded-For` is trusted,"
        " separated by commas: `10.0.0.0/8`.",
    )
    compiled_execution: bool = Field(
        default=True,
        description="Plan documents once and execute the plans; `0` leaves execution to"
        " graphql-core. Answers are the same.",
    )
    trusted_documents: Path | None = Field(
        default=None,
        description="A manifest of the documents that the storefront API runs; it refuses all"
        " others. See [trusted documents](trusted-documents.md).",
    )

    # Not for people, so without a description: how `guerdon serve` tells the processes that serve
    # what its options said.
    worker_in_app: bool = False
    several_processes: bool = False

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is a file."""
        return self.database_url.startswith("sqlite:")

    @property
    def database_file(self) -> Path:
        """The file of an SQLite database."""
        assert self.is_sqlite, "PostgreSQL is not a file."
        return addresses.sqlite_path(self.database_url)

    @property
    def signing_secret(self) -> str:
        """The key of our own tokens. Raises WrongSetting when there is none."""
        if self.given_secret is None:
            raise WrongSetting(
                SECRET,
                f"needed, {MIN_SECRET_BYTES} bytes or more: set it, or {file_form(SECRET)}. It is"
                " made for you only when SQLite is served on 127.0.0.1.",
            )
        return self.given_secret

    @field_validator("database_url")
    @classmethod
    def _check_database_url(cls, url: str) -> str:
        addresses.check_database(url)
        return url

    @field_validator("database_pooler")
    @classmethod
    def _check_pooler(cls, pooler: bool, info: ValidationInfo) -> bool:  # noqa: FBT001 - pydantic's
        is_sqlite = str(info.data.get("database_url", "")).startswith("sqlite:")
        addresses.demand(not (pooler and is_sqlite), "is for PostgreSQL; SQLite has no pooler.")
        return pooler

    @field_validator("citus")
    @classmethod
    def _check_citus(cls, citus: bool, info: ValidationInfo) -> bool:  # noqa: FBT001 - pydantic's
        is_sqlite = str(info.data.get("database_url", "")).startswith("sqlite:")
        addresses.demand(not (citus and is_sqlite), "is for PostgreSQL; SQLite is one machine's.")
        return citus

    @field_validator("partitions")
    @classmethod
    def _check_partitions(cls, partitions: int | None, info: ValidationInfo) -> int | None:
        is_sqlite = str(info.data.get("database_url", "")).startswith("sqlite:")
        is_fitting = partitions is None or not is_sqlite
        addresses.demand(is_fitting, "is for PostgreSQL; SQLite has no partitions.")
        is_alone = partitions is None or not info.data.get("citus")
        addresses.demand(is_alone, "is for one PostgreSQL; Citus spreads the tables itself.")
        return partitions

    @field_validator("given_secret")
    @classmethod
    def _check_secret(cls, secret: str | None) -> str | None:
        long_enough = secret is None or len(secret.encode()) >= MIN_SECRET_BYTES
        addresses.demand(long_enough, f"must be {MIN_SECRET_BYTES} bytes or more.")
        return secret

    @field_validator("smtp_url")
    @classmethod
    def _check_smtp_url(cls, url: str | None) -> str | None:
        if url is not None:
            addresses.check_mail_server(url)
        return url

    @field_validator("staff_audience")
    @classmethod
    def _check_staff_audience(cls, audience: str | None, info: ValidationInfo) -> str | None:
        """Refuse two providers whose tokens could be taken for one another's."""
        has_same_keys = info.data.get("staff_jwks_url") in (None, info.data.get("jwks_url"))
        is_another = audience is not None and audience != info.data.get("jwt_audience")
        addresses.demand(
            info.data.get("staff_jwks_url") is None or not has_same_keys or is_another,
            "needed, and different from GUERDON_JWT_AUDIENCE, where customers and staff have the"
            " same keys: their tokens can't be told apart otherwise.",
        )
        return audience

    @field_validator("staff_oidc_client_id")
    @classmethod
    def _check_client_id(cls, client_id: str | None, info: ValidationInfo) -> str | None:
        has_provider = info.data.get("staff_oidc_issuer") is not None
        addresses.demand(
            client_id is not None or not has_provider,
            "needed where GUERDON_STAFF_OIDC_ISSUER is set: the admin app's client id there.",
        )
        return client_id

    @field_validator("staff_oidc_issuer")
    @classmethod
    def _check_issuer(cls, issuer: str | None, info: ValidationInfo) -> str | None:
        if issuer is not None:
            addresses.check_web_address(issuer)
            addresses.demand(
                info.data.get("staff_jwks_url") is not None,
                "needs GUERDON_STAFF_JWKS_URL, too: no token of this provider is taken otherwise.",
            )
            parts = urlsplit(issuer)
            # Browsers would send codes and tokens in the clear.
            is_safe = parts.scheme == "https" or is_loopback(parts.hostname or "")
            addresses.demand(is_safe, "must begin with https:// (or be on this machine).")
        return issuer

    @field_validator("public_url", "jwks_url", "staff_jwks_url")
    @classmethod
    def _check_web_address(cls, url: str | None) -> str | None:
        if url is None:
            return None
        addresses.check_web_address(url)
        return url.rstrip("/")

    @field_validator("cors_origins", "trusted_proxies", mode="before")
    @classmethod
    def _split(cls, listed: object) -> object:
        if not isinstance(listed, str):
            return listed
        return tuple(item.strip().rstrip("/") for item in listed.split(",") if item.strip())

    @field_validator("trusted_proxies")
    @classmethod
    def _check_networks(cls, networks: tuple[str, ...]) -> tuple[str, ...]:
        for network in networks:
            try:
                ip_network(network)
            except ValueError as error:
                sentence = "must be addresses or networks like 10.0.0.0/8, separated by commas."
                raise ValueError(sentence) from error
        return networks

    @field_validator("cors_origins")
    @classmethod
    def _check_origins(cls, origins: tuple[str, ...]) -> tuple[str, ...]:
        for origin in origins:
            addresses.check_origin(origin)
        return origins

    @field_validator(
        "log_level", "log_format", "jwt_customer_claim", "customer_id_format", mode="before"
    )
    @classmethod
    def _lower(cls, word: object) -> object:
        return word.lower() if isinstance(word, str) else word

    def with_local_secret(self, *, made: bool = False) -> Self:
        """Return these settings with the secret beside the SQLite database, `made` if need be.

        Raises WrongSetting, saying where it looked, when there is none.
        """
        if self.given_secret is not None or not self.is_sqlite:
            return self
        file = secret_file(self.database_file)
        try:
            if made:
                make_secret(file)
            secret = file.read_text(encoding="ascii").strip()
        except FileNotFoundError as error:
            raise WrongSetting(
                SECRET,
                f"not set, and there is no {file}. `serve` makes it beside the database: serve"
                f" first, or set {DATABASE_URL} to where the database is.",
            ) from error
        except (OSError, UnicodeDecodeError) as error:
            raise WrongSetting(
                SECRET, f"not set, and {file} cannot be used ({error}): fix the file, or set it."
            ) from error
        if len(secret) < MIN_SECRET_BYTES:
            sentence = f"the secret in {file} is too short: remove the file, and serve."
            raise WrongSetting(SECRET, sentence)
        return self.model_copy(update={"given_secret": secret})


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach a server at `host`."""
    return host in _LOOPBACK_HOSTS


def variable_of(field: str) -> str:
    """Return the variable that a field of Settings is read from."""
    return SECRET if field == "given_secret" else f"{PREFIX}{field.upper()}"


def unknown_settings() -> list[str]:
    """Return a sentence for each GUERDON_ variable that is set but is not a setting."""
    ours = [variable_of(field) for field in Settings.model_fields]
    return unknown_variables(os.environ.keys(), [*ours, *map(file_form, IN_FILES)])


def sources() -> dict[str, str]:
    """Return which variables are set, and by which of their two forms."""
    forms = {variable_of(field): variable_of(field) for field in Settings.model_fields}
    files = {variable: file_form(variable) for variable in IN_FILES}
    return {
        variable: form
        for variable, form in [*files.items(), *forms.items()]
        if os.environ.get(form)
    }


@cache
def read_settings() -> Settings:
    """Return the settings, read from the environment the first time.

    Raises WrongSetting, naming the variable.
    """
    in_files = values_from_files(os.environ, IN_FILES)
    try:
        return Settings.model_validate({_key(name): value for name, value in in_files.items()})
    except ValidationError as error:
        problem = error.errors()[0]
        field = str(problem["loc"][0])
        variable = field if field == SECRET else variable_of(field)
        if variable in in_files:
            variable = file_form(variable)
        raise WrongSetting(variable, _sentence(problem, field)) from error


def _key(variable: str) -> str:
    """Return what Settings is given the value of `variable` by."""
    return variable if variable == SECRET else variable.removeprefix(PREFIX).lower()


def _sentence(problem: ErrorDetails, field: str) -> str:
    """Return what is wrong with a value, and the cure, in our words."""
    match problem["type"]:
        case "bool_parsing" | "bool_type":
            return "must be 1 or 0."
        case "int_parsing" | "int_parsing_size" | "greater_than_equal" | "less_than_equal":
            return f"must be a whole number{_range(field)}."
        case "literal_error":
            return f"must be {problem['ctx']['expected'].replace(chr(39), '')}."
    return problem["msg"].removeprefix("Value error, ")


def _range(field: str) -> str:
    """Return what numbers a setting takes, as its declaration says."""
    declared = Settings.model_fields[field].metadata
    least = next((each.ge for each in declared if hasattr(each, "ge")), None)
    most = next((each.le for each in declared if hasattr(each, "le")), None)
    if most is None:
        return "" if least is None else f", {least} or more"
    return f" from {least} to {most}"


def mail_options_of(settings: Settings) -> MailOptions:
    """Return what the settings say of mail. Raises WrongSetting without a secret."""
    return MailOptions(
        server=mail_server_of(settings.smtp_url),
        public_url=settings.public_url,
        secret=settings.signing_secret,
    )


def webhook_options_of(settings: Settings) -> WebhookOptions:
    """Return what the settings say of webhooks. Raises WrongSetting without a secret."""
    return WebhookOptions(secret=settings.signing_secret, is_sandbox=settings.sandbox)


def hand_down(
    settings: Settings, *, worker_in_app: bool, several_processes: bool, address: str
) -> None:
    """Have this process and those it starts read the secret of `settings` from now on.

    `address` is where they are reached, unless the environment says so. Raises WrongSetting without
    a secret.
    """
    os.environ[SECRET] = settings.signing_secret
    os.environ.pop(file_form(SECRET), None)
    os.environ[PUBLIC_URL] = os.environ.get(PUBLIC_URL) or address
    os.environ[f"{PREFIX}WORKER_IN_APP"] = "1" if worker_in_app else "0"
    os.environ[f"{PREFIX}SEVERAL_PROCESSES"] = "1" if several_processes else "0"
    read_settings.cache_clear()
