"""Cancelling: points come back once, to where they came from (R6.8, R6.11)."""

from datetime import timedelta

import pytest

from services.accounts.accounts import account_lots
from services.accounts.imports import ImportRow, import_points
from services.accounts.verification import check_ledger
from services.checkout.redemption import apply_points
from services.orders.cancelling import cancel_order
from services.rules.basics.enums import LedgerReason
from services.rules.basics.refusals import IdempotencyConflict, OrderState, OutOfRange
from services.setup.settings import update_settings
from tests.clock import NOW
from tests.services.orders.order_life import (
    balance,
    cancel,
    memo,
    place_with_points,
    refund,
    set_status,
    standing,
)
from tests.services.shop import (
    ADA,
    ADMIN,
    count_rows,
    fill_cart,
    give,
    invoice,
    line,
    open_shop,
    place,
)

pytestmark = pytest.mark.usefixtures("database")


async def test_all_points_come_back_when_all_is_cancelled() -> None:
    """R6.8."""
    await open_shop()
    await give(100)
    await place_with_points()

    done = await cancel()

    (entry,) = done.entries
    assert (entry.reason, entry.points) == (LedgerReason.REDEMPTION_RETURNED, 100)
    assert (done.order.status, done.order.points_returned) == ("canceled", 100)
    assert (await balance(), done.order.points_pending) == (100, 0)
    assert (await check_ledger()).ok


async def test_points_come_back_once_whatever_the_path() -> None:
    """R6.8: a payment expires, the webhook repeats, a part was cancelled before."""
    await open_shop()
    await give(200)
    await place_with_points()
    await cancel(("l1", 1), cancellation_id="part")
    await set_status("canceled")
    await cancel(("l1", 1), cancellation_id="part")

    with pytest.raises(OrderState):
        await cancel(cancellation_id="webhook")

    assert await balance() == 200
    assert (await check_ledger()).ok


async def test_a_replay_answers_the_first_entries() -> None:
    """R3.5."""
    await open_shop()
    await give(100)
    await place_with_points()
    first = await cancel(cancellation_id="x")

    again = await cancel(cancellation_id="x")

    assert (first.replayed, again.replayed) == (False, True)
    assert again.entries == first.entries
    assert await count_rows("ledger_entries") == 3


async def test_a_cancellation_with_another_input_is_a_conflict() -> None:
    """R3.5."""
    await open_shop()
    await place_with_points(0)
    await cancel(("l1", 1), cancellation_id="x")

    with pytest.raises(IdempotencyConflict) as refused:
        await cancel(("l1", 2), cancellation_id="x")

    assert refused.value.path == ("cancellation_id",)


async def test_the_rest_is_quoted_again_with_its_recorded_rate() -> None:
    """R6.8: 150 points paid 30.00 of 40.00; money comes back first, then points."""
    await open_shop()
    await give(150)
    await place_with_points()

    one = await cancel(("l1", 1))
    two = await cancel(("l1", 1))

    assert (one.entries, one.order.points_returned) == ([], 0)
    assert [entry.points for entry in two.entries] == [50]
    assert await balance() == 50


async def test_points_go_back_to_their_lots_last_taken_first() -> None:
    """R6.11: with their dates."""
    await open_shop(settings={"expiry_days": 30})
    await give(60)
    await give(60, now=NOW + timedelta(seconds=1))
    await place_with_points(100, quantity=2)

    await cancel(("l1", 1))

    lots = await account_lots(standing=await standing(), now=NOW)
    assert [(lot.points, lot.remaining) for lot in lots] == [(60, 10), (60, 60)]
    assert (await check_ledger()).ok


@pytest.mark.parametrize(
    ("grace", "expected"),
    [pytest.param(14, 100, id="two-weeks"), pytest.param(0, 0, id="none")],
)
async def test_points_whose_lot_has_expired_live_for_the_grace_days(
    grace: int, expected: int
) -> None:
    """R6.11: with none they expire at once, in the same transaction."""
    await open_shop(settings={"expiry_days": 30, "return_grace_days": grace})
    await give(100)
    await place_with_points()
    later = NOW + timedelta(days=31)

    done = await cancel_order(order_id="o1", cancellation_id="x", caller=ADMIN, now=later)

    reasons = [entry.reason for entry in done.entries]
    expired = [] if expected else [LedgerReason.EXPIRED]
    assert reasons == [LedgerReason.REDEMPTION_RETURNED, *expired]
    assert done.entries[-1].balance == expected
    lots = await account_lots(standing=await standing(), now=later)
    assert [lot.expires_at for lot in lots] == [later + timedelta(days=14)] * bool(expected)
    assert (await check_ledger()).ok


async def test_returned_points_repay_a_debt_first() -> None:
    """R4.4."""
    await open_shop(settings={"clawback": "DEBT"})
    await give(50)
    await place_with_points(0, quantity=4)
    await set_status("complete")
    await place_with_points_of("c2", "o2")
    await set_status("failed")

    in_debt = (await standing()).debt
    await cancel(order_id="o2")

    assert in_debt == 200
    assert ((await standing()).debt, await balance()) == (0, 50)
    assert (await check_ledger()).ok


async def place_with_points_of(cart_id: str, order_id: str) -> None:
    """Spend all that Ada has on another order."""
    await fill_cart(line("50.00"), cart_id=cart_id)
    await apply_points(cart_id=cart_id, caller=ADA, now=NOW)
    await place(order_id, cart_id=cart_id)


async def test_returned_points_are_never_cut_by_the_cap() -> None:
    """R4.1."""
    await open_shop()
    await give(100)
    await place_with_points()
    row = ImportRow("ada", "us", 80)
    await import_points(idempotency_key="i", dry_run=False, rows=[row], caller=ADMIN, now=NOW)
    await update_settings(website_code="us", changes={"balance_cap": 90}, caller=ADMIN, now=NOW)

    await cancel()

    assert await balance() == 180


async def test_what_was_earned_early_is_taken_back_with_what_is_cancelled() -> None:
    """R6.8: 40.00 earned 200, of which 30.00 stay."""
    await open_shop()
    await place_with_points(0)
    await set_status("shipped")

    done = await cancel(("l1", 1))

    (entry,) = done.entries
    assert (entry.reason, entry.points) == (LedgerReason.EARNING_REVERSED, -50)
    assert (done.order.points_earned, done.order.points_reversed) == (200, 50)


async def test_points_are_never_awarded_on_cancelled_items() -> None:
    """R6.6: one unit of four is invoiced, the others cancelled."""
    await open_shop()
    await place_with_points(0)
    await invoice("o1", ("l1", 1))

    done = await cancel()

    assert (done.order.status, done.order.points_earned) == ("complete", 50)
    assert done.message == "You earned 50 reward points for order o1."


@pytest.mark.parametrize(
    ("lines", "refused", "path"),
    [
        pytest.param([("l1", 5)], OutOfRange, ("lines", 0, "quantity"), id="beyond-ordered"),
        pytest.param([("l1", 0)], OutOfRange, ("lines", 0, "quantity"), id="none"),
    ],
)
async def test_quantities_beyond_what_is_left_are_refused(
    lines: list[tuple[str, int]], refused: type[OutOfRange], path: tuple[object, ...]
) -> None:
    """R6.8."""
    await open_shop()
    await place_with_points(0)

    with pytest.raises(refused) as refusal:
        await cancel(*lines)

    assert refusal.value.path == path


async def test_what_is_invoiced_cannot_be_cancelled() -> None:
    await open_shop()
    await place_with_points(0)
    await invoice()

    with pytest.raises(OrderState):
        await cancel()


async def test_points_go_back_to_a_lot_that_lives_again() -> None:
    """R6.11, R10.2: its date is the one in force at the return, not the one at the credit."""
    await open_shop(settings={"expiry_calculation": "DYNAMIC", "expiry_days": 30})
    await give(100)
    await place_with_points()
    later = NOW + timedelta(days=31)
    changes = {"expiry_days": 90}
    await update_settings(website_code="us", changes=changes, caller=ADMIN, now=later)

    await cancel_order(order_id="o1", cancellation_id="x", caller=ADMIN, now=later)

    lots = await account_lots(standing=await standing(), now=later)
    assert [(lot.created_at, lot.remaining, lot.expires_at) for lot in lots] == [
        (NOW, 100, NOW + timedelta(days=90))
    ]
    assert (await check_ledger()).ok


async def test_of_two_lots_that_an_order_opened_the_newer_is_taken_back_first() -> None:
    """R3.2, R4.4, R6.3."""
    await open_shop(settings={"deduct_earned_points_on_refund": True})
    await place_with_points(0, quantity=2)
    await invoice()  # 20.00 earn 100, a lot
    await fill_cart(line("16.00"), cart_id="c2")
    await apply_points(cart_id="c2", caller=ADA, now=NOW)
    await place("o2", cart_id="c2")  # takes 80 of it
    await set_status("canceled")  # takes the 20 left
    await set_status("complete")  # gives 20 again, in a second lot
    await cancel(order_id="o2")  # gives the first its 80 back

    await refund(memo(("l1", 1), fee="6.00"))

    lots = await account_lots(standing=await standing(), now=NOW)
    assert sorted((lot.points, lot.remaining) for lot in lots) == [(100, 80)]
    assert (await check_ledger()).ok
