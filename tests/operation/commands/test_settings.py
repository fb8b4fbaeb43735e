from pathlib import Path

import pytest

from cli.work.settings_table import reference
from configuration.addresses import masked, places_of
from settings import (
    IN_FILES,
    Settings,
    WrongSetting,
    is_loopback,
    read_settings,
    unknown_settings,
    variable_of,
)

SECRET = "0123456789abcdef0123456789abcdef"


@pytest.fixture(autouse=True)
def own_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing set, an empty folder, nothing read yet."""
    for name in [*map(variable_of, Settings.model_fields), *(f"{name}_FILE" for name in IN_FILES)]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    read_settings.cache_clear()


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("GUERDON_DATABASE_URL", "mysql://localhost/shop"),
        ("GUERDON_DATABASE_URL", "sqlite://"),
        ("GUERDON_DATABASE_URL", "sqlite://:memory:"),
        ("GUERDON_DATABASE_URL", "postgres://localhost"),
        ("GUERDON_DATABASE_URL", "postgres://localhost:port/shop"),
        ("GUERDON_DATABASE_URL", "postgres://a:1,b:port/shop"),
        ("GUERDON_DATABASE_URL", "postgres://a:1,/shop"),
        ("GUERDON_DATABASE_URL", "postgres://,b:1/shop"),
        ("GUERDON_DATABASE_URL", "postgres://a:1,b:2"),
        ("GUERDON_DATABASE_URL", "postgres://a:1,b:2/shop?target_session_attrs=writable"),
        ("GUERDON_CITUS", "1"),  # as the next one
        ("GUERDON_DATABASE_POOLER", "1"),  # SQLite is the default, and has no pooler
        ("GUERDON_JWT_SECRET", SECRET[:31]),
        ("GUERDON_JWKS_URL", "keys.json"),
        ("GUERDON_SMTP_URL", "mail.example"),
        ("GUERDON_SMTP_URL", "smtp://mail.example?tls=perhaps"),
        ("GUERDON_PUBLIC_URL", "shop.example"),
        ("GUERDON_SANDBOX", "perhaps"),
        ("GUERDON_LOG_FORMAT", "xml"),
        ("GUERDON_LOG_LEVEL", "loud"),
        ("GUERDON_RATE_LIMIT", "-1"),
        ("GUERDON_STAFF_JWKS_URL", "keys.json"),
        ("GUERDON_STAFF_OIDC_ISSUER", "login.example"),
        ("GUERDON_STAFF_OIDC_ISSUER", "http://login.example"),
        ("GUERDON_ADMIN_APP", "perhaps"),
        ("GUERDON_TRUSTED_PROXIES", "10.0.0.1, proxy"),
        ("GUERDON_TRUSTED_PROXIES", "10.0.0.1/8"),
        ("GUERDON_TRUSTED_PROXIES", "*"),
        ("GUERDON_JWT_CUSTOMER_CLAIM", "email"),
        ("GUERDON_CUSTOMER_ID_FORMAT", "hex"),
    ],
)
def test_a_wrong_value_is_refused_with_its_variable_named(
    variable: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)

    with pytest.raises(WrongSetting, match=f"^{variable}: "):
        read_settings()


@pytest.mark.parametrize(
    "url",
    [
        "postgres://user:secret@a:1,b:2/shop",
        "postgres://user:sec,ret@a,b:2,10.0.0.3/shop?sslmode=require",
        "postgresql://[::1]:5432,[2001:db8::1]:5433/shop?target_session_attrs=any",
    ],
)
def test_a_database_may_have_several_hosts(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """R18.2."""
    monkeypatch.setenv("GUERDON_DATABASE_URL", url)

    assert read_settings().database_url == url


def test_a_secret_of_32_bytes_is_long_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUERDON_JWT_SECRET", SECRET)

    assert read_settings().signing_secret == SECRET


def test_origins_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUERDON_CORS_ORIGINS", "https://a.example, https://b.example,")

    assert read_settings().cors_origins == ("https://a.example", "https://b.example")


def test_an_empty_variable_is_one_that_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUERDON_RATE_LIMIT", "")

    assert read_settings().rate_limit is None


def test_a_variable_without_our_prefix_is_nothing_to_us(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JWT_SECRET", SECRET)

    assert read_settings().given_secret is None


def test_a_secret_is_demanded_when_there_is_none() -> None:
    with pytest.raises(WrongSetting, match=r"^GUERDON_JWT_SECRET: needed"):
        _ = read_settings().signing_secret


def test_the_local_secret_is_made_once_beside_the_database_and_kept_from_others(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shop = tmp_path / "shop"
    shop.mkdir()
    monkeypatch.setenv("GUERDON_DATABASE_URL", f"sqlite://{shop}/points.db")

    first = read_settings().with_local_secret(made=True).signing_secret
    second = read_settings().with_local_secret(made=True).signing_secret

    assert first == second == read_settings().with_local_secret().signing_secret
    assert len(first.encode()) >= 32
    assert (shop / ".guerdon" / "secret").stat().st_mode & 0o777 == 0o600
    assert [file.name for file in (shop / ".guerdon").iterdir()] == ["secret"]


def test_no_local_secret_is_made_unasked(tmp_path: Path) -> None:
    with pytest.raises(WrongSetting, match=f"there is no {tmp_path}/.guerdon/secret"):
        read_settings().with_local_secret()

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", ["", "short"])
def test_a_local_secret_too_short_is_not_used(content: str, tmp_path: Path) -> None:
    (tmp_path / ".guerdon").mkdir()
    (tmp_path / ".guerdon" / "secret").write_text(content)

    with pytest.raises(WrongSetting, match=r"^GUERDON_JWT_SECRET: .* is too short"):
        read_settings().with_local_secret(made=True)


@pytest.mark.parametrize(
    ("variable", "value", "field"),
    [
        ("GUERDON_JWT_SECRET", SECRET, "given_secret"),
        ("GUERDON_DATABASE_URL", "postgres://shop:secret@db/shop", "database_url"),
        ("GUERDON_SMTP_URL", "smtp://user:secret@mail.example", "smtp_url"),
    ],
)
def test_a_secret_may_stand_in_a_file(
    variable: str, value: str, field: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "mounted").write_text(f"{value}\n")
    monkeypatch.setenv(f"{variable}_FILE", str(tmp_path / "mounted"))

    assert getattr(read_settings(), field) == value


@pytest.mark.parametrize("content", [None, "", "short"], ids=["missing", "empty", "too-short"])
def test_a_file_without_a_secret_is_named(
    content: str | None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "mounted"
    if content is not None:
        file.write_text(content)
    monkeypatch.setenv("GUERDON_JWT_SECRET_FILE", str(file))

    with pytest.raises(WrongSetting, match=r"^GUERDON_JWT_SECRET_FILE: "):
        read_settings()


@pytest.mark.parametrize("variable", IN_FILES)
def test_a_value_and_a_file_at_once_are_refused(
    variable: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "mounted").write_text(SECRET)
    monkeypatch.setenv(variable, SECRET)
    monkeypatch.setenv(f"{variable}_FILE", str(tmp_path / "mounted"))

    with pytest.raises(WrongSetting, match=f"^{variable}_FILE: {variable} is set as well"):
        read_settings()


def test_a_name_nobody_knows_is_said_with_the_likely_slip(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUERDON_DATABSE_URL", "postgres://db/shop")
    monkeypatch.setenv("GUERDON_XYZZY", "1")
    monkeypatch.setenv("GUERDON_JWT_SECRET_FILE", "known")

    assert unknown_settings() == [
        (
            "GUERDON_DATABSE_URL is set, but there is no such setting."
            " Did you mean GUERDON_DATABASE_URL?"
        ),
        "GUERDON_XYZZY is set, but there is no such setting.",
    ]


@pytest.mark.parametrize(
    ("variable", "value", "cure"),
    [
        ("GUERDON_DATABASE_URL", "postgres://u:hushed@h/n?sslmod=off", "did you mean sslmode?"),
        ("GUERDON_DATABASE_URL", "postgres://u:hus@hed@h/n", "@ as %40"),
        ("GUERDON_DATABASE_URL", "postgres://u:hus/hed@h/n", "/ as %2F"),
        ("GUERDON_DATABASE_URL", "postgres://u:hus#hed@h/n", "# as %23"),
        ("GUERDON_DATABASE_URL", "postgres://u:hus[hed@h/n", r"\[ as %5B"),
        ("GUERDON_DATABASE_URL", "sqlite://a.db?mode=ro", "leave out"),
        ("GUERDON_SMTP_URL", "smtp://u:hus@hed@mail.example", "@ as %40"),
        ("GUERDON_CORS_ORIGINS", "https://a.example,shop.example", "https://shop.example"),
        ("GUERDON_CORS_ORIGINS", "https://shop.example/path", "no path"),
        ("GUERDON_CORS_ORIGINS", "http://[::1", "%5B"),
        ("GUERDON_SANDBOX", "perhaps", "must be 1 or 0"),
        ("GUERDON_RATE_LIMIT", "many", "must be a whole number, 0 or more"),
        ("GUERDON_RATE_LIMIT", "-1", "must be a whole number, 0 or more"),
        ("GUERDON_PARTITIONS", "abc", "must be a whole number from 1 to 1024"),
        ("GUERDON_PARTITIONS", "2.5", "must be a whole number from 1 to 1024"),
        ("GUERDON_PARTITIONS", "0", "must be a whole number from 1 to 1024"),
        ("GUERDON_PARTITIONS", "1025", "must be a whole number from 1 to 1024"),
        ("GUERDON_PARTITIONS", "9" * 5000, "must be a whole number from 1 to 1024"),
        ("GUERDON_LOG_FORMAT", "xml", "must be console or json"),
    ],
)
def test_a_refusal_names_the_cure_and_no_secret(
    variable: str, value: str, cure: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)

    with pytest.raises(WrongSetting, match=f"^{variable}: .*{cure}") as refused:
        read_settings()

    assert "hus" not in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgres://u:a:b/c@h:1/n?sslmode=off", "postgres://u:***@h:1/n?sslmode=off"),
        ("postgres://u:a@h:1,i:2/n", "postgres://u:***@h:1,i:2/n"),
        ("postgres://h/n?password=a", "postgres://h/n?password=***"),
        ("sqlite://guerdon.db", "sqlite://guerdon.db"),
    ],
)
def test_passwords_are_masked(url: str, shown: str) -> None:
    assert masked(url) == shown


def test_the_places_of_a_database_have_no_user() -> None:
    assert places_of("postgres://u:a%40b@h,[::1]:6543/n?password=c") == ["h:5432", "[::1]:6543"]


def test_what_is_empty_by_default_is_a_dash_in_the_table_of_settings() -> None:
    assert "| `GUERDON_STAFF_OIDC_SCOPES` | - |" in reference()


def test_postgres_gets_no_local_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUERDON_DATABASE_URL", "postgres://localhost/shop")

    assert read_settings().with_local_secret().given_secret is None


def test_secrets_do_not_show_when_settings_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GUERDON_JWT_SECRET", SECRET)
    monkeypatch.setenv("GUERDON_DATABASE_URL", "postgres://shop:password@localhost/shop")

    shown = repr(read_settings())

    assert SECRET not in shown
    assert "password" not in shown


@pytest.mark.parametrize(
    ("host", "expected"),
    [("127.0.0.1", True), ("localhost", True), ("::1", True), ("0.0.0.0", False)],  # noqa: S104 - not bound
)
def test_loopback_is_what_only_this_machine_reaches(host: str, *, expected: bool) -> None:
    assert is_loopback(host) is expected


@pytest.mark.parametrize(
    ("audience", "staff_audience", "is_good"),
    [("shop", "staff", True), ("shop", "shop", False), ("shop", "", False), ("", "", False)],
)
def test_customers_and_staff_with_the_same_keys_need_audiences_of_their_own(
    audience: str, staff_audience: str, monkeypatch: pytest.MonkeyPatch, *, is_good: bool
) -> None:
    """R12.2: a customers' provider makes no admins."""
    for name in ("JWKS_URL", "STAFF_JWKS_URL"):
        monkeypatch.setenv(f"GUERDON_{name}", "https://id.example/keys")
    monkeypatch.setenv("GUERDON_JWT_AUDIENCE", audience)
    monkeypatch.setenv("GUERDON_STAFF_AUDIENCE", staff_audience)

    if is_good:
        assert read_settings().staff_audience == staff_audience
    else:
        with pytest.raises(WrongSetting, match="GUERDON_STAFF_AUDIENCE: needed"):
            read_settings()


def test_an_issuer_that_staff_sign_in_at_needs_its_keys_and_the_app_s_client_id(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GUERDON_STAFF_OIDC_ISSUER", "https://login.example/realms/shop")

    with pytest.raises(WrongSetting, match="GUERDON_STAFF_OIDC_ISSUER: needs GUERDON_STAFF_JWKS"):
        read_settings()

    monkeypatch.setenv("GUERDON_STAFF_JWKS_URL", "https://login.example/realms/shop/keys")
    with pytest.raises(WrongSetting, match="GUERDON_STAFF_OIDC_CLIENT_ID: needed"):
        read_settings()

    monkeypatch.setenv("GUERDON_STAFF_OIDC_CLIENT_ID", "guerdon-admin")
    assert read_settings().staff_oidc_client_id == "guerdon-admin"
