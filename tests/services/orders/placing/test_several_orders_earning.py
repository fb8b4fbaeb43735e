"""One cart placed as several orders, which earn what one would have (R6.12)."""

from dataclasses import replace
from decimal import Decimal

import pytest

from services.accounts.verification import check_ledger
from services.checkout.answers import Cart
from services.checkout.redemption import apply_points
from services.orders.attachment import attach_customer
from services.orders.placement import Placed, place_orders
from services.orders.placement_checks import NewOrder, Placement
from services.rules.basics.quantities import quantity
from services.rules.checkout.cart import CartLine
from services.rules.checkout.splitting import OrderPart
from tests.clock import NOW
from tests.services.orders.order_life import balance, cancel, memo, refund
from tests.services.shop import ADMIN, fill_cart, give, invoice, line, open_shop

pytestmark = pytest.mark.usefixtures("database")

TIN, RAIL = line("3.00", line_id="l1"), line("10.00", line_id="l2", tax="5.00")
BOOK, CARD = line("15.00", line_id="l1"), replace(line("5.00", line_id="l2"), earns=False)


async def fill(
    *lines: CartLine, points: int = 0, shipping: str = "0", customer_id: str | None = "ada"
) -> Cart:
    """Fill c1 at 2 points for 1.00 and 5 for 1.00 off; use `points`, which are all there are."""
    settings = {"deduct_earned_points_on_refund": True}
    await open_shop(redemption=(5, "1.00"), earning=(2, "1.00"), settings=settings)
    cart = await fill_cart(*lines, shipping=shipping, customer_id=customer_id)
    if not points:
        return cart
    await give(points)
    return await apply_points(cart_id="c1", caller=ADMIN, now=NOW)


async def place_each(*line_ids: str, shipping: str = "0") -> Placed:
    """Place each line as an order called like it; the first carries the shipping."""
    orders = tuple(
        NewOrder(
            line_id, None, OrderPart(((line_id, quantity(1)),), Decimal(0 if index else shipping))
        )
        for index, line_id in enumerate(line_ids)
    )
    return await place_orders(placement=Placement("c1", orders), caller=ADMIN, now=NOW)


def pending(placed: Placed) -> list[int]:
    return [order.points_pending for order in placed.orders]


def bases(placed: Placed) -> list[Decimal]:
    return [order.earning_basis for order in placed.orders]


async def test_points_that_pay_one_orders_shipping_lower_what_the_other_earns() -> None:
    """R6.12: 15.00 and 5.00, 5.00 of it paid with points, 8.00 of the rest for goods."""
    cart = await fill(TIN, RAIL, points=25, shipping="2.00")

    placed = await place_each("l1", "l2", shipping="2.00")
    await invoice("l1")
    await invoice("l2")

    assert cart.quote.points_to_earn == 16
    assert (bases(placed), pending(placed)) == ([Decimal(0), Decimal(8)], [0, 16])
    assert await balance() == 16
    assert (await check_ledger()).ok


@pytest.mark.parametrize("line_ids", [("l1", "l2"), ("l2", "l1")])
async def test_points_pay_for_what_earns_nothing_first_in_whatever_order_it_is(
    line_ids: tuple[str, ...],
) -> None:
    """R6.12: a book of 15.00 and a gift card of 5.00, 5.00 of it paid with points."""
    cart = await fill(BOOK, CARD, points=25)

    placed = await place_each(*line_ids)
    for order_id in line_ids:
        await invoice(order_id)

    assert cart.quote.points_to_earn == 30
    assert sum(pending(placed)) == 30
    assert await balance() == 30


async def test_a_refund_takes_back_what_its_order_earned_and_no_more() -> None:
    """R6.10, R6.12: the other order keeps what it was placed with."""
    await fill(TIN, RAIL, points=25, shipping="2.00")
    await place_each("l1", "l2", shipping="2.00")
    await invoice("l1")
    await invoice("l2")

    first = await refund(memo(("l1", 1), order_id="l1"))
    kept = await balance()
    second = await refund(memo(("l2", 1), order_id="l2"))

    assert (first.command.order.points_reversed, kept) == (0, 16)
    assert (second.command.order.points_reversed, await balance()) == (16, 0)


async def test_an_order_cancelled_leaves_the_others_what_they_were_placed_with() -> None:
    """R6.12: recorded with it."""
    await fill(BOOK, CARD, points=25)
    await place_each("l1", "l2")

    await cancel(order_id="l2")
    done = await invoice("l1")

    assert done.order.points_earned == 30


async def test_what_is_left_over_from_one_order_counts_for_the_next() -> None:
    """R2.3, R6.12: 1.50 and 1.50 at 1.00 earn for three, not for two."""
    cart = await fill(line("1.50", line_id="l1"), line("1.50", line_id="l2"))

    placed = await place_each("l1", "l2")

    assert (cart.quote.points_to_earn, pending(placed)) == (6, [2, 4])


async def test_orders_of_a_guest_earn_their_customer_what_one_would_have() -> None:
    """R6.7, R6.12."""
    await fill(line("1.50", line_id="l1"), line("1.50", line_id="l2"), customer_id=None)
    await place_each("l1", "l2")

    attached = [
        await attach_customer(order_id=each, customer_id="ada", caller=ADMIN, now=NOW)
        for each in ("l1", "l2")
    ]

    assert [done.order.points_pending for done in attached] == [2, 4]
    assert [done.order.quote.points_to_earn for done in attached] == [2, 4]
