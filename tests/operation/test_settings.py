from pathlib import Path

import pytest

from settings import Settings, WrongSetting, is_loopback, read_settings

SECRET = "0123456789abcdef0123456789abcdef"


@pytest.fixture(autouse=True)
def own_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing set, an empty folder, nothing read yet."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"GUERDON_{name.upper()}", raising=False)
    monkeypatch.delenv("GUERDON_JWT_SECRET", raising=False)
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


def test_the_local_secret_is_made_once_and_kept_from_others() -> None:
    first = read_settings().with_local_secret().signing_secret
    second = read_settings().with_local_secret().signing_secret

    assert first == second
    assert len(first.encode()) >= 32
    assert Path(".guerdon/secret").stat().st_mode & 0o777 == 0o600
    assert [file.name for file in Path(".guerdon").iterdir()] == ["secret"]


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
