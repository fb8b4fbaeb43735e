"""Orders of a customer who was merged: their points come back to the lots they were in (R12.5)."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from models.database import instant
from services.accounts.verification import check_ledger
from services.checkout.redemption import apply_points
from services.command.pages.cursor_page import PageRequest
from services.orders.orders import list_orders
from tests.clock import NOW
from tests.services.customers.merging_life import entries_of, lots_of, merge
from tests.services.orders.order_life import balance, cancel, memo, refund, standing
from tests.services.setup.builders import set_settings
from tests.services.shop import (
    ADMIN,
    add_customer,
    fill_cart,
    give,
    invoice,
    line,
    open_shop,
    place,
)

pytestmark = pytest.mark.usefixtures("database")

DAY = timedelta(days=1)
SOON, LATE = NOW + 10 * DAY, NOW + 20 * DAY


@pytest.fixture(autouse=True)
async def shop(database: str) -> AsyncIterator[None]:  # noqa: ARG001 - it has to be open
    await open_shop()
    await add_customer("bob")
    await add_customer("eve")
    yield
    assert (await check_ledger()).violations == []


async def bobs_order(points: int, *, quantity: int = 4) -> None:
    """Let Bob place o1: so many units at 10.00, paid with points."""
    await fill_cart(line("10.00", quantity), customer_id="bob")
    if points:
        await apply_points(cart_id="c1", points=points, caller=ADMIN, now=NOW)
    await place()


async def dated(customer_id: str = "ada") -> dict[datetime | None, int]:
    """Return the points left of the customer by their date."""
    found: dict[datetime | None, int] = {}
    for lot in await lots_of(customer_id):
        date = lot["static_expires_at"]
        key = None if date is None else instant(date)
        found[key] = found.get(key, 0) + int(str(lot["remaining"]))
    return found


async def test_what_comes_back_has_the_dates_of_the_lots_it_came_from() -> None:
    """R6.11: in reverse order of the taking; one lot was spent to the last point."""
    await give(60, customer_id="bob", expires_at=SOON)
    await give(100, customer_id="bob", expires_at=LATE)
    await bobs_order(100)

    await merge()
    assert await dated() == {LATE: 60}
    await cancel(("l1", 3))
    half = await dated()
    await cancel()

    assert half == {LATE: 100, SOON: 10}
    assert await dated() == {SOON: 60, LATE: 100}


async def test_a_refund_follows_through_a_chain_of_merges() -> None:
    await give(60, customer_id="bob", expires_at=SOON)
    await bobs_order(50)
    await invoice()
    await merge("bob", "eve")
    await refund(memo(("l1", 1), points=20))
    await merge("eve", "ada")

    done = await refund(memo(points=30))

    assert (await dated())[SOON] == 60
    booked = [each for each in await entries_of() if "REDEMPTION" in each.reason]
    assert [(each.customer_id, each.points) for each in booked] == [
        ("bob", -50),
        ("eve", 20),
        ("ada", 30),
    ]
    assert [each.customer_id for each in done.command.entries] == ["ada"]


async def test_points_whose_date_has_passed_live_for_the_grace_days() -> None:
    """R6.11."""
    await give(50, customer_id="bob", expires_at=SOON)
    await bobs_order(50)
    await merge()

    await cancel(now=SOON)

    assert await dated() == {SOON + 14 * DAY: 50}


async def test_an_earning_is_taken_back_from_the_lot_it_opened_first() -> None:
    """R3.2: wherever its points are now, other points expire sooner."""
    await set_settings("us", deduct_earned_points_on_refund=True)
    await bobs_order(0)
    await invoice()
    await merge("bob", "eve")
    await give(100, customer_id="eve", expires_at=SOON)
    await merge("eve", "ada")
    assert await balance() == 300

    await refund(memo())

    assert await dated() == {SOON: 100}


async def test_the_order_earns_for_who_stays() -> None:
    await bobs_order(0)
    await merge()

    await invoice()

    assert await balance() == 200
    assert [each.customer_id for each in await entries_of()] == ["ada"]
    assert (await standing("bob")).pending == 0


async def test_a_command_of_before_is_answered_again() -> None:
    """R3.5: with the entries that it wrote under the old id."""
    await bobs_order(0)
    first = await invoice()
    await merge()

    again = await invoice()

    assert again.replayed
    assert again.entries == first.entries
    assert again.order.customer_id == "ada"


@pytest.mark.parametrize("customer_id", ["ada", "bob"])
async def test_orders_are_listed_by_either_id(customer_id: str) -> None:
    await bobs_order(0)
    await merge()

    page = await list_orders(customer_id=customer_id, page=PageRequest())

    assert [each.id for each in page.items] == ["o1"]


async def test_an_edited_order_takes_over_what_the_old_id_has_paid() -> None:
    """R6.14: and gives it back to the lots of before the merge."""
    await give(60, customer_id="bob", expires_at=SOON)
    await bobs_order(50)
    await merge()
    await fill_cart(line("10.00", 2), cart_id="c2", replaces="o1")
    await apply_points(cart_id="c2", points=30, caller=ADMIN, now=NOW)
    await place("o2", cart_id="c2")
    assert await balance() == 30

    await cancel(order_id="o2")

    assert await dated() == {SOON: 60}


async def test_a_cart_of_the_old_id_is_placed_with_its_wish() -> None:
    """R5.7."""
    await give(60, customer_id="bob")
    await fill_cart(line("10.00"), customer_id="bob")
    await apply_points(cart_id="c1", points=50, caller=ADMIN, now=NOW)

    await merge()
    placed = await place()

    assert (placed.orders[0].customer_id, placed.orders[0].points_used) == ("ada", 50)
    assert await balance() == 10


async def test_putting_the_cart_by_the_old_id_keeps_the_wish() -> None:
    """R5.7: it is the same customer's."""
    await give(60, customer_id="bob")
    await fill_cart(line("10.00"), customer_id="bob")
    await apply_points(cart_id="c1", points=50, caller=ADMIN, now=NOW)
    await merge()

    cart = await fill_cart(line("10.00"), customer_id="bob")

    assert (cart.customer_id, cart.quote.points_used) == ("ada", 50)
