"""A guest's order finds its customer, who earns if it is not complete yet (R6.7)."""

import pytest

from services.accounts import read_account
from services.attachment import attach_customer
from services.errors import NotFound, OrderState
from services.order_change import OrderCommand
from services.rules.enums import RateDirection
from services.verification import check_ledger
from tests.clock import NOW
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


async def balance() -> int:
    return (await read_account(customer_id="ada", website_code="us", now=NOW)).balance


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
