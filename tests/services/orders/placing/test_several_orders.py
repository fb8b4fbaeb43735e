"""One cart placed as several orders: answered alike, earning each on its own (R3.5, R6.1)."""

import pytest

from services.accounts.accounts import order_entries
from services.accounts.verification import check_ledger
from services.checkout.redemption import apply_points
from services.orders.orders import find_order
from services.orders.placement import Placed, place_orders
from services.orders.placement_checks import NewOrder, Placement
from services.rules.basics.quantities import quantity
from services.rules.checkout.splitting import OrderPart
from tests.clock import NOW
from tests.services.orders.order_life import balance, cancel
from tests.services.shop import ADA, ADMIN, fill_cart, give, invoice, line, open_shop

pytestmark = pytest.mark.usefixtures("database")


async def place_two(*order_ids: str) -> Placed:
    """Place the cart's two lines as two orders."""
    first, second = order_ids or ("o2", "o1")
    orders = (
        NewOrder(first, None, OrderPart((("l1", quantity(1)),))),
        NewOrder(second, None, OrderPart((("l2", quantity(1)),))),
    )
    return await place_orders(placement=Placement("c1", orders), caller=ADMIN, now=NOW)


@pytest.fixture(autouse=True)
async def cart(database: str) -> None:  # noqa: ARG001 - it has to be open
    """Let Ada use 60 points, worth 12.00, on a cart of 10.00 and 20.00."""
    await open_shop()
    await give(60)
    await fill_cart(line("10.00"), line("20.00", line_id="l2"))
    await apply_points(cart_id="c1", caller=ADA, now=NOW)


async def test_a_replay_answers_the_orders_as_they_were_given() -> None:
    """R3.5, R6.1: in the order of the command, not of their ids."""
    placed = await place_two()

    again = await place_two()

    assert [order.id for order in again.orders] == ["o2", "o1"]
    assert (again.replayed, again.orders) == (True, placed.orders)
    assert await balance() == 0


async def test_each_order_takes_its_own_share_of_the_points() -> None:
    """R6.1: 50 of 60 points pay the first order whole; the entries name their orders."""
    placed = await place_two()

    booked = [
        await order_entries(order_id=order.id, customer_id=order.customer_id)
        for order in placed.orders
    ]

    assert [[entry.points for entry in entries] for entries in booked] == [[-50], [-10]]
    assert (await check_ledger()).ok


async def test_one_order_may_be_cancelled_while_the_other_goes_on() -> None:
    """R6.1, R6.6: 18.00 were paid for the second order."""
    await place_two()

    await cancel(order_id="o2")
    done = await invoice("o1")

    assert done.order.points_earned == 90
    assert (await find_order(order_id="o2")).points_returned == 50
    assert await balance() == 50 + 90
    assert (await check_ledger()).ok
