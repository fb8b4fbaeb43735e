"""Money: an exact amount in one currency, rounded once and in a named direction.

The service's sums stay below 28 digits, the precision of `Decimal`'s default context, so that
sums, differences and products with counts are exact.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from services.rules.basics.currencies import MINOR_DIGITS, MINOR_UNITS

ZERO = Decimal(0)
_UNITS = [Decimal(1).scaleb(-decimals) for decimals in range(max(MINOR_DIGITS.values()) + 1)]


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in units of `currency` (ISO 4217)."""

    amount: Decimal
    currency: str


def half_up(amount: Decimal, currency: str) -> Decimal:
    """Round `amount` half up to the minor unit of `currency`."""
    return amount.quantize(MINOR_UNITS[currency], ROUND_HALF_UP)


def down(amount: Decimal, currency: str) -> Decimal:
    """Round `amount` down to the minor unit of `currency`."""
    return amount.quantize(MINOR_UNITS[currency], ROUND_FLOOR)


def up(amount: Decimal, currency: str) -> Decimal:
    """Round `amount` up to the minor unit of `currency`."""
    return amount.quantize(MINOR_UNITS[currency], ROUND_CEILING)


def padded(amount: Decimal, decimals: int) -> Decimal:
    """Return the same amount with as few decimals as it needs, and at least `decimals`."""
    shown = amount.quantize(_UNITS[decimals])
    return shown if shown == amount else amount.normalize()


def total(amounts: Iterable[Decimal]) -> Decimal:
    """Return the sum of `amounts`, 0 for none."""
    return sum(amounts, ZERO)
