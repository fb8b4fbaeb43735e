"""A guest's order finds its customer, who earns if it is not complete yet (R6.7)."""

import pytest

from services.accounts.verification import check_ledger
from services.orders.attachment import attach_customer
from services.orders.change import OrderCommand
from services.rules.basics.enums import RateDirection
from services.rules.basics.refusals import NotFound, OrderState
from services.setup.settings import update_settings
from tests.clock import NOW
from tests.services.orders.order_life import balance, memo, refund, set_status
from tests.services.shop import ADMIN, fill_cart, invoice, line, open_shop, place, set_rate

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
async def guests_order(database: str) -> None:  # noqa: ARG001 - it has to be open
    """Place a guest's order o1 of two lines, 30.00 and 10.00."""
    await open_shop()
    await fill_cart(line("30.00"), line("10.00", line_id="l2"), customer_id=None)
    await place()


async def attach(customer_id: str = "ada") -> OrderCommand:
    return await attach_customer(order_id="o1", customer_id=customer_id, caller=ADMIN, now=NOW)


async def test_a_guests_order_earns_nothing() -> None:
    """R6.7."""
    done = await invoice()

    assert (done.entries, done.order.points_earned, done.message) == ([], 0, None)


async def test_a_customer_attached_before_the_order_is_complete_earns() -> None:
    """R6.7: what was invoiced before counts too."""
    await invoice("o1", ("l1", 1))

    attached = await attach()
    done = await invoice("o1", ("l2", 1), invoice_id="i2")

    assert attached.order.points_pending == 200
    assert (done.order.points_earned, await balance()) == (200, 200)
    assert (await check_ledger()).ok


@pytest.mark.parametrize(
    "settings", [{"deduct_earned_points_on_refund": True}, {"maturity_days": 10}]
)
async def test_what_came_back_to_the_guest_earns_nothing(settings: dict[str, object]) -> None:
    """R6.10, R6.13: a memo before the order is complete lowers what it will earn."""
    await update_settings(website_code="us", changes=settings, caller=ADMIN, now=NOW)
    await invoice("o1", ("l1", 1))
    await refund(memo(("l1", 1)))

    attached = await attach()

    assert attached.order.points_pending == 50


async def test_the_rates_in_force_when_the_customer_is_attached_are_recorded() -> None:
    """R2.6, R6.7: a group's rate of that day, whatever comes later."""
    direction = RateDirection.CURRENCY_TO_POINTS
    await set_rate(direction, (1, "1.00"), website_code="us", group_code="general")
    await attach()
    await invoice()

    assert await balance() == 40


async def test_a_customer_attached_after_it_is_complete_earns_nothing() -> None:
    """R6.7."""
    await invoice()

    attached = await attach()

    assert (
        attached.message == "The order was complete before it had a customer: it earns no points."
    )
    assert (attached.order.customer_id, await balance()) == ("ada", 0)


async def test_nor_does_it_earn_by_what_happens_to_it_later() -> None:
    """R6.7: neither by another status nor by a refund."""
    await invoice()
    await attach()

    await set_status("shipped")
    await refund(memo(("l2", 1)))
    done = await set_status("complete")

    assert (done.order.points_earned, done.order.points_pending, await balance()) == (0, 0, 0)
    assert (await check_ledger()).ok


async def test_an_order_said_to_be_complete_earns_nothing_either() -> None:
    """R6.7: the status counts, though nothing is invoiced."""
    await set_status("complete")

    await attach()
    await invoice()

    assert await balance() == 0


async def test_what_the_status_lets_it_earn_already_is_earned_at_once() -> None:
    """R3.5, R6.3, R6.7: the customer is told, a replay answers the same."""
    await set_status("shipped")

    attached = await attach()
    again = await attach()

    assert [entry.points for entry in attached.entries] == [200]
    assert attached.message == "You earned 200 reward points for order o1."
    assert (again.entries, again.message) == (attached.entries, attached.message)
    assert await balance() == 200


async def test_attaching_again_is_a_replay() -> None:
    """R3.5."""
    await attach()

    again = await attach()

    assert again.replayed


async def test_an_order_has_one_customer() -> None:
    await attach()

    with pytest.raises(OrderState):
        await attach("bob")


async def test_only_a_customer_we_know_is_attached() -> None:
    with pytest.raises(NotFound):
        await attach("nobody")
