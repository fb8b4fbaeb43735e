"""An account as a bag of single points, each with its lot: no sums, no shortcuts (R3.2 to R4.4)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from services.rules.basics.enums import ClawbackPolicy
from services.rules.ledger.lots import Lot

_LAST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, order=True)
class Point:
    """One point; points are spent in the order of these fields."""

    expires_at: datetime
    created_at: datetime
    lot_id: UUID


@dataclass
class BagOfPoints:
    points: list[Point] = field(default_factory=list)
    debt: int = 0

    @property
    def balance(self) -> int:
        return len(self.points) - self.debt

    @property
    def by_lot(self) -> Counter[UUID]:
        return Counter(point.lot_id for point in self.points)

    def credit(self, lot: Lot, cap: int | None) -> int:
        """Add the lot's points one by one; return how many the cap kept out."""
        cut = 0
        for _ in range(lot.points):
            if cap is not None and self.balance >= cap:
                cut += 1
            else:
                self._add(_point_of(lot))
        return cut

    def move_in(self, lots: Sequence[Lot]) -> None:
        """Add the points of all lots, those that would be spent first repaying the debt."""
        for point in sorted(_point_of(lot) for lot in lots for _ in range(lot.points)):
            self._add(point)

    def debit(self, points: int) -> None:
        self.points = sorted(self.points)[points:]

    def reverse(self, points: int, opened: Sequence[UUID], clawback: ClawbackPolicy) -> int:
        """Take points back one by one; return how many were not there to be taken."""
        missing = 0
        for _ in range(points):
            if self.points:
                self.points.remove(min(self.points, key=lambda point: _reversal(point, opened)))
            elif clawback is ClawbackPolicy.DEBT:
                self.debt += 1
            else:
                missing += 1
        return missing

    def expire(self, now: datetime) -> None:
        self.points = [point for point in self.points if now < point.expires_at]

    def _add(self, point: Point) -> None:
        if self.debt:
            self.debt -= 1
        else:
            self.points.append(point)


def _point_of(lot: Lot) -> Point:
    return Point(lot.expires_at or _LAST, lot.created_at, lot.id)


def _reversal(point: Point, opened: Sequence[UUID]) -> tuple[int, Point]:
    place = opened.index(point.lot_id) if point.lot_id in opened else len(opened)
    return (place, point)
