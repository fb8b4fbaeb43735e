"""A page costs as many statements however many are on it: look-ups are made together (R14.1)."""

import pytest

from models.database import count_statements
from tests.api.admin.asking import AdminApi

ENTRIES = "nodes { points expired expiresAt allocations { lotId points } }"


async def adjust(shop: AdminApi, count: int) -> None:
    for number in range(count):
        adjustment = {
            "idempotencyKey": f"{count}-{number}",
            "customerId": "ada",
            "websiteCode": "us",
            "points": 10,
        }
        await shop.done("pointsAdjust", input=adjustment)


async def place(shop: AdminApi, count: int) -> None:
    line = {"id": "l1", "sku": "s", "quantity": 1, "unitPrice": "9.00"}
    for number in range(count):
        cart_id = f"{count}-{number}"
        cart = {"id": cart_id, "websiteCode": "us", "customerId": "ada", "lines": [line]}
        await shop.done("cartPut", input=cart)
        await shop.done("orderPlace", input={"cartId": cart_id, "orders": [{"id": cart_id}]})


async def statements_of(shop: AdminApi, field: str, selection: str, **arguments: object) -> int:
    with count_statements() as counted:
        await shop.query(field, selection, **arguments)
    return counted.round_trips


@pytest.mark.parametrize(
    ("field", "selection", "arguments"),
    [
        pytest.param("ledgerEntries", ENTRIES, {}, id="ledger"),
        pytest.param(
            "customer",
            f'account(websiteCode: "us") {{ history {{ {ENTRIES} }} lots {{ remaining reason }} }}',
            {"id": "ada"},
            id="history-and-lots",
        ),
        pytest.param("orders", "nodes { id lines { sku } quote { pointsUsed } }", {}, id="orders"),
        pytest.param(
            "orders",
            "nodes { invoices { total { due { amount } } } shares { lines { lineId } } }",
            {},
            id="invoices-and-shares",
        ),
        pytest.param("auditLog", "nodes { details }", {}, id="audit-log"),
    ],
)
async def test_a_longer_page_costs_no_more_statements(
    shop: AdminApi, field: str, selection: str, arguments: dict[str, object]
) -> None:
    await adjust(shop, 2)
    await place(shop, 2)
    few = await statements_of(shop, field, selection, **arguments)
    await adjust(shop, 9)
    await place(shop, 9)

    assert await statements_of(shop, field, selection, **arguments) == few
