"""Splitting amounts so that the parts always sum to the whole (R5.2, R6.1)."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

from services.rules.basics.currencies import minor_unit
from services.rules.basics.money import ZERO, down, half_up, total
from services.rules.basics.quantities import Quantity, to_units_e4

# A share is of an amount of 14 digits, by a part and a whole of up to 19 each: with so many digits
# a quotient that is cut can't be taken for a half, nor a half for less.
_WIDE: Final = Context(prec=60)


def spread(amount: Decimal, weights: Sequence[Decimal], currency: str) -> list[Decimal]:
    """Split `amount` in proportion to `weights` by largest remainder, to the minor unit.

    Ties go to the earlier part. Weights of 0 in all get nothing.
    """
    whole = total(weights)
    if whole == ZERO:
        return [ZERO] * len(weights)
    parts = [down(amount * weight / whole, currency) for weight in weights]
    unit = minor_unit(currency)
    left = int((amount - total(parts)) / unit)
    # The exact remainder is compared without the division, whose digits are cut.
    remainders = [
        amount * weight - part * whole for weight, part in zip(weights, parts, strict=True)
    ]
    by_remainder = sorted(range(len(parts)), key=lambda index: (-remainders[index], index))
    for index in by_remainder[:left]:
        parts[index] += unit
    return parts


def share(amount: Decimal, units: Decimal | int, of_units: Decimal | int, currency: str) -> Decimal:
    """Return what the first `units` of `of_units` carry of `amount`, half up (R5.2).

    The share of units from a to b is `share(b) - share(a)`, so that parts sum to the whole.
    """
    if not units or units == of_units:  # as nearly always: nothing is divided
        return half_up(amount if units else ZERO, currency)
    return half_up(_WIDE.divide(_WIDE.multiply(amount, units), of_units), currency)


def points_share(points: int, units: Quantity, of_units: Quantity) -> int:
    """Return how many of a line's `points` its first `units` carry, rounded down (R7.2).

    The points of units from a to b are `points_share(b) - points_share(a)`.
    """
    return points * to_units_e4(units) // to_units_e4(of_units)


def points_with_money(points: int, money: Decimal, of_money: Decimal) -> int:
    """Return the points that go with `money` out of `of_money`, half up, cumulatively (R6.1)."""
    if of_money == ZERO:
        return 0
    exact = Decimal(points) * money / of_money
    return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))
