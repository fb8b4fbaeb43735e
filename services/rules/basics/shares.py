"""Splitting amounts so that the parts always sum to the whole (R5.2, R6.1)."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from services.rules.basics.currencies import minor_unit
from services.rules.basics.money import ZERO, down, half_up, total


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


def share(amount: Decimal, units: int, of_units: int, currency: str) -> Decimal:
    """Return what the first `units` of `of_units` carry of `amount`, half up (R5.2).

    The share of units from a to b is `share(b) - share(a)`, so that parts sum to the whole.
    """
    return half_up(amount * units / of_units, currency)


def points_with_money(points: int, money: Decimal, of_money: Decimal) -> int:
    """Return the points that go with `money` out of `of_money`, half up, cumulatively (R6.1)."""
    if of_money == ZERO:
        return 0
    exact = Decimal(points) * money / of_money
    return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))
