"""Discounts: each line's own, then the cart's, spread over the lines (R5.2)."""

from collections.abc import Sequence
from decimal import Decimal

from services.rules.basics.money import half_up, total
from services.rules.basics.shares import spread
from services.rules.checkout.quote_line import QuoteLine


def take_off(amount: Decimal, lines: Sequence[QuoteLine], currency: str) -> tuple[QuoteLine, ...]:
    """Take a discount for the cart off its lines, in proportion to their totals; never below 0."""
    totals = [line.total for line in lines]
    parts = spread(min(half_up(amount, currency), total(totals)), totals, currency)
    return tuple(
        line.reduced_to(line.total - part, currency)
        for line, part in zip(lines, parts, strict=True)
    )
