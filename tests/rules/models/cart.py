"""A cart's totals and their division over orders, worked out again by fractions (R5, R6.1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from services.rules.checkout.cart import CartContent
from tests.rules.models.rounding import DIGITS, exact, half_up, half_up_to_unit


@dataclass(frozen=True)
class Totals:
    nets: list[Fraction]
    order_total: Fraction
    shipping: Fraction
    tax: Fraction


def totals_of(cart: CartContent) -> Totals:
    """Discount the lines, spread the cart's discount, add shipping and tax (R5.2, R5.3)."""
    nets = []
    for line in cart.lines:
        row = half_up_to_unit(exact(line.quantity) * exact(line.unit_price), cart.currency)
        nets.append(max(row - half_up_to_unit(exact(line.discount), cart.currency), Fraction(0)))
    discount = min(half_up_to_unit(exact(cart.discount), cart.currency), sum(nets, Fraction(0)))
    parts = dealt_out(discount, nets, cart.currency)
    nets = [net - part for net, part in zip(nets, parts, strict=True)]
    taxes = [half_up_to_unit(exact(line.tax), cart.currency) for line in cart.lines]
    tax = sum(taxes, half_up_to_unit(exact(cart.shipping_tax), cart.currency))
    shipping = half_up_to_unit(exact(cart.shipping), cart.currency)
    return Totals(nets, sum(nets, shipping + tax), shipping, tax)


def dealt_out(amount: Fraction, weights: Sequence[Fraction], currency: str) -> list[Fraction]:
    """Deal `amount` out unit by unit: whole shares first, then to whom most is still owed."""
    scale = 10 ** DIGITS[currency]
    whole = sum(weights, Fraction(0))
    if whole == 0:
        return [Fraction(0) for _ in weights]
    due = [amount * scale * weight / whole for weight in weights]
    units = [int(share) for share in due]
    while sum(units) < amount * scale:
        owed = [share - given for share, given in zip(due, units, strict=True)]
        units[owed.index(max(owed))] += 1
    return [Fraction(given, scale) for given in units]


def carried(
    amount: Fraction, before: Decimal, units: Decimal, of_units: Decimal, currency: str
) -> Fraction:
    """Return what `units` after the first `before` carry of a line's `amount` (R5.2)."""
    through = half_up_to_unit(amount * exact(before + units) / exact(of_units), currency)
    return through - half_up_to_unit(amount * exact(before) / exact(of_units), currency)


def points_by_order(points: int, moneys: Sequence[Fraction]) -> list[int]:
    """Let points go with their money over the orders, cumulatively, half up (R6.1)."""
    whole = sum(moneys, Fraction(0))
    given: list[int] = []
    through = Fraction(0)
    for money in moneys:
        through += money
        share = half_up(points * through / whole) if whole else 0
        given.append(share - sum(given))
    return given
