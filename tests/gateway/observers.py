"""Observers of a shop: they tell Guerdon of each changed cart and each order, as our guide says."""

from collections.abc import Callable

import httpx

from tests.gateway.magento.shop import PRICES, SHIPPING, CartRow, Json, OrderRow, subtotal

SET_UP = """
mutation {
  websitePut(input: {code: "us", baseCurrency: "USD", storeViewCodes: ["default"]})
    { userErrors { code } }
  earn: exchangeRateCreate(
    input: {direction: CURRENCY_TO_POINTS, points: 1, currencyAmount: "1.00"}
  ) { userErrors { code } }
  redeem: exchangeRateCreate(
    input: {direction: POINTS_TO_CURRENCY, points: 1, currencyAmount: "0.01"}
  ) { userErrors { code } }
  ada: customerPut(input: {id: "7", websiteCode: "us", email: "ada@shop.example"})
    { userErrors { code } }
  bob: customerPut(input: {id: "8", websiteCode: "us", email: "bob@shop.example"})
    { userErrors { code } }
  adas: pointsAdjust(
    input: {idempotencyKey: "adas", customerId: "7", websiteCode: "us", points: 100000}
  ) { userErrors { code } }
  bobs: pointsAdjust(
    input: {idempotencyKey: "bobs", customerId: "8", websiteCode: "us", points: 50}
  ) { userErrors { code } }
}
"""
_PUT = "mutation ($input: CartInput!) { cartPut(input: $input) { userErrors { code message } } }"
_PLACE = """
mutation ($cart: ID!, $orders: [OrderPlaceItem!]!) {
  orderPlace(input: {cartId: $cart, orders: $orders}) { userErrors { code message } }
}
"""


def observers(admin: httpx.Client) -> Callable[[CartRow | OrderRow], None]:
    """Return what tells Guerdon of a change before the shop answers."""

    def tell(changed: CartRow | OrderRow) -> None:
        if isinstance(changed, OrderRow):
            ask(admin, _PLACE, cart=changed.cart.id, orders=[{"id": changed.number}])
        else:
            ask(admin, _PUT, input=_cart(changed))

    return tell


def ask(admin: httpx.Client, document: str, **variables: object) -> Json:
    """Send a document to the admin API and return its data."""
    body = {"query": document, "variables": variables}
    answer: Json = admin.post("/graphql/admin", json=body).json()
    assert "errors" not in answer, answer
    refused = [each["userErrors"] for each in answer["data"].values() if each["userErrors"]]
    assert refused == []
    data: Json = answer["data"]
    return data


def _cart(row: CartRow) -> Json:
    lines = [
        {"id": uid, "sku": sku, "quantity": quantity, "unitPrice": f"{PRICES[sku]:.2f}"}
        for uid, (sku, quantity) in row.items.items()
    ]
    shipping = {"shippingAmount": f"{SHIPPING:.2f}"} if row.is_shipped else {}
    discount = {"discountAmount": f"{subtotal(row) * 0.1:.2f}"} if row.coupon else {}
    return {
        "id": row.id,
        "websiteCode": "us",
        "customerId": row.customer,
        "lines": lines,
        **shipping,
        **discount,
    }
