"""Customers and their accounts (R1.2, R1.3, R11.1)."""

import pytest

from tests.api.admin.asking import AdminApi

ACCOUNT = """
    customerId websiteCode orphan balance worth { amount currency } held available pending debt
"""


async def test_a_customer_is_put_changed_and_found(shop: AdminApi) -> None:
    """R1.3."""
    selection = "id email firstName lastName locale customerGroupCode websiteCode"
    await shop.done("customerGroupPut", input={"code": "gold"})
    customer = {
        "id": "bob",
        "websiteCode": "us",
        "email": "bob@example.com",
        "firstName": "Bob",
        "lastName": "Brown",
        "locale": "de-AT",
    }

    made = await shop.done("customerPut", f"customer {{ {selection} }} replayed", input=customer)
    again = await shop.done("customerPut", "replayed", input=customer)
    await shop.done("customerPut", input={**customer, "customerGroupCode": "gold", "firstName": ""})

    assert made["customer"] == {**customer, "customerGroupCode": "general"}
    assert made["replayed"] is False
    assert again["replayed"] is True
    assert await shop.query("customer", selection, id="bob") == {
        **made["customer"],
        "customerGroupCode": "gold",
        "firstName": None,
    }
    found = await shop.query("customers", "totalCount nodes { id }", search="BOB")
    assert found == {"totalCount": 1, "nodes": [{"id": "bob"}]}


@pytest.mark.parametrize("changed", ["balanceUpdates", "expirationNotifications"])
async def test_subscriptions_left_out_stay(shop: AdminApi, changed: str) -> None:
    """R11.1."""
    selection = "customer { balanceUpdates expirationNotifications }"

    payload = await shop.done(
        "subscriptionsUpdate", selection, customerId="ada", **{changed: False}
    )

    subscribed = {"balanceUpdates": True, "expirationNotifications": True}
    assert payload["customer"] == {**subscribed, changed: False}


async def test_a_customer_starts_with_an_account_of_nothing(shop: AdminApi) -> None:
    """R1.2."""
    customer = await shop.query("customer", f"accounts {{ {ACCOUNT} lots {{ id }} }}", id="ada")

    assert customer["accounts"] == [
        {
            "customerId": "ada",
            "websiteCode": "us",
            "orphan": False,
            "balance": 0,
            "worth": {"amount": "0.00", "currency": "USD"},
            "held": 0,
            "available": 0,
            "pending": 0,
            "debt": 0,
            "lots": [],
        }
    ]


async def test_an_account_never_used_reads_0(shop: AdminApi) -> None:
    """R1.2."""
    await shop.done("websitePut", input={"code": "uk", "baseCurrency": "GBP"})

    customer = await shop.query(
        "customer",
        'account(websiteCode: "uk") { balance lots { id } history { totalCount } }',
        id="ada",
    )

    assert customer["account"] == {"balance": 0, "lots": [], "history": {"totalCount": 0}}
