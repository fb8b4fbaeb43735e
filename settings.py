"""The environment, read once into one frozen object; nothing else reads `os.environ`."""

import os
import secrets
from contextlib import suppress
from functools import cache
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import parse_qs, urlsplit

from pydantic import Field, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from services.access.customer_ids import IdFormat
from services.mail.options import MailOptions, mail_server_of

PREFIX = "GUERDON_"
SECRET = f"{PREFIX}JWT_SECRET"
TRUSTED_DOCUMENTS = f"{PREFIX}TRUSTED_DOCUMENTS"
SECRET_FILE = Path(".guerdon/secret")
MIN_SECRET_BYTES = 32

_LOOPBACK_HOSTS = frozenset({"127.0.0.1", "::1", "localhost"})
_POSTGRES_SCHEMES = frozenset({"postgres", "postgresql"})
_TLS_MODES = frozenset({"starttls", "implicit", "off"})


class WrongSetting(Exception):
    """A variable of the environment that cannot be used, named in the sentence."""

    def __init__(self, variable: str, sentence: str) -> None:
        super().__init__(f"{variable}: {sentence}")


class Settings(BaseSettings):
    """How this installation runs; operation.md has a line for each variable."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, frozen=True, extra="ignore", env_ignore_empty=True
    )

    database_url: str = Field(default="sqlite://guerdon.db", repr=False)
    given_secret: str | None = Field(default=None, repr=False, validation_alias=SECRET)
    jwks_url: str | None = None
    jwt_issuer: str | None = None
    jwt_audience: str | None = None
    jwt_customer_claim: Literal["sub", "uid"] = "sub"
    customer_id_format: IdFormat = IdFormat.PLAIN
    staff_jwks_url: str | None = None
    staff_issuer: str | None = None
    staff_audience: str | None = Field(default=None, validate_default=True)
    staff_scope_prefix: str = "guerdon:"
    smtp_url: str | None = Field(default=None, repr=False)
    public_url: str = "http://127.0.0.1:8000"
    sandbox: bool = False
    introspection: bool = True
    ide: bool = True
    cors_origins: Annotated[tuple[str, ...], NoDecode] = ()
    log_format: Literal["console", "json"] = "console"
    log_level: Literal["debug", "info", "warning", "error", "critical"] = "info"
    rate_limit: int | None = Field(default=None, ge=0)  # root fields a minute and subject; 0 is off
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = ()
    trusted_documents: Path | None = None  # the only documents that the storefront's API runs

    # Not for people: how `guerdon serve` tells the processes that serve what its options said.
    worker_in_app: bool = False

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is a file."""
        return self.database_url.startswith("sqlite:")

    @property
    def signing_secret(self) -> str:
        """The key of our own tokens. Raises WrongSetting when there is none."""
        if self.given_secret is None:
            raise WrongSetting(
                SECRET,
                f"needed, {MIN_SECRET_BYTES} bytes or more. It is made for you only when SQLite"
                " is served on 127.0.0.1.",
            )
        return self.given_secret

    @field_validator("database_url")
    @classmethod
    def _check_database_url(cls, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme == "sqlite":
            _demand(bool(parts.netloc + parts.path), "sqlite:// must be followed by a file's path.")
            _demand(":memory:" not in url, "needs a file: several connections share the database.")
            _demand(not parts.query, "takes no options for SQLite.")
            return url
        _demand(
            parts.scheme in _POSTGRES_SCHEMES,
            "must be sqlite://path or postgres://user:password@host:port/name.",
        )
        _demand(len(parts.path) > 1, "names no database: postgres://user:password@host:port/name.")
        _ = parts.port  # raises ValueError for what is no port
        return url

    @field_validator("given_secret")
    @classmethod
    def _check_secret(cls, secret: str | None) -> str | None:
        long_enough = secret is None or len(secret.encode()) >= MIN_SECRET_BYTES
        _demand(long_enough, f"must be {MIN_SECRET_BYTES} bytes or more.")
        return secret

    @field_validator("smtp_url")
    @classmethod
    def _check_smtp_url(cls, url: str | None) -> str | None:
        if url is None:
            return None
        parts = urlsplit(url)
        is_address = parts.scheme == "smtp" and bool(parts.hostname)
        _demand(is_address, "must be smtp://user:password@host:port?tls=starttls|implicit|off.")
        options = parse_qs(parts.query, keep_blank_values=True)
        _demand(options.keys() <= {"tls"}, "takes no option but tls.")
        _demand(set(options.get("tls", ())) <= _TLS_MODES, "its tls: starttls, implicit or off.")
        _ = parts.port
        return url

    @field_validator("staff_audience")
    @classmethod
    def _check_staff_audience(cls, audience: str | None, info: ValidationInfo) -> str | None:
        """Refuse two providers whose tokens could be taken for one another's."""
        has_same_keys = info.data.get("staff_jwks_url") in (None, info.data.get("jwks_url"))
        is_another = audience is not None and audience != info.data.get("jwt_audience")
        _demand(
            info.data.get("staff_jwks_url") is None or not has_same_keys or is_another,
            "needed, and another than GUERDON_JWT_AUDIENCE, where customers and staff have the"
            " same keys: nothing else tells their tokens apart.",
        )
        return audience

    @field_validator("public_url", "jwks_url", "staff_jwks_url")
    @classmethod
    def _check_web_address(cls, url: str | None) -> str | None:
        if url is None:
            return None
        parts = urlsplit(url)
        is_web_address = parts.scheme in {"http", "https"} and bool(parts.netloc)
        _demand(is_web_address, "must be an address that begins with http:// or https://.")
        return url.rstrip("/")

    @field_validator("cors_origins", "trusted_proxies", mode="before")
    @classmethod
    def _split(cls, listed: object) -> object:
        if not isinstance(listed, str):
            return listed
        return tuple(item.strip() for item in listed.split(",") if item.strip())

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

    @field_validator(
        "log_level", "log_format", "jwt_customer_claim", "customer_id_format", mode="before"
    )
    @classmethod
    def _lower(cls, word: object) -> object:
        return word.lower() if isinstance(word, str) else word

    def with_local_secret(self) -> Self:
        """Return these settings with the secret kept in `.guerdon/secret`, made if need be.

        Only SQLite's: whoever can read the secret can read that database anyway.
        """
        if self.given_secret is not None or not self.is_sqlite:
            return self
        return self.model_copy(update={"given_secret": _local_secret()})


def _demand(holds: bool, sentence: str) -> None:  # noqa: FBT001 - reads as an assertion
    if not holds:
        raise ValueError(sentence)


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach a server at `host`."""
    return host in _LOOPBACK_HOSTS


def _local_secret() -> str:
    SECRET_FILE.parent.mkdir(mode=0o700, exist_ok=True)
    if not SECRET_FILE.exists():
        # Written aside and linked into place, so that another process never sees half a secret.
        draft = SECRET_FILE.with_name(f"secret.{secrets.token_hex(8)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode=0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(MIN_SECRET_BYTES))
        with suppress(FileExistsError):  # the other process's is as good
            SECRET_FILE.hardlink_to(draft)
        draft.unlink()
    return SECRET_FILE.read_text().strip()


@cache
def read_settings() -> Settings:
    """Return the settings, read from the environment the first time.

    Raises WrongSetting, naming the variable.
    """
    try:
        return Settings()
    except ValidationError as error:
        problem = error.errors()[0]
        variable = f"{PREFIX}{str(problem['loc'][0]).removeprefix(PREFIX)}".upper()
        raise WrongSetting(variable, problem["msg"].removeprefix("Value error, ")) from error


def mail_options_of(settings: Settings) -> MailOptions:
    """Return what the settings say of mail. Raises WrongSetting without a secret."""
    return MailOptions(
        server=mail_server_of(settings.smtp_url),
        public_url=settings.public_url,
        secret=settings.signing_secret,
    )


def hand_down(settings: Settings, *, worker_in_app: bool) -> None:
    """Have this process and those it starts read the secret of `settings` from now on.

    Raises WrongSetting when it has none.
    """
    os.environ[SECRET] = settings.signing_secret
    os.environ[f"{PREFIX}WORKER_IN_APP"] = "1" if worker_in_app else "0"
    read_settings.cache_clear()
