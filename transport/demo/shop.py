"""The demo shop's own knowledge: its people, its prices, its tax, the carts it makes of them."""

from decimal import Decimal
from typing import Final
from uuid import uuid4

from sample.past import CATALOGUE, PEOPLE, SHIPPING, TAX_RATE, UNTAXED, PastCustomer
from services.rules.basics.money import half_up
from transport.demo.body import Body
from transport.wire.refusals import RequestRefused

# A cart's id, which is its order's too: nobody guesses another visitor's.
OWN_ID: Final = "demo-[0-9a-f]{32}"
STORES: Final = {"us": "USD", "eu": "EUR"}

_GUEST_EMAIL = "guest@example.com"
_MOST_LINES = 20
_MOST_UNITS = 99
_CODE = "[A-Za-z0-9_-]{1,40}"
_PEOPLE: Final = {person.id: person for person in PEOPLE}
_VIRTUAL = UNTAXED


def find_person(customer_id: str) -> PastCustomer | None:
    """Return one of the sample shop's customers."""
    return _PEOPLE.get(customer_id)


def email_of(person: PastCustomer) -> str:
    """Return the address that the sample shop gave a customer."""
    return f"{person.id}@example.com"


def describe_shop() -> dict[str, object]:
    """Return what the page shows of the shop: products with their prices, and who may sign in."""
    return {
        "products": [
            {"sku": sku, "name": name, "price": price} for sku, (name, price) in CATALOGUE.items()
        ],
        "people": [
            {
                "id": person.id,
                "name": f"{person.first_name} {person.last_name}",
                "store": person.website_code,
                "group": person.group_code,
                "locale": person.locale,
            }
            for person in PEOPLE
        ],
    }


def cart_input(body: Body, person: PastCustomer | None) -> dict[str, object]:
    """Return the cart that the visitor has filled, at the shop's own prices.

    The browser says what and how many; what it costs, the shop knows. Raises RequestRefused.
    """
    store = person.website_code if person else body.text("store", "|".join(STORES))
    rows = body.rows("items", _MOST_LINES)
    basket = {row.text("sku", _CODE): row.number("quantity", _MOST_UNITS) for row in rows}
    if not set(basket) <= set(CATALOGUE):
        raise RequestRefused("`items` has a product that the shop does not sell.")
    coupon = body.optional_text("coupon", _CODE)
    has_parcel = any(sku not in _VIRTUAL for sku in basket)
    return {
        "id": body.optional_text("cart", OWN_ID) or f"demo-{uuid4().hex}",
        "websiteCode": store,
        "customerId": person.id if person else None,
        "email": None if person else _GUEST_EMAIL,
        "lines": [_line(sku, units, STORES[store]) for sku, units in basket.items() if units],
        "shippingAmount": str(SHIPPING if has_parcel else Decimal(0)),
        "couponCodes": [coupon] if coupon else [],
        "availablePaymentMethods": [{"code": "card", "title": "Credit card"}],
    }


def _line(sku: str, units: int, currency: str) -> dict[str, object]:
    name, price = CATALOGUE[sku]
    rate = Decimal(0) if sku in UNTAXED else TAX_RATE
    return {
        "id": sku,
        "sku": sku,
        "name": name,
        "quantity": units,
        "unitPrice": price,
        "taxAmount": str(half_up(Decimal(price) * units * rate, currency)),
    }
