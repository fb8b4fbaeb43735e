"""Lot order for debits: soonest expiry first, never-expiring last, then oldest (R3.2)."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from services.rules.basics.enums import LedgerReason, LotKind

_NEVER = datetime.max.replace(tzinfo=UTC)


class Lot(NamedTuple):
    """Points credited together, hence expiring together; `expires_at` is the date in force.

    Its kind stays with the points wherever they go (R15.3). `origin` is the lot whose points these
    were before their customer was merged into another one, the first of all (R12.5). It is a tuple,
    as an import may open millions.
    """

    id: UUID
    points: int
    remaining: int
    created_at: datetime
    expires_at: datetime | None
    kind: LotKind = LotKind.PROMOTIONAL
    origin: UUID | None = None

    @property
    def first_id(self) -> UUID:
        """The lot that the points were credited in, wherever they have gone since."""
        return self.origin or self.id

    def is_live(self, now: datetime) -> bool:
        """Test whether the lot has not expired: it lives while now < expires_at (R10.1)."""
        return self.expires_at is None or now < self.expires_at


class Draw(NamedTuple):
    """A change of one lot's remaining points: below 0 taken, above 0 put back."""

    lot_id: UUID
    points: int


def kind_opened_by(reason: LedgerReason) -> LotKind:
    """Return the kind of a lot that a credit opens; what a purchase earned was paid for (R15.3)."""
    return LotKind.PAID if reason is LedgerReason.PURCHASE else LotKind.PROMOTIONAL


def allocate(points: int, lots: Iterable[Lot]) -> tuple[Draw, ...]:
    """Return the draws that take exactly `points`, which the lots cover."""
    draws: list[Draw] = []
    owed = points
    for lot in sorted(lots, key=_spending_order):
        taken = min(lot.remaining, owed)
        if taken:
            draws.append(Draw(lot.id, -taken))
            owed -= taken
    assert owed == 0, "a debit is checked against the lots before it is allocated"
    return tuple(draws)


def merge_draws(draws: Iterable[Draw]) -> tuple[Draw, ...]:
    """Return one draw for each lot, those that come to nothing left out."""
    change: Counter[UUID] = Counter()
    for draw in draws:
        change[draw.lot_id] += draw.points
    return tuple(Draw(lot_id, points) for lot_id, points in change.items() if points)


def last_taken(taken: Sequence[Draw], points: int) -> tuple[Draw, ...]:
    """Return the draws that give back the last `points` of what was `taken` in this order (R6.11).

    Draws below 0 have taken, draws above 0 have given back the last that were taken before them.
    """
    stack: list[Draw] = []
    for draw in taken:
        if draw.points < 0:
            stack.append(draw)
        else:
            _pop(stack, draw.points)
    return merge_draws(_pop(stack, points))


def apply_draws(lots: Sequence[Lot], draws: Iterable[Draw]) -> tuple[Lot, ...]:
    """Return the lots after `draws`."""
    change = {draw.lot_id: draw.points for draw in draws}
    return tuple(
        lot._replace(remaining=lot.remaining + change[lot.id]) if lot.id in change else lot
        for lot in lots
    )


def _pop(stack: list[Draw], points: int) -> list[Draw]:
    """Take the last `points` off the stack; return them as draws that give back, last first."""
    given_back: list[Draw] = []
    owed = points
    while owed:
        last = stack.pop()
        part = min(-last.points, owed)
        owed -= part
        given_back.append(Draw(last.lot_id, part))
        if part < -last.points:
            stack.append(Draw(last.lot_id, last.points + part))
    return given_back


def _spending_order(lot: Lot) -> tuple[datetime, datetime, UUID]:
    return (lot.expires_at or _NEVER, lot.created_at, lot.id)
