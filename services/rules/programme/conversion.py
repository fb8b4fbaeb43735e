"""Conversion of money to points and points to money, in whole groups (R2.3, R2.4).

At 2.00 = 10 points an order of 7.00 earns 30; at 10 points = 2.00, 25 points are worth 4.00 and
5 stay with the customer.
"""

from dataclasses import dataclass
from decimal import Decimal

from services.rules.basics.enums import RateDirection
from services.rules.basics.money import ZERO, down

WORTH_LIMIT = Decimal(100_000_000_000_000)


@dataclass(frozen=True, slots=True)
class RecordedRate:
    """The rate a transaction was made with, kept with it for ever (R2.6).

    `points` stand for `currency_amount` of `currency`; `priority` is the level of R2.2, 1 to 4,
    on which the rate was found.
    """

    points: int
    currency_amount: Decimal
    currency: str
    direction: RateDirection
    priority: int

    def __hash__(self) -> int:
        """Tell rates apart well enough: a decimal and a direction take long to hash."""
        return self.points


def points_earned(amount: Decimal, rate: RecordedRate | None) -> int:
    """Return the points that `amount`, in the rate's currency, earns (R2.3, R2.5).

    Nothing for an amount of 0 or below, nor without a rate.
    """
    if rate is None or amount <= 0:
        return 0
    assert rate.direction is RateDirection.CURRENCY_TO_POINTS
    return int(amount // rate.currency_amount) * rate.points


def recorded_worth(points: int, rate: RecordedRate | None) -> Decimal:
    """Return the worth of a balance as an entry keeps it (R3.1), at most a hundred trillion.

    No shop's points come near; a rate set by mistake must not keep points from being written off.
    """
    return min(points_worth(points, rate), WORTH_LIMIT)


def points_worth(points: int, rate: RecordedRate | None) -> Decimal:
    """Return what `points` are worth in the rate's currency, rounded down (R2.4, R2.5).

    Nothing for 0 points or fewer, nor without a rate.
    """
    if rate is None or points <= 0:
        return ZERO
    assert rate.direction is RateDirection.POINTS_TO_CURRENCY
    return down(points // rate.points * rate.currency_amount, rate.currency)
