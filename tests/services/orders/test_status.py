"""Statuses set by the shop: points follow their rules, never twice (R6.2 to R6.5)."""

import pytest

from services.accounts.verification import check_ledger
from services.checkout.redemption import apply_points, hold_points
from services.orders.status_rules import put_order_status_rule
from services.rules.basics.enums import LedgerReason, PointsChange, PointsState
from services.rules.basics.refusals import (
    IdempotencyConflict,
    InsufficientPoints,
    Invalid,
    OrderState,
)
from tests.clock import NOW
from tests.services.orders.order_life import (
    balance,
    cancel,
    place_with_points,
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

APPROVE, UNAPPROVE, UNCHANGED = PointsChange.APPROVE, PointsChange.UNAPPROVE, PointsChange.UNCHANGED


async def put_rule(
    status: str,
    needed: PointsChange,
    received: PointsChange = UNCHANGED,
    website_code: str | None = None,
) -> None:
    await put_order_status_rule(
        status=status,
        website_code=website_code,
        needed=needed,
        received=received,
        caller=ADMIN,
        now=NOW,
    )


async def test_a_status_that_approves_both_earns_at_once() -> None:
    """R6.4."""
    await open_shop()
    await place_with_points(0)

    done = await set_status("shipped")

    assert (done.order.status, done.order.received_state) == ("shipped", PointsState.APPROVED)
    assert [entry.points for entry in done.entries] == [200]
    assert await balance() == 200


async def test_flips_of_status_never_award_or_return_twice() -> None:
    """R6.3."""
    await open_shop()
    await give(100)
    await place_with_points()
    for status in ("shipped", "failed", "shipped", "failed", "canceled", "shipped"):
        await set_status(status)

    assert await balance() == 100
    assert (await check_ledger()).ok


async def test_earned_spent_and_cancelled_points_are_made_up_when_completed_again() -> None:
    """R6.3: earned 200, 160 spent, cancelled (CLAMP takes 40), completed again: +40."""
    await open_shop()
    await place_with_points(0)
    await set_status("complete")
    await give(-160)

    failed = await set_status("failed")
    again = await set_status("complete")

    assert [entry.points for entry in failed.entries] == [-40]
    assert failed.message == "160 points could not be taken back: they are spent."
    assert [entry.points for entry in again.entries] == [40]
    assert await balance() == 40


async def test_points_unapproved_come_back_and_are_taken_again() -> None:
    """R6.2, R6.3."""
    await open_shop()
    await give(100)
    await place_with_points()

    failed = await set_status("failed")
    back = await balance()
    again = await set_status("processing")

    assert (failed.order.points_returned, back) == (100, 100)
    assert (again.order.points_returned, await balance()) == (0, 0)
    assert again.entries[0].reason is LedgerReason.REDEMPTION


async def test_approving_what_is_not_covered_is_refused() -> None:
    """R6.4: nothing is written."""
    await open_shop()
    await give(100)
    await place_with_points()
    await set_status("failed")
    await give(-1)

    with pytest.raises(InsufficientPoints) as refused:
        await set_status("processing")

    assert (refused.value.missing_points, refused.value.path) == (1, ("status",))
    assert await balance() == 99


async def test_points_held_by_a_checkout_do_not_cover_an_order() -> None:
    """R3.4, R5.7, R6.4."""
    await open_shop()
    await give(100)
    await place_with_points()
    await set_status("failed")
    await fill_cart(line("20.00"), cart_id="c2")
    await apply_points(cart_id="c2", caller=ADA, now=NOW)
    await hold_points(cart_id="c2", caller=ADA, now=NOW)

    with pytest.raises(InsufficientPoints):
        await set_status("processing")


async def test_one_change_may_override_both_rules() -> None:
    """R6.2."""
    await open_shop()
    await give(100)
    await place_with_points()

    done = await set_status("shipped", needed=UNAPPROVE, received=UNCHANGED)

    assert (done.order.needed_state, done.order.received_state) == (
        PointsState.PENDING,
        PointsState.PENDING,
    )
    assert await balance() == 100


async def test_a_key_is_done_once() -> None:
    """R3.5."""
    await open_shop()
    await place_with_points(0)
    first = await set_status("shipped", key="k")
    await set_status("failed")

    again = await set_status("shipped", key="k")

    assert again.replayed
    assert again.entries == first.entries
    assert (again.order.status, await balance()) == ("failed", 0)
    with pytest.raises(IdempotencyConflict):
        await set_status("complete", key="k")


async def test_an_unknown_status_is_refused() -> None:
    """R6.4."""
    await open_shop()
    await place_with_points(0)

    with pytest.raises(Invalid) as refused:
        await set_status("lost")

    assert refused.value.path == ("status",)


async def test_a_website_adds_a_status_of_its_own() -> None:
    """R6.4."""
    await open_shop()
    await place_with_points(0)
    await put_rule("picked_up", APPROVE, APPROVE, website_code="us")

    await set_status("picked_up")

    assert await balance() == 200


async def test_while_a_status_un_approves_the_points_quantities_stand() -> None:
    """R6.4."""
    await open_shop()
    await place_with_points(0)
    await set_status("failed")

    for refused in (invoice(), cancel()):
        with pytest.raises(OrderState):
            await refused


@pytest.mark.parametrize("change", [UNCHANGED, UNAPPROVE])
async def test_points_not_approved_when_placed_are_held_for_the_order(
    change: PointsChange,
) -> None:
    """R6.2: without an end, until they are approved."""
    await open_shop()
    await give(100)
    await put_rule("pending", change)
    await place_with_points()

    placed = await standing()
    await set_status("processing")
    taken = await standing()

    assert (placed.balance, placed.held, placed.available) == (100, 100, 0)
    assert (taken.balance, taken.held) == (0, 0)
    assert await count_rows("point_holds") == 0
    assert (await check_ledger()).ok


async def test_a_cancellation_lets_go_of_what_the_order_holds() -> None:
    """R6.2: as far as it is cancelled."""
    await open_shop()
    await give(200)
    await put_rule("pending", UNCHANGED)
    await place_with_points()

    part = await cancel(("l1", 1))
    held = (await standing()).held
    await cancel()

    assert (part.order.points_returned, held) == (50, 150)
    assert (await standing()).held == 0
    assert await balance() == 200


async def test_un_approving_lets_go_of_what_the_order_holds() -> None:
    """R6.2."""
    await open_shop()
    await give(100)
    await put_rule("pending", UNCHANGED)
    await place_with_points()

    done = await set_status("failed")

    assert ((await standing()).held, done.order.points_returned) == (0, 100)


async def test_an_invoice_is_never_refused_for_points() -> None:
    """R6.5: the status moves, the points used stay pending, and the message says so."""
    await open_shop()
    await give(100)
    await place_with_points()
    await set_status("failed")
    await set_status("closed")
    await give(-30)

    done = await invoice("o1", ("l1", 1))

    assert (done.order.status, done.order.needed_state) == ("processing", PointsState.PENDING)
    assert done.message == "The 100 points used were not taken: 30 are missing."
    assert await balance() == 70


async def test_the_shops_own_status_is_left_when_the_quantities_lead_on() -> None:
    """R6.5."""
    await open_shop()
    await place_with_points(0)
    await invoice("o1", ("l1", 1))
    await set_status("shipped")

    second = await invoice("o1", ("l1", 1), invoice_id="i2")
    last = await invoice("o1", ("l1", 2), invoice_id="i3")

    assert (second.order.status, last.order.status) == ("shipped", "complete")
    assert await balance() == 200


async def test_an_order_may_earn_when_it_is_placed() -> None:
    """R6.2: where the rule of the first status says so; the answer tells the customer, twice."""
    await open_shop()
    await put_rule("pending", APPROVE, APPROVE)
    await fill_cart(line("10.00", 4))

    placed = await place()
    again = await place()

    assert placed.orders[0].points_earned == 200
    assert placed.message == "You earned 200 reward points for order o1."
    assert (again.replayed, again.message) == (True, placed.message)
    assert await balance() == 200
