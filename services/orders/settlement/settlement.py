"""Settlement of an order's points: from where they stand to where they should (R6.3).

Every command of an order ends here: what the rules say should be true is compared with what was
moved, and the difference is written: returns, then reversals, then debits, then credits. There is
no second way for an order to move points, but that points which were settled to mature are credited
when their account is opened (R6.13).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from models.tables.checkout import OrderLineRow, OrderRow
from services.ledger.holds import set_order_hold
from services.ledger.order_lots import load_order_lots
from services.ledger.writing.account_book import AccountBook
from services.orders.facts import OrderFacts, facts_of, note_points
from services.orders.settlement.booking import Booking, Settlement
from services.programme.programme import Programme, load_recorded_programme
from services.rules.basics.refusals import InsufficientPoints, Path
from services.rules.orders.points import (
    EarningSwitches,
    OrderPoints,
    apply_rule,
    expected_earnings,
    first_approved,
    forgo,
    movements,
    pending_points,
)
from services.rules.orders.status import StatusRule
from services.rules.programme.visibility import are_points_shown


async def settle(
    row: OrderRow,
    lines: Sequence[OrderLineRow],
    book: AccountBook | None,
    rule: StatusRule,
    *,
    now: datetime,
    is_open: bool,
    refuse_at: Path | None = None,
    comment: str | None = None,
) -> Settlement:
    """Reach the flags of `rule` and the targets that follow; `row` is changed, not yet saved.

    Points that can't be taken are refused at `refuse_at`; without it the points used stay
    unapproved, and the settlement says so (R6.5). `is_open` says whether the order may still earn.
    Without a book it is a guest's order, which has no points. Raises InsufficientPoints.
    """
    facts = facts_of(row, lines)
    before = _Promised.by(row)
    points = await _first_approved(row, facts, apply_rule(facts.points, rule), book, now)
    if book is None:
        note_points(row, points)
        return Settlement()
    booking = Booking(row, book, facts, points, comment)
    switches = _switches_of(points, book.programme)
    earnings = expected_earnings(points, facts.earnings)
    earned = earnings.total if points.is_mature(now) else 0
    wanted = forgo(movements(points, facts.in_force, earned), switches, earnings)
    if wanted.give_back or wanted.reverse:
        earlier = await _carried_from(row)
        lots = await load_order_lots(book, order_id=row.id, carried_from=earlier)
        if wanted.give_back:
            booking.give_back(wanted.give_back, lots)
        if wanted.reverse:
            booking.reverse(wanted.reverse, lots)
    if wanted.take:
        _take(booking, wanted.take, refuse_at)
    booking.credit(wanted)
    held = facts.in_force if booking.points.needed_held else 0
    await set_order_hold(book, order_id=row.id, points=held)
    note_points(row, booking.points)
    row.pending_points = pending_points(
        booking.points, earnings, switches, now=now, is_open=is_open
    )
    _note_promised(book, before, _Promised.by(row))
    return booking.settlement


@dataclass(frozen=True, slots=True)
class _Promised:
    """The points that an order promises, and when they mature, where that is known (R6.13)."""

    points: int
    at: datetime | None

    @staticmethod
    def by(row: OrderRow) -> "_Promised":
        is_known = row.pending_points > 0 and row.received_approved
        return _Promised(row.pending_points, row.matures_at if is_known else None)


def _note_promised(book: AccountBook, before: _Promised, after: _Promised) -> None:
    """Let the account know what the order promises."""
    book.pending_points += after.points - before.points
    if before.at is not None and before.at != after.at:
        book.await_no_longer(before.at)
    if after.at is not None:
        book.await_maturity(after.at)


async def _first_approved(
    row: OrderRow,
    facts: OrderFacts,
    points: OrderPoints,
    book: AccountBook | None,
    now: datetime,
) -> OrderPoints:
    """Fix what the first approval of the points to earn fixes, a guest's order's too (R6.13)."""
    if points.received_before or not points.received_approved:
        return points
    programme = (
        book.programme
        if book is not None
        else await load_recorded_programme(website_code=row.website_code, customer_id=None)
    )
    settings = programme.settings
    return first_approved(
        points,
        settings.maturity_days,
        EarningSwitches(are_points_shown(settings), settings.earn_on_purchase),
        now=now,
        is_bought=any(line.bought for line in facts.lines),
    )


async def _carried_from(row: OrderRow) -> list[str]:
    """Return the orders whose points it carries: the one it replaced, and what that carried."""
    ids: list[str] = []
    while row.points_carried and row.replaces_order_id is not None:
        row = await OrderRow.get(id=row.replaces_order_id)
        ids.append(row.id)
    return ids


def _switches_of(points: OrderPoints, programme: Programme) -> EarningSwitches:
    """Return what holds of earning now (R1.6, R6.7); for points that mature, exclusion (R6.13)."""
    if points.maturity is not None:
        return EarningSwitches(allowed=not programme.is_excluded, on_purchase=True)
    return EarningSwitches(
        allowed=programme.may_earn, on_purchase=programme.settings.earn_on_purchase
    )


def _take(booking: Booking, points: int, refuse_at: Path | None) -> None:
    """Take the points used, or leave them unapproved if the balance lacks them (R6.4, R6.5)."""
    available = booking.book.funds(order_id=booking.row.id).available
    if points <= available:
        booking.take(points)
        return
    missing = points - available
    if refuse_at is not None:
        raise InsufficientPoints(
            f"The order needs {points} points, {available} are available.",
            path=refuse_at,
            missing_points=missing,
        )
    before = booking.facts.points
    booking.points = replace(
        booking.points, needed_approved=before.needed_approved, needed_held=before.needed_held
    )
    booking.say_not_taken(points, missing)
