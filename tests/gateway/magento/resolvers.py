"""Queries and mutations of the stand-in."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from graphql import GraphQLResolveInfo

from tests.gateway.magento import views
from tests.gateway.magento.shop import CUSTOMERS, PRICES, CartRow, Json, Shop


class Refused(Exception):
    """What Magento says no with, and its category."""

    def __init__(self, message: str, category: str) -> None:
        super().__init__(message)
        self.category = category


@dataclass(frozen=True)
class Asking:
    """A request: of which customer, if any."""

    shop: Shop
    version: str
    customer: str | None

    def signed_in(self) -> str:
        if self.customer is None:
            text = "The current customer isn't authorized."
            raise Refused(text, "graphql-authorization")
        return self.customer

    def cart(self, cart_id: str) -> CartRow:
        found = self.shop.carts.get(cart_id)
        if found is None or not found.is_active:
            text = f'Could not find a cart with ID "{cart_id}"'
            raise Refused(text, "graphql-no-such-entity")
        if found.customer != self.customer:
            text = f'The current user cannot perform operations on cart "{cart_id}"'
            raise Refused(text, "graphql-authorization")
        return found


Asked = GraphQLResolveInfo


def _cart(info: Asked, cart_id: str) -> Json:
    return views.cart(info.context.cart(cart_id))


def _customer_cart(info: Asked) -> Json:
    asking: Asking = info.context
    mine = [
        c for c in asking.shop.carts.values() if c.customer == asking.signed_in() and c.is_active
    ]
    return views.cart(mine[-1] if mine else asking.shop.open_cart(asking.customer))


def _customer(info: Asked) -> Json:
    return views.customer(info.context.shop, info.context.signed_in(), info.context.version)


def _create_customer(_info: Asked, input: Json) -> Json:  # noqa: A002
    return {"customer": {**input, "custom_attributes": None}}


def _update_customer(info: Asked, input: Json) -> Json:  # noqa: A002
    return {"customer": {**_customer(info), **input, "custom_attributes": None}}


def _products(_info: Asked, **asked: Json | None) -> Json:
    wanted = (asked.get("filter") or {}).get("sku") or {}
    skus = [sku for sku in PRICES if sku in (wanted.get("in") or [wanted.get("eq") or sku])]
    return {
        "items": [views.product(sku) for sku in skus],
        "page_info": views.page(1),
        "total_count": len(skus),
    }


def _token(info: Asked, email: str, password: str) -> Json:
    assert password
    shop: Shop = info.context.shop
    (customer,) = (number for number, kept in CUSTOMERS.items() if kept["email"] == email)
    token = secrets.token_hex(16)
    shop.tokens[token] = customer
    return {"token": token}


def _add(info: Asked, cartId: str, cartItems: list[Json]) -> Json:  # noqa: N803  Magento's words
    row = info.context.cart(cartId)
    known = [item for item in cartItems if item["sku"] in PRICES]
    for item in known:
        info.context.shop.put(row, item["sku"], item["quantity"])
    info.context.shop.tell(row)
    refused = [
        {
            "__typename": "CartUserInputError",
            "code": "PRODUCT_NOT_FOUND",
            "message": "No such product.",
        }
        for item in cartItems
        if item not in known
    ]
    return {"cart": views.cart(row), "user_errors": refused}


def _place(info: Asked, input: Json) -> Json:  # noqa: A002
    placed = info.context.shop.place(info.context.cart(input["cart_id"]))
    return {"errors": [], "orderV2": views.order(placed)}


def _merge(info: Asked, source_cart_id: str, destination_cart_id: str | None = None) -> Json:
    asking: Asking = info.context
    source = asking.shop.carts[source_cart_id]
    destination = asking.cart(destination_cart_id or "")
    destination.items |= source.items
    source.is_active = False
    asking.shop.tell(destination)
    return views.cart(destination)


Change = Callable[[CartRow, Json], None]


def _changing(change: Change) -> Callable[..., Json]:
    """Return a mutation of a cart: the change, the observers, the cart."""

    def resolve(info: Asked, input: Json) -> Json:  # noqa: A002
        row = info.context.cart(input["cart_id"])
        change(row, input)
        info.context.shop.tell(row)
        return {"cart": views.cart(row), "errors": []}

    return resolve


def _set_quantities(row: CartRow, given: Json) -> None:
    for item in given["cart_items"]:
        sku, _ = row.items[item["cart_item_uid"]]
        row.items[item["cart_item_uid"]] = (sku, item["quantity"])


def _set(name: str, value_of: Callable[[Json], object]) -> Change:
    return lambda row, given: setattr(row, name, value_of(given))


_ABOUT_CUSTOMERS: Final[Json] = {
    "customer": _customer,
    "isEmailAvailable": lambda _info, email: {"is_email_available": "@new" in email},
    "generateCustomerToken": _token,
    "revokeCustomerToken": lambda info: {"result": bool(info.context.signed_in())},
    "createCustomerV2": _create_customer,
    "updateCustomerV2": _update_customer,
    "changeCustomerPassword": lambda info, **_: _customer(info),
}
_ABOUT_CARTS: Final[Json] = {
    "cart": _cart,
    "customerCart": _customer_cart,
    "createEmptyCart": lambda info, **_: info.context.shop.open_cart(info.context.customer).id,
    "createGuestCart": lambda info, **_: {"cart": views.cart(info.context.shop.open_cart(None))},
    "addProductsToCart": _add,
    "updateCartItems": _changing(_set_quantities),
    "removeItemFromCart": _changing(lambda row, given: row.items.pop(given["cart_item_uid"])),  # type: ignore[arg-type]
    "applyCouponToCart": _changing(_set("coupon", lambda given: given["coupon_code"])),
    "removeCouponFromCart": _changing(_set("coupon", lambda _: None)),
    "setGuestEmailOnCart": _changing(_set("email", lambda given: given["email"])),
    "setShippingAddressesOnCart": _changing(_set("is_shipped", lambda _: True)),
    "setBillingAddressOnCart": _changing(_set("is_shipped", lambda _: True)),
    "setShippingMethodsOnCart": _changing(_set("is_shipped", lambda _: True)),
    "setPaymentMethodOnCart": _changing(
        _set("payment", lambda given: given["payment_method"]["code"])
    ),
    "mergeCarts": _merge,
    "placeOrder": _place,
}
ROOT: Final[Json] = {
    **_ABOUT_CUSTOMERS,
    **_ABOUT_CARTS,
    "products": _products,
    "categories": lambda _info, **_: {"items": [{"uid": "Mg==", "name": "All"}], "total_count": 1},
    "storeConfig": {
        "code": "default",
        "store_code": "default",
        "store_name": "Shop",
        "website_code": "us",
        "locale": "en_US",
        "base_currency_code": "USD",
    },
    "countries": [{"id": "US", "full_name_locale": "United States"}],
    "currency": {"base_currency_code": "USD", "available_currency_codes": ["USD"]},
    "guestOrder": lambda info, **_: views.order(info.context.shop.orders[0]),
}
