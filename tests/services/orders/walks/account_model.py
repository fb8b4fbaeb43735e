"""Account of points, told a second time from the rules alone: lots, debt, cap and limit.

Nothing of the service is imported. Days are whole numbers.
"""

from dataclasses import dataclass, field

MOST = 2**31 - 1


@dataclass
class ModelLot:
    points: int
    left: int
    expires: int | None
    number: int


@dataclass
class ModelAccount:
    """Lots of points; days are whole numbers."""

    expiry_days: int | None
    grace_days: int
    cap: int | None
    owes: bool
    excluded: bool = False
    lots: list[ModelLot] = field(default_factory=list)
    debt: int = 0
    today: int = 0

    @property
    def balance(self) -> int:
        return sum(lot.left for lot in self.lots) - self.debt

    @property
    def room(self) -> int:
        return min(max(MOST - self.balance, 0), MOST)

    def expire(self) -> None:
        for lot in self.lots:
            if lot.expires is not None and lot.expires <= self.today:
                lot.left = 0

    def credit(self, points: int, *, capped: bool = True, days: int | None = None) -> int:
        """Add points; return how many were let in."""
        points = min(points, self.room)
        if capped and self.cap is not None:
            points = min(points, max(self.cap - self.balance, 0))
        if points == 0:
            return 0
        life = self.expiry_days if days is None else days
        expires = None if life is None else self.today + life
        repaid = min(self.debt, points)
        self.debt -= repaid
        self.lots.append(ModelLot(points, points - repaid, expires, len(self.lots)))
        return points

    def by_expiry(self) -> list[ModelLot]:
        return sorted(
            self.lots,
            key=lambda lot: (lot.expires is None, lot.expires or 0, lot.number),
        )

    def take(self, points: int) -> list[tuple[ModelLot, int]]:
        taken: list[tuple[ModelLot, int]] = []
        for lot in self.by_expiry():
            part = min(lot.left, points)
            if part:
                lot.left -= part
                points -= part
                taken.append((lot, part))
        assert points == 0
        return taken

    def put_back(self, slices: list[tuple[ModelLot, int]]) -> None:
        """Refill the lots; what has expired lives for the grace days; a debt is repaid first."""
        debt, self.debt = self.debt, 0
        late = 0
        for lot, points in slices:
            if lot.expires is not None and lot.expires <= self.today:
                late += points
            else:
                lot.left += points
        if late:
            self.credit(late, capped=False, days=self.grace_days)
        repaid = min(debt, sum(points for _, points in slices))
        self.take(repaid)
        self.debt = debt - repaid
        self.expire()

    def reverse(self, points: int, first: list[ModelLot]) -> int:
        """Take an earning back, from its own lots first; return how many were taken."""
        there = sum(lot.left for lot in self.lots)
        taken = min(points, there)
        left = taken
        for lot in reversed(first):
            part = min(lot.left, left)
            lot.left -= part
            left -= part
        self.take(left)
        if self.owes:
            owed = min(points - taken, MOST - self.debt)
            self.debt += owed
            return taken + owed
        return taken
