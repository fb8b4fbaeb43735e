"""Ask for a cart."""

from tests.api.storefront.asking import ask

CART = 'query { cart(cart_id: "c1") { %s } }'
PRICES = """prices {
    subtotal_excluding_tax { value } subtotal_including_tax { value }
    subtotal_with_discount_excluding_tax { value } applied_taxes { label amount { value } }
    discounts { label amount { value } } grand_total { value currency }
}"""


async def cart(selection: str) -> dict[str, object]:
    """Return what is selected of the cart c1."""
    answer = await ask(CART % selection)
    return answer["cart"]  # type: ignore[no-any-return]
