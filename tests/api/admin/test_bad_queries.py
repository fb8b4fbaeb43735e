"""Queries that cannot be answered are errors of GraphQL (R13)."""

import pytest

from services.command.pages.cursor_page import encode_cursor
from tests.api.admin.asking import AdminApi

QUERIES = [
    pytest.param("customer", "id", {"id": "bob"}, id="customer"),
    pytest.param("cart", "id", {"id": "c9"}, id="cart"),
    pytest.param("order", "id", {"id": "o9"}, id="order"),
    pytest.param("settings", "enabled", {"websiteCode": "nowhere"}, id="settings-of-a-website"),
    pytest.param(
        "effectiveExchangeRate",
        "priority",
        {
            "websiteCode": "nowhere",
            "customerGroupCode": "general",
            "direction": "POINTS_TO_CURRENCY",
        },
        id="rate-of-a-website",
    ),
]


@pytest.mark.parametrize(("field", "selection", "arguments"), QUERIES)
async def test_what_a_query_names_and_does_not_exist_is_an_error(
    shop: AdminApi, field: str, selection: str, arguments: dict[str, object]
) -> None:
    code, message = await shop.refused(field, selection, **arguments)

    assert code == "NOT_FOUND"
    assert message


LONG = "x" * 45_000
OVERLONG = [
    pytest.param("customer", "id", {"id": LONG}, id="customer"),
    pytest.param("cart", "id", {"id": LONG}, id="cart"),
    pytest.param("order", "id", {"id": LONG}, id="order"),
    pytest.param("settings", "enabled", {"websiteCode": LONG}, id="settings"),
]


@pytest.mark.parametrize(("field", "selection", "arguments"), OVERLONG)
async def test_an_overlong_id_is_not_repeated_whole(
    shop: AdminApi, field: str, selection: str, arguments: dict[str, object]
) -> None:
    code, message = await shop.refused(field, selection, **arguments)

    assert code == "NOT_FOUND"
    assert len(message) <= 500


async def test_an_overlong_code_in_a_command_is_not_repeated_whole(shop: AdminApi) -> None:
    payload = await shop.command("settingsReset", "settings { enabled }", fields=[LONG, LONG])

    assert [len(error["message"]) for error in payload["userErrors"]] == [500, 500]


async def test_a_page_size_that_cannot_be_names_its_argument(api: AdminApi) -> None:
    _, message = await api.refused("customers", "totalCount", first=101)

    assert message == "first must be from 1 to 100."


async def test_a_search_without_a_character_to_look_for_is_an_error(shop: AdminApi) -> None:
    """R14.3: it is no way to find everybody."""
    assert (await shop.refused("customers", "totalCount", search="\0"))[0] == "INVALID"
    assert (await shop.query("customers", "totalCount", search=""))["totalCount"] == 1


@pytest.mark.parametrize(
    "field",
    [
        "customers",
        "orders",
        "exchangeRates",
        "ledgerEntries",
        "auditLog",
        "emails",
        "webhookDeliveries",
    ],
)
@pytest.mark.parametrize(
    ("arguments", "code"),
    [({"first": 0}, "OUT_OF_RANGE"), ({"first": 101}, "OUT_OF_RANGE"), ({"after": "x"}, "INVALID")],
    ids=["none", "too-many", "no-cursor"],
)
async def test_a_page_that_cannot_be_is_an_error(
    api: AdminApi, field: str, arguments: dict[str, object], code: str
) -> None:
    assert (await api.refused(field, "totalCount", **arguments))[0] == code


async def test_a_cursor_beyond_any_history_is_an_error(shop: AdminApi) -> None:
    """R14.1: not a bug that the database stumbles over."""
    cursor = encode_cursor("history", str(2**64))
    history = f'account(websiteCode: "us") {{ history(after: "{cursor}") {{ totalCount }} }}'

    code, message = await shop.refused("customer", history, id="ada")

    assert (code, message) == ("INVALID", "Must be a cursor of an earlier page.")
