"""An order's points: one function says what should be true, the difference is written (R6.3).

What an order has taken from the account and what it has granted are each driven to a target that
is computed from the whole state of the order. Replays, orderings and flips of status therefore
can't pay twice.

Where a website lets points mature (R6.13), nothing else changes: until then the target is 0.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from services.rules.basics.enums import PointsChange
from services.rules.orders.earnings import Earnings
from services.rules.orders.status import StatusRule


@dataclass(frozen=True, slots=True)
class OrderLedger:
    """Where an order's points stand: what was moved for it, and what will never be credited.

    `taken` and `granted` are net of what came back; `gross` is the most that was ever to be
    granted and `lost` what of it the cap cut or a switch forbade, which is never credited later.
    `returned_lost` is what was to come back and found no room, which never comes back later (R3.7).
    """

    taken: int = 0
    granted: int = 0
    gross: int = 0
    lost: int = 0
    returned_lost: int = 0

    @property
    def returnable(self) -> int:
        """Points taken that can still come back."""
        return self.taken - self.returned_lost

    @property
    def earned(self) -> int:
        """All that the order was ever granted, including points taken back later."""
        return self.gross - self.lost

    @property
    def reversed(self) -> int:
        """Granted points that were taken back and have not been granted again."""
        return self.earned - self.granted


@dataclass(frozen=True, slots=True)
class EarningSwitches:
    """Whether anything may be earned now (R1.6), and whether purchases earn (R6.7)."""

    allowed: bool
    on_purchase: bool


@dataclass(frozen=True, slots=True)
class Maturity:
    """When an order's points are credited, and by which switches; both stay as they are (R6.13)."""

    at: datetime
    switches: EarningSwitches


@dataclass(frozen=True, slots=True)
class OrderPoints:
    """The flags of an order and its points, as its rows record them.

    `needed_held`: the points used are held for the order until they are approved, un-approved or
    returned (R6.2). `received_before`: the points to earn have been approved at some time, which
    fixed their `maturity`, None for points that are credited at once (R6.13).
    """

    needed_approved: bool
    received_approved: bool
    ledger: OrderLedger
    needed_held: bool = False
    received_before: bool = False
    maturity: Maturity | None = None

    def is_mature(self, now: datetime) -> bool:
        """Test whether the points may be credited; those that once were stay mature."""
        if self.maturity is None:
            return self.received_before
        return now >= self.maturity.at or self.ledger.gross > 0

    def is_maturing(self, now: datetime) -> bool:
        """Test whether the points are approved and wait to be credited."""
        return self.received_approved and self.maturity is not None and not self.is_mature(now)

    def may_mature(self, now: datetime, days: int | None) -> bool:
        """Test whether the points are still to mature, where orders now do so in `days`."""
        if self.maturity is None:
            return bool(days) and not self.received_before
        return not self.is_mature(now)


@dataclass(frozen=True, slots=True)
class Movements:
    """What to write so that the targets are met; `forgone` points are never to be credited."""

    give_back: int = 0
    reverse: int = 0
    take: int = 0
    credit: int = 0
    forgone: int = 0


def changed(flag: bool, change: PointsChange) -> bool:  # noqa: FBT001  the flag is the value
    """Return the flag after `change`."""
    if change is PointsChange.UNCHANGED:
        return flag
    return change is PointsChange.APPROVE


def apply_rule(points: OrderPoints, rule: StatusRule) -> OrderPoints:
    """Return the flags after a status with `rule` is reached (R6.2)."""
    return replace(
        points,
        needed_approved=changed(points.needed_approved, rule.needed),
        received_approved=changed(points.received_approved, rule.received),
        needed_held=points.needed_held and rule.needed is PointsChange.UNCHANGED,
    )


def first_approved(
    points: OrderPoints,
    days: int | None,
    switches: EarningSwitches,
    *,
    now: datetime,
    is_bought: bool,
) -> OrderPoints:
    """Fix, when the points to earn are first approved, that they mature in `days` (R6.13).

    Not for an order of which nothing was bought in the end (R6.5): its points never mature.
    """
    if points.received_before or not points.received_approved:
        return points
    if not days:
        return replace(points, received_before=True)
    if not is_bought:
        return points
    maturity = Maturity(now + timedelta(days=days), switches)
    return replace(points, received_before=True, maturity=maturity)


def expected_earnings(points: OrderPoints, earnings: Earnings) -> Earnings:
    """Return what the order may be granted: of points that mature, what its switches allow."""
    if points.maturity is None:
        return earnings
    return allowed_earnings(earnings, points.maturity.switches)


def movements(points: OrderPoints, in_force: int, earned: int) -> Movements:
    """Return what moves the order from where its points stand to its targets (R6.3).

    What the cap once cut stays lost: a credit never lifts the order above what it could get
    then, and a smaller grant eats the lost points first. So do returns eat what was lost of them.
    """
    ledger = points.ledger
    taken_target = in_force if points.needed_approved else 0
    granted_target = _grant(earned, ledger) if points.received_approved else 0
    return Movements(
        give_back=max(ledger.returnable - taken_target, 0),
        reverse=max(ledger.granted - granted_target, 0),
        take=max(taken_target - ledger.taken, 0),
        credit=max(granted_target - ledger.granted, 0),
    )


def forgo(wanted: Movements, switches: EarningSwitches, earnings: Earnings) -> Movements:
    """Give up what may not be earned at this moment, for good (R1.6, R6.7)."""
    allowed = allowed_earnings(earnings, switches).total
    forgone = min(wanted.credit, earnings.total - allowed)
    return replace(wanted, credit=wanted.credit - forgone, forgone=forgone)


def allowed_earnings(earnings: Earnings, switches: EarningSwitches) -> Earnings:
    """Return the part of `earnings` that the switches allow."""
    if not switches.allowed:
        return Earnings()
    return earnings if switches.on_purchase else replace(earnings, by_purchase=0)


def after_return(ledger: OrderLedger, points: int, cut: int) -> OrderLedger:
    """Return where the points stand after `points` came back and `cut` found no room (R3.7)."""
    return replace(ledger, taken=ledger.taken - points, returned_lost=ledger.returned_lost + cut)


def after_grant(ledger: OrderLedger, earned: int, credited: int, not_credited: int) -> OrderLedger:
    """Return where the points stand after a credit, and what of it was cut or forgone.

    A grant that was cut stays what the order has at most, even if it was once granted more and a
    memo has lowered that since.
    """
    granted = ledger.granted + credited
    gross = max(ledger.gross, earned)
    lost = gross - granted if not_credited else ledger.lost
    return replace(ledger, granted=granted, gross=gross, lost=lost)


def after_reversal(ledger: OrderLedger, reversed_points: int) -> OrderLedger:
    """Return where the points stand after `reversed_points` were taken back."""
    return replace(ledger, granted=ledger.granted - reversed_points)


def pending_points(
    points: OrderPoints,
    earnings: Earnings,
    switches: EarningSwitches,
    *,
    now: datetime,
    is_open: bool,
) -> int:
    """Return what the order is still expected to earn: 0 once it has or never will (R6.7).

    Points that are maturing are, whoever is excluded meanwhile (R6.13, R12.6).
    """
    if points.is_maturing(now):
        return earnings.total
    if points.received_approved or not is_open:
        return 0
    return allowed_earnings(earnings, switches).total


def returned_points(points: OrderPoints, used: int, in_force: int) -> int:
    """Return the points used that have come back and are not used again (R6.3).

    Points held for the order are used still, but for what a cancellation or memo gave back.
    """
    if points.needed_held:
        return used - in_force
    return used - points.ledger.taken


def _grant(earned: int, ledger: OrderLedger) -> int:
    return min(earned, max(earned, ledger.gross) - ledger.lost)
