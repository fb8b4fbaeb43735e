"""Magento's schema in the versions that shops run, with the collisions that each brings.

Facts of developer.adobe.com/commerce: an id that is a number, and null, up to 2.4.8, and in base64
from 2.4.9; totals, errors and inputs that came later; one list of currencies in all of them.
"""

from pathlib import Path
from typing import Final

from schema.storefront.currency_codes import ADOBES

_SDL: Final = (Path(__file__).parent / "schema.graphql").read_text(encoding="utf-8")
_ID = '  id: Int @deprecated(reason: "The server knows the customer by the token.")\n'
_GUESTS_ORDER = "OrderInformationInput { email: String!  lastname: String!  number: String! }"
# What is otherwise than in the 2.4.8 of `schema.graphql`.
_OTHERWISE: Final[dict[str, list[tuple[str, str]]]] = {
    "2.4.7": [
        ("  grand_total_excluding_tax: Money\n", ""),
        ("  subtotal_excl_tax: Money!\n", ""),
        ("  subtotal_incl_tax: Money!\n", ""),
        ("  is_virtual: Boolean!\n  carrier", "  carrier"),
        ("user_errors: [Error]!", "user_errors: [CartUserInputError]!"),
        (_GUESTS_ORDER, _GUESTS_ORDER.replace("lastname", "postcode")),
        ("interface Error { message: String! }\n", ""),
        (" implements Error", ""),
        (
            "UpdateCartItemsOutput { cart: Cart!  errors: [CartUserInputError]! }",
            "UpdateCartItemsOutput { cart: Cart! }",
        ),
        ("  status: FilterEqualTypeInput  order_date: FilterRangeTypeInput", ""),
        ("  grand_total: FilterRangeTypeInput", ""),
    ],
    "2.4.8": [],
    "2.4.9": [
        (_ID, "  id: ID!\n"),
        ("type OrderTotal {\n", "type OrderTotal {\n  grand_total_excl_tax: Money!\n"),
        ("  uid: String!\n", "  uid: ID!\n"),
        (
            "PlaceOrderOutput { errors: [PlaceOrderError]!",
            "PlaceOrderOutput { errors: [PlaceOrderError]",
        ),
        ("guestOrder(input: OrderInf", "guestOrder(input: GuestOrderInf"),
        (_GUESTS_ORDER, f"Guest{_GUESTS_ORDER}"),
        ("  telephone: String\n  save_in", "  telephone: String!\n  save_in"),
    ],
}
VERSIONS: Final = tuple(_OTHERWISE)


def magento_sdl(version: str) -> str:
    """Return the SDL of Magento in a version."""
    sdl = f"{_SDL}\nenum CurrencyEnum {{ {' '.join(sorted(ADOBES))} }}\n"
    for old, new in _OTHERWISE[version]:
        sdl = _replaced(sdl, old, new)
    return sdl


def federated(version: str) -> str:
    """Return the same as the subgraph that a shop makes of it: its carts have a key."""
    return _replaced(magento_sdl(version), "type Cart {", 'type Cart @key(fields: "id") {')


def _replaced(sdl: str, old: str, new: str) -> str:
    assert old in sdl, old
    return sdl.replace(old, new)
