"""What the database itself refuses of the set-up, whoever writes into it (R1.1 to R2.1)."""

import pytest
from tortoise.exceptions import IntegrityError

from models.database import execute, fetch
from services.command.identifiers import new_id
from tests.clock import NOW

pytestmark = pytest.mark.usefixtures("database")

WEBSITE = {
    "code": "us",
    "name": "Shop",
    "base_currency": "USD",
    "time_zone": "UTC",
    "is_default": True,
    "deleted_at": None,
    "created_at": NOW,
}
CUSTOMER = {
    "id": "ada",
    "email": "ada@example.com",
    "locale": "en",
    "customer_group_code": "general",
    "website_code": "us",
    "balance_updates": True,
    "expiration_notifications": True,
    "search_text": "ada",
    "created_at": NOW,
}


async def insert(table: str, row: dict[str, object]) -> None:
    columns, marks = ", ".join(row), ", ".join("?" for _ in row)
    await execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", list(row.values()))  # noqa: S608


def rate(**changes: object) -> dict[str, object]:
    return {
        "id": new_id(NOW),
        "website_code": None,
        "customer_group_code": None,
        "direction": "CURRENCY_TO_POINTS",
        "points": 10,
        "amount_e4": 20_000,
        **changes,
    }


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"code": ""}, id="empty-code"),
        pytest.param({"code": "u s"}, id="space-in-the-code"),
        pytest.param({"code": "_us"}, id="underscore-first"),
        pytest.param({"name": ""}, id="empty-name"),
        pytest.param({"base_currency": "usd"}, id="small-currency"),
        pytest.param({"base_currency": "US"}, id="short-currency"),
        pytest.param({"deleted_at": NOW}, id="deleted-default"),
    ],
)
async def test_a_malformed_website_is_refused(changes: dict[str, object]) -> None:
    """R1.1."""
    with pytest.raises(IntegrityError):
        await insert("websites", {**WEBSITE, **changes})

    await insert("websites", WEBSITE)


async def test_there_is_one_default_website() -> None:
    """R1.1."""
    await insert("websites", WEBSITE)
    await insert("websites", {**WEBSITE, "code": "uk", "is_default": False})

    with pytest.raises(IntegrityError):
        await insert("websites", {**WEBSITE, "code": "fr"})


@pytest.mark.parametrize("code", ["", " vip", "x" * 200], ids=["empty", "space", "long"])
async def test_a_malformed_group_is_refused(code: str) -> None:
    """R1.1."""
    with pytest.raises(Exception, match=r"customer_groups_code_form|too long"):
        await insert("customer_groups", {"code": code, "name": "VIP"})


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"points": 0}, id="no-points"),
        pytest.param({"points": 1_000_000_001}, id="too-many-points"),
        pytest.param({"amount_e4": 0}, id="no-money"),
        pytest.param({"amount_e4": 100_000_000_000_000}, id="too-much-money"),
        pytest.param({"direction": "SIDEWAYS"}, id="no-direction"),
        pytest.param({"website_code": "nowhere"}, id="unknown-website"),
        pytest.param({"customer_group_code": "nobody"}, id="unknown-group"),
    ],
)
async def test_a_malformed_rate_is_refused(changes: dict[str, object]) -> None:
    """R2.1."""
    with pytest.raises(IntegrityError):
        await insert("exchange_rates", rate(**changes))

    await insert("exchange_rates", rate())


@pytest.mark.parametrize("website_code", [None, "us"])
@pytest.mark.parametrize("group_code", [None, "general"])
async def test_there_is_one_rate_for_each_scope_and_direction(
    website_code: str | None, group_code: str | None
) -> None:
    """R2.1."""
    await insert("websites", WEBSITE)
    scope = {"website_code": website_code, "customer_group_code": group_code}
    await insert("exchange_rates", rate(**scope))

    with pytest.raises(IntegrityError, match="exchange_rates_one_per_scope"):
        await insert("exchange_rates", rate(**scope, points=99))

    await insert("exchange_rates", rate(**scope, direction="POINTS_TO_CURRENCY"))


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"id": ""}, id="empty-id"),
        pytest.param({"email": "ada"}, id="no-address"),
        pytest.param({"locale": ""}, id="empty-locale"),
        pytest.param({"locale": "en/../.."}, id="path-for-a-locale"),
        pytest.param({"website_code": "nowhere"}, id="unknown-website"),
        pytest.param({"customer_group_code": "nobody"}, id="unknown-group"),
    ],
)
async def test_a_malformed_customer_is_refused(changes: dict[str, object]) -> None:
    """R1.1."""
    await insert("websites", WEBSITE)
    with pytest.raises(IntegrityError):
        await insert("customers", {**CUSTOMER, **changes})

    await insert("customers", CUSTOMER)


@pytest.mark.parametrize(
    ("scope", "overrides"),
    [
        pytest.param("nowhere", {}, id="unknown-website"),
        pytest.param("us", [], id="no-object"),
    ],
)
async def test_malformed_settings_are_refused(scope: str, overrides: object) -> None:
    """R1.4."""
    await insert("websites", WEBSITE)

    with pytest.raises(IntegrityError):
        await insert("setting_overrides", {"scope": scope, "overrides": overrides})

    await insert("setting_overrides", {"scope": "us", "overrides": {}})


async def test_the_default_scope_and_the_group_general_are_there_from_the_start() -> None:
    """R1.1, R1.4."""
    assert [row["scope"] for row in await fetch("SELECT scope FROM setting_overrides")] == [""]
    assert [row["code"] for row in await fetch("SELECT code FROM customer_groups")] == ["general"]


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"folded_code": "EN"}, id="capital-key"),
        pytest.param({"folded_code": "", "code": ""}, id="empty-code"),
        pytest.param({"website_code": "nowhere"}, id="unknown-website"),
        pytest.param({"folded_code": "de", "code": "de"}, id="place-taken"),
        pytest.param({"position": 1}, id="code-taken"),
    ],
)
async def test_a_malformed_store_view_is_refused(changes: dict[str, object]) -> None:
    """R1.1."""
    view = {"folded_code": "en", "code": "EN", "website_code": "us", "position": 0}
    await insert("websites", WEBSITE)
    await insert("store_views", view)

    with pytest.raises(IntegrityError):
        await insert("store_views", {**view, **changes})
