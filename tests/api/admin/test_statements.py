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


PAGE = "history(first: 2) { totalCount pageInfo { hasNextPage } nodes { id points balance } }"


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        pytest.param("email", 1, id="customer"),
        pytest.param(f'email account(websiteCode: "us") {{ balance {PAGE} }}', 1, id="account"),
        pytest.param(
            f'account(websiteCode: "us") {{ {PAGE} more: history(first: 9) {{ totalCount }} }}',
            2,
            id="longer-page-under-another-name",
        ),
        pytest.param(
            'account(websiteCode: "us") { balance } de: account(websiteCode: "us") { debt }',
            1,
            id="twice",
        ),
    ],
)
async def test_an_account_with_its_newest_entries_comes_with_its_customer(
    shop: AdminApi, selection: str, expected: int
) -> None:
    await adjust(shop, 12)

    assert await statements_of(shop, "customer", selection, id="ada") == expected


async def test_an_account_read_with_its_customer_is_the_same_as_one_read_alone(
    shop: AdminApi,
) -> None:
    """R1.2, R3.1."""
    await adjust(shop, 5)
    account = f"balance worth {{ amount currency }} entries: {PAGE}"

    along = await shop.query("customer", f'account(websiteCode: "us") {{ {account} }}', id="ada")
    alone = await shop.query(
        "customer", f'account(websiteCode: "us") @skip(if: false) {{ {account} }}', id="ada"
    )

    assert along == alone
    assert [entry["balance"] for entry in along["account"]["entries"]["nodes"]] == [50, 40]
    assert along["account"]["entries"]["pageInfo"] == {"hasNextPage": True}


async def test_an_account_read_along_may_be_named_by_variables(shop: AdminApi) -> None:
    await adjust(shop, 4)
    document = """query($code: String!, $first: Int) { customer(id: "ada") {
        account(websiteCode: $code) { history(first: $first) { nodes { balance } } }
    } }"""

    with count_statements() as counted:
        answer = await shop.send(document, {"code": "us", "first": 2})

    nodes = answer["data"]["customer"]["account"]["history"]["nodes"]
    assert [node["balance"] for node in nodes] == [40, 30]
    assert counted.round_trips == 1


async def test_an_unknown_website_refuses_the_account_and_not_the_customer(
    shop: AdminApi,
) -> None:
    """R1.5."""
    document = '{ customer(id: "ada") { id account(websiteCode: "nowhere") { balance } } }'

    answer = await shop.send(document)

    assert answer["data"] == {"customer": {"id": "ada", "account": None}}
    assert answer["errors"][0]["path"] == ["customer", "account"]


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
