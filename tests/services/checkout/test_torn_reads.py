"""Carts read while another process changes them: what is answered was true at once (R5.6, R5.7).

The other process changes the cart between two statements of the read, whichever two.
"""

from collections.abc import Awaitable, Callable

import pytest

from models.database import fetch
from models.tables.checkout import CartRow
from services.checkout.answers import Cart
from services.checkout.carts import find_cart, find_newest_cart, find_own_cart, find_own_carts
from services.checkout.putting import delete_cart
from services.checkout.redemption import apply_points, hold_points
from tests.clock import NOW
from tests.services.between import changed_before
from tests.services.shop import ADA, ADMIN, fill_cart, give, line, open_shop

Look = Callable[[], Awaitable[Cart]]

_CONTENT = """
UPDATE carts SET content = '{content}',
    quoted_points = 10, quoted_due_e4 = 0, quoted_money_e4 = 0 WHERE id = 'c1'
"""
_HOLD = "UPDATE point_holds SET points = 10 WHERE cart_id = 'c1'"
_TAKE_OVER = ("UPDATE carts SET customer_id = 'bob' WHERE id = 'c1'",)


async def _replacing() -> tuple[str, str]:
    """Return what putting a cart of 2.00 instead of 10.00 would write: it needs 10 points."""
    (other,) = await fetch("SELECT CAST(content AS TEXT) AS content FROM carts WHERE id = 'a1'")
    return (_CONTENT.format(content=other["content"]), _HOLD)


async def _listed() -> Cart:
    (cart,) = await find_own_carts(cart_ids=["c1"], customer_id="ada", now=NOW)
    return cart


LOOKS: dict[str, Look] = {
    "by_id": lambda: find_cart(cart_id="c1", now=NOW),
    "own": lambda: find_own_cart(cart_id="c1", customer_id="ada", now=NOW),
    "listed": _listed,
    "newest": lambda: find_newest_cart(customer_id="ada", website_code="us", now=NOW),
}


@pytest.fixture(autouse=True)
async def shop(database: str) -> None:  # noqa: ARG001 - it has to be open
    """Ada has 40 points, and a cart of 10.00 that uses and holds them."""
    await open_shop()
    await give(40)
    await fill_cart(line("2.00"), cart_id="a1")
    await fill_cart(line("10.00"))
    await apply_points(cart_id="c1", caller=ADA, now=NOW)
    await hold_points(cart_id="c1", caller=ADA, now=NOW)


@pytest.mark.parametrize("before", [2, 3, 4])
@pytest.mark.parametrize("look", LOOKS)
async def test_a_cart_replaced_while_it_is_read_is_read_as_one_of_both(
    look: str, before: int, database: str
) -> None:
    replacing = await _replacing()
    with changed_before(before, database, replacing):
        cart = await LOOKS[look]()

    assert cart.hold is not None
    assert (cart.quote.points_used, cart.hold.points) in {(40, 40), (10, 10)}


@pytest.mark.parametrize("look", LOOKS)
async def test_a_quote_of_a_replaced_cart_is_not_noted_for_the_new_one(
    look: str, database: str
) -> None:
    """R5.7: placing goes by the last answer about the cart that there is."""
    await give(10)  # so that the quote is another than the last one
    replacing = await _replacing()
    with changed_before(4, database, replacing):
        await LOOKS[look]()

    (kept,) = await CartRow.filter(id="c1").values("quoted_points")
    assert kept == {"quoted_points": 10}


async def test_a_cart_taken_over_while_it_is_read_is_no_longer_the_customers(
    database: str,
) -> None:
    """R12.1."""
    with changed_before(3, database, _TAKE_OVER):
        found = await find_own_carts(cart_ids=["c1"], customer_id="ada", now=NOW)

    assert found == []
    assert await fetch("SELECT 1 AS one FROM carts WHERE customer_id = 'bob'")


async def test_a_cart_put_after_another_was_deleted_does_not_count_from_where_that_one_did() -> (
    None
):
    """Whatever was read of the first must not hold of the second."""
    (first,) = await fetch("SELECT version FROM carts WHERE id = 'a1'")
    await delete_cart(cart_id="a1", caller=ADMIN, now=NOW)
    await fill_cart(line("10.00"), cart_id="a1")

    (second,) = await fetch("SELECT version FROM carts WHERE id = 'a1'")
    assert first != second
