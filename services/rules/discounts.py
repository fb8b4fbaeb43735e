"""Discounts: each line's own, then the cart's, spread over the lines (R5.2)."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from services.rules.money import half_up, total
from services.rules.quote_line import QuoteLine
from services.rules.shares import spread


def take_off(amount: Decimal, lines: Sequence[QuoteLine], currency: str) -> tuple[QuoteLine, ...]:
    """Take a discount for the cart off its lines, in proportion to their totals; never below 0."""
    nets = [line.net for line in lines]
    parts = spread(min(half_up(amount, currency), total(nets)), nets, currency)
    return tuple(
        replace(line, net=line.net - part) for line, part in zip(lines, parts, strict=True)
    )
