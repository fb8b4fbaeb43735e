"""Placing a cart: the quote is what is charged, the points leave the balance once (R5.7, R6.1)."""

from decimal import Decimal

import pytest

from services.accounts.accounts import order_entries, read_account
from services.accounts.verification import check_ledger
from services.checkout.carts import find_cart
from services.checkout.redemption import apply_points, hold_points, remove_points
from services.ledger.reading.history import EntryFilter
from services.orders.orders import find_order
from services.orders.placement import place_orders
from services.orders.placement_checks import NewOrder, Placement
from services.rules.basics import refusals as errors
from services.rules.basics.enums import LedgerReason, PointsState, RateDirection
from services.rules.basics.quantities import quantity
from services.rules.checkout.splitting import OrderPart
from services.setup.settings import update_settings
from tests.clock import NOW
from tests.services.shop import (
    ADA,
    ADMIN,
    fill_cart,
    give,
    invoice,
    line,
    open_shop,
    place,
    set_rate,
)

pytestmark = pytest.mark.usefixtures("database")


async def balance(customer_id: str = "ada") -> int:
    return (await read_account(customer_id=customer_id, website_code="us", now=NOW)).balance


async def test_the_main_job_from_rates_to_the_next_balance() -> None:
    """R2.3, R2.4, R5.4, R6.1, R6.5, R6.6: 25 points pay 4.00 of 30.00; 26.00 paid earns 130."""
    await open_shop()
    await give(25)
    await fill_cart(line("30.00"))
    cart = await apply_points(cart_id="c1", caller=ADA, now=NOW)
    placed = await place()
    earned = await invoice()

    assert (cart.quote.points_used, cart.quote.amount_due) == (20, Decimal("26.00"))
    assert placed.orders[0].points_pending == 130
    assert earned.order.status == "complete"
    assert earned.message == "You earned 130 reward points for order o1."
    assert [(entry.reason, entry.points) for entry in earned.entries] == [
        (LedgerReason.PURCHASE, 130)
    ]
    assert await balance() == 5 + 130
    assert (await check_ledger()).ok


async def test_points_leave_the_balance_when_the_order_is_placed() -> None:
    """R5.7, R6.2: a wish takes nothing, placing debits in the same transaction."""
    await open_shop()
    await give(100)
    await fill_cart(line("10.00"))
    await apply_points(cart_id="c1", caller=ADA, now=NOW)

    before = await balance()
    placed = await place()

    assert before == 100
    assert await balance() == 50
    assert placed.orders[0].needed_state is PointsState.APPROVED
    assert placed.orders[0].quote.amount_due == 0


async def test_a_cart_is_placed_once_and_a_replay_answers_the_first_order() -> None:
    """R3.5, R6.1."""
    await open_shop()
    await give(100)
    await fill_cart(line("10.00"))
    await apply_points(cart_id="c1", caller=ADA, now=NOW)

    first = await place("o1")
    again = await place("o1")

    assert (first.replayed, again.replayed) == (False, True)
    assert again.orders == first.orders
    assert await balance() == 50


async def test_a_placed_cart_under_another_order_id_is_refused() -> None:
    """R6.1."""
    await open_shop()
    await fill_cart(line("10.00"))
    await place("o1")

    with pytest.raises(errors.CartInactive):
        await place("o2")


async def test_the_same_order_with_another_input_is_a_conflict() -> None:
    """R3.5."""
    await open_shop()
    await fill_cart(line("10.00"))
    await place("o1")

    with pytest.raises(errors.IdempotencyConflict):
        await place("o1", payment_method="card")


async def test_an_order_id_of_another_cart_is_a_conflict() -> None:
    """R3.5."""
    await open_shop()
    await fill_cart(line("10.00"))
    await place("o1")
    await fill_cart(line("10.00"), cart_id="c2")

    with pytest.raises(errors.IdempotencyConflict):
        await place("o1", cart_id="c2")


async def test_an_empty_cart_is_refused() -> None:
    await open_shop()
    await fill_cart()

    with pytest.raises(errors.Invalid):
        await place()


async def test_fewer_points_than_last_answered_are_refused_and_nothing_is_written() -> None:
    """R5.7: the points were spent elsewhere between the quote and the placing."""
    await open_shop()
    await give(100)
    await fill_cart(line("10.00"))
    await apply_points(cart_id="c1", caller=ADA, now=NOW)
    await give(-80)

    with pytest.raises(errors.InsufficientPoints) as refusal:
        await place()

    assert refusal.value.missing_points == 30
    assert await balance() == 20
    assert (await find_cart(cart_id="c1", now=NOW)).active


async def test_after_a_new_answer_the_cart_places_with_what_is_left() -> None:
    """R5.7: reading the cart answers a new quote."""
    await open_shop()
    await give(100)
    await fill_cart(line("10.00"))
    await apply_points(cart_id="c1", caller=ADA, now=NOW)
    await give(-80)

    await find_cart(cart_id="c1", now=NOW)
    placed = await place()

    assert placed.orders[0].points_used == 20


async def test_another_amount_due_than_expected_is_refused() -> None:
    """R5.7."""
    await open_shop()
    await fill_cart(line("10.00"))

    with pytest.raises(errors.StaleVersion):
        await place(expected="9.99")

    assert (await place(expected="10.0")).orders


async def test_a_blocked_payment_method_is_refused_with_points_only() -> None:
    """R5.9."""
    await open_shop(settings={"blocked_payment_methods": ["cod"]})
    await give(10)
    await fill_cart(line("10.00"), payment_method="cod")
    await apply_points(cart_id="c1", caller=ADA, now=NOW)

    with pytest.raises(errors.PaymentMethodBlocked):
        await place()

    await remove_points(cart_id="c1", caller=ADA, now=NOW)
    assert (await place()).orders


async def test_two_orders_share_the_points_in_their_order() -> None:
    """R6.1: the first order uses up what it can, all sums are the quote's."""
    await open_shop()
    await give(100)
    await fill_cart(line("10.00", 3), line("7.50", line_id="l2"), shipping="5.00")
    cart = await apply_points(cart_id="c1", caller=ADA, now=NOW)
    parts = (
        NewOrder("o1", None, OrderPart((("l1", quantity(1)),), Decimal("2.00"))),
        NewOrder(
            "o2", None, OrderPart((("l1", quantity(2)), ("l2", quantity(1))), Decimal("3.00"))
        ),
    )

    placed = await place_orders(placement=Placement("c1", parts), caller=ADMIN, now=NOW)

    quotes = [order.quote for order in placed.orders]
    assert [quote.order_total for quote in quotes] == [Decimal("12.00"), Decimal("30.50")]
    assert [quote.points_amount for quote in quotes] == [Decimal("12.00"), Decimal("8.00")]
    assert [quote.points_used for quote in quotes] == [60, 40]
    assert sum(quote.amount_due for quote in quotes) == cart.quote.amount_due
    assert await balance() == 0
    assert (await check_ledger()).ok


async def test_a_hold_keeps_points_from_other_checkouts_and_placing_captures_it() -> None:
    """R5.7."""
    await open_shop()
    await give(50)
    await fill_cart(line("8.00"), cart_id="c1")
    await fill_cart(line("10.00"), cart_id="c2")
    await apply_points(cart_id="c1", caller=ADA, now=NOW)
    await hold_points(cart_id="c1", caller=ADA, now=NOW)

    other = await apply_points(cart_id="c2", caller=ADA, now=NOW)
    await place("o1", cart_id="c1")
    after = await read_account(customer_id="ada", website_code="us", now=NOW)

    assert other.quote.points_used == 10
    assert other.quote.redemption.limited_by == ("holds",)
    assert (after.balance, after.held) == (10, 0)


async def test_the_rate_recorded_with_the_order_is_what_it_earns_by() -> None:
    """R2.6, R6.1: a rate changed after placing changes nothing for the order."""
    await open_shop(earning=(10, "2.00"))
    await fill_cart(line("20.00"))
    await place()
    await set_rate(
        RateDirection.CURRENCY_TO_POINTS, (1, "1.00"), website_code="us", group_code="general"
    )

    earned = await invoice()

    assert earned.order.points_earned == 100


async def test_earning_off_at_the_moment_of_earning_is_never_earned() -> None:
    """R1.6, R6.3: switching it on again does not bring the points."""
    await open_shop()
    await fill_cart(line("20.00", 2))
    await place()
    await update_settings(website_code="us", changes={"enabled": False}, caller=ADMIN, now=NOW)
    await invoice()
    await update_settings(website_code="us", changes={"enabled": True}, caller=ADMIN, now=NOW)

    order = await find_order(order_id="o1")

    assert (order.points_earned, order.points_pending) == (0, 0)
    assert await balance() == 0


async def test_partial_invoices_earn_once_when_nothing_is_left() -> None:
    """R6.5, R6.6."""
    await open_shop()
    await fill_cart(line("10.00", 3, tax="3.00"), shipping="5.00")
    await place()

    first = await invoice("o1", ("l1", 1), invoice_id="i1")
    replay = await invoice("o1", ("l1", 1), invoice_id="i1")
    last = await invoice("o1", invoice_id="i2")

    assert (first.order.status, first.entries) == ("processing", [])
    assert first.order.amount_paid == Decimal("16.00")
    assert replay.replayed
    assert last.order.status == "complete"
    assert last.order.amount_paid == Decimal("38.00")
    assert await balance() == 150


async def test_an_order_shows_what_was_booked_for_it() -> None:
    """R3.1."""
    await open_shop()
    await give(10)
    await fill_cart(line("10.00"))
    await apply_points(cart_id="c1", caller=ADA, now=NOW)
    await place()
    earned = await invoice()

    entries = await order_entries(order_id=earned.order.id, customer_id=earned.order.customer_id)

    assert [entry.reason for entry in entries] == [LedgerReason.PURCHASE, LedgerReason.REDEMPTION]
    assert EntryFilter(customer_id="ada").order_id is None
