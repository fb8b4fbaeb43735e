"""Points beside the money they stand for, and what of a balance can be spent."""

from typing import NamedTuple

from services.rules.basics.money import Money
from services.rules.programme.conversion import RecordedRate, points_worth


class PointsAmount(NamedTuple):
    """A number of points and what they are worth, or what they pay.

    It is a tuple because every look at the history makes a page of these.
    """

    points: int
    money: Money


def worth(points: int, rate: RecordedRate | None, currency: str) -> PointsAmount:
    """Return `points` with their worth in `currency`: nothing without a rate (R2.4, R2.5)."""
    return PointsAmount(points, Money(points_worth(points, rate), currency))


def spendable(available: int, *, balance: int, threshold: int | None) -> int:
    """Return what can be spent of `available` points: none below the threshold (R4.2)."""
    if threshold is not None and balance < threshold:
        return 0
    return max(available, 0)
