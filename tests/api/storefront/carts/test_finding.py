"""Which carts a customer finds: their own, not yet placed (R12.1, R13.1)."""

import pytest

from tests.api.storefront.asking import Refusal, ask, refusal, refusals
from tests.api.storefront.carts.carts import CART
from tests.clock import NOW
from tests.services.shop import fill_cart, line, place

pytestmark = pytest.mark.usefixtures("shop")


@pytest.mark.parametrize("cart_id", ["nowhere", "bobs", "guests", "a\x00b", "long" * 40], ids=repr)
async def test_a_cart_that_is_not_the_customers_is_unknown(cart_id: str) -> None:
    """R12.1: somebody else's answers like none."""
    await fill_cart(line("1.00"), cart_id="bobs", customer_id="bob")
    await fill_cart(line("1.00"), cart_id="guests", customer_id=None)

    data, found = await refusals("query ($id: String!) { cart(cart_id: $id) { id } }", id=cart_id)

    text = f'Could not find a cart with ID "{cart_id[:128]}"'
    assert data == {"cart": None}
    assert found == [Refusal(text, "NOT_FOUND", "graphql-no-such-entity")]


async def test_a_placed_cart_is_not_active() -> None:
    await fill_cart(line("1.00"))
    await place()

    found = await refusal(CART % "id")

    assert found == Refusal("The cart isn't active", "CART_INACTIVE", "graphql-input")


@pytest.mark.parametrize("cart_id", ["", "  "])
async def test_an_empty_id_is_missing(cart_id: str) -> None:
    found = await refusal("query ($id: String!) { cart(cart_id: $id) { id } }", id=cart_id)

    assert found == Refusal('Required parameter "cart_id" is missing', "INVALID", "graphql-input")


async def test_the_customers_cart_is_the_one_last_in_hand() -> None:
    await fill_cart(line("1.00"), cart_id="older")
    await fill_cart(line("1.00"), cart_id="newer", now=NOW.replace(hour=13))
    await fill_cart(line("1.00"), cart_id="bobs", customer_id="bob", now=NOW.replace(hour=14))

    assert await ask("{ customerCart { id } }") == {"customerCart": {"id": "newer"}}


async def test_a_customer_without_a_cart_is_told_so() -> None:
    data, found = await refusals("{ customerCart { id } }")

    assert data is None
    assert found == [Refusal("The customer has no cart.", "NOT_FOUND", "graphql-no-such-entity")]
