"""Declaration of the settings: each variable with its type, default, check and description.

docs/configuration.md repeats the descriptions.
"""

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from configuration import addresses, checks
from configuration.environment import PREFIX, SECRET, file_form
from configuration.local_secret import BYTES as MIN_SECRET_BYTES
from configuration.local_secret import local_secret
from configuration.wrong_setting import WrongSetting
from services.access.customer_ids import IdFormat

FEWEST_PARTITIONS, MOST_PARTITIONS = 1, 1_024
_EITHER_CASE = BeforeValidator(checks.lower_case)


class Settings(BaseSettings):
    """How this installation runs."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        frozen=True,
        extra="ignore",
        env_ignore_empty=True,
        hide_input_in_errors=True,
    )

    database_url: Annotated[str, AfterValidator(checks.database_url)] = Field(
        default="sqlite://guerdon.db",
        repr=False,
        description="The database: `sqlite://path`, relative to the current folder or absolute"
        " (`sqlite:///var/lib/guerdon.db`), or `postgres://user:password@host:port/name`."
        " Of several hosts (`host1:port,host2:port/name`) the primary is used.",
    )
    database_pooler: Annotated[bool, AfterValidator(checks.pooler)] = Field(
        default=False,
        description="`1`: `GUERDON_DATABASE_URL` leads to PgBouncer in transaction mode. Time"
        " limits are then set in each transaction, and no statement is prepared. See"
        " [beyond one machine](scaling.md#pgbouncer).",
    )
    citus: Annotated[bool, AfterValidator(checks.citus)] = Field(
        default=False,
        description="`1`: `GUERDON_DATABASE_URL` leads to the coordinator of a Citus cluster."
        " `./guerdon migrate` distributes the tables over its workers. See"
        " [beyond one machine](scaling.md#citus).",
    )
    partitions: Annotated[
        int | None,
        Field(ge=FEWEST_PARTITIONS, le=MOST_PARTITIONS),
        AfterValidator(checks.partitions),
    ] = Field(
        default=None,
        description="PostgreSQL only: `./guerdon migrate` splits the tables of points into this"
        " many partitions by customer, up to 1024. Another number splits them again, and 1 makes"
        " plain tables of them again. See"
        " [beyond one machine](scaling.md#partitions).",
    )
    given_secret: Annotated[str | None, AfterValidator(checks.secret)] = Field(
        default=None,
        repr=False,
        validation_alias=SECRET,
        description="The key that our own tokens are signed with (HS256), and that guards the"
        " secrets of webhooks, 32 bytes or more. If"
        " the database is SQLite and only this machine can reach the server, one is made and kept"
        " in `.guerdon/secret` beside the database; otherwise it is required.",
    )
    jwks_url: Annotated[str | None, AfterValidator(checks.web_address)] = Field(
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
    jwt_customer_claim: Annotated[Literal["sub", "uid"], _EITHER_CASE] = Field(
        default="sub",
        description="The claim that names the customer: `sub`, or `uid` for Magento's own tokens,"
        " with the `crypt/key` of its `env.php` as `GUERDON_JWT_SECRET`.",
    )
    customer_id_format: Annotated[IdFormat, _EITHER_CASE] = Field(
        default=IdFormat.PLAIN,
        description="How that claim writes the id: `plain`, or `base64` as Adobe Commerce does from"
        " 2.4.9.",
    )
    staff_jwks_url: Annotated[str | None, AfterValidator(checks.web_address)] = Field(
        default=None,
        description="The key set of the identity provider for staff. Tokens of the customers'"
        " provider never open the admin API.",
    )
    staff_issuer: str | None = Field(
        default=None, description="The `iss` that staff tokens must have."
    )
    staff_audience: Annotated[str | None, AfterValidator(checks.staff_audience)] = Field(
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
    staff_oidc_issuer: Annotated[str | None, AfterValidator(checks.issuer)] = Field(
        default=None,
        description="The identity provider that staff sign in at in the admin app (OpenID Connect),"
        " as it names itself. Its tokens are checked by the four settings above. See"
        " [the admin app](admin-app.md).",
    )
    staff_oidc_client_id: Annotated[str | None, AfterValidator(checks.client_id)] = Field(
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
    smtp_url: Annotated[str | None, AfterValidator(checks.mail_server)] = Field(
        default=None,
        repr=False,
        description="The mail server: `smtp://user:password@host:port?tls=starttls|implicit|off`."
        " Without one, mail stays in the outbox and is logged.",
    )
    public_url: Annotated[str, AfterValidator(checks.web_address)] = Field(
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
    cors_origins: Annotated[
        tuple[str, ...],
        NoDecode,
        BeforeValidator(checks.listed),
        AfterValidator(checks.origins),
    ] = Field(
        default=(),
        description="The origins of web pages that may call the API, separated by commas:"
        " `https://shop.example,https://app.example`.",
    )
    traces_url: str | None = Field(
        default=None,
        description="Where traces go: the OTLP address of a collector, such as"
        " `http://collector:4318/v1/traces`. Needs the packages of `requirements/otel.txt`.",
    )
    log_format: Annotated[Literal["console", "json"], _EITHER_CASE] = Field(
        default="console",
        description="`console` or `json`, one object per line. `json` in the image.",
    )
    log_level: Annotated[Literal["debug", "info", "warning", "error", "critical"], _EITHER_CASE] = (
        Field(default="info", description="`debug`, `info`, `warning`, `error` or `critical`.")
    )
    rate_limit: int | None = Field(
        default=None,
        ge=0,
        description="Root fields per minute for each customer or service; `0` is no limit. By"
        " default 6000, without a limit for clients on this machine.",
    )
    trusted_proxies: Annotated[
        tuple[str, ...],
        NoDecode,
        BeforeValidator(checks.listed),
        AfterValidator(checks.networks),
    ] = Field(
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

    def with_local_secret(self, *, made: bool = False) -> Self:
        """Return these settings with the secret beside the SQLite database, `made` if need be.

        Raises WrongSetting, saying where it looked, when there is none.
        """
        if self.given_secret is not None or not self.is_sqlite:
            return self
        secret = local_secret(self.database_file, made=made)
        return self.model_copy(update={"given_secret": secret})
