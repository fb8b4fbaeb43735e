"""A cart's totals and their division over orders, worked out again by fractions (R5, R6.1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from services.rules.checkout.cart import CartContent, CartLine
from services.rules.checkout.quote_line import QuoteLine
from tests.rules.models.rounding import DIGITS, exact, half_up, half_up_to_unit


@dataclass(frozen=True)
class Totals:
    nets: list[Fraction]
    order_total: Fraction
    shipping: Fraction
    tax: Fraction


def totals_of(cart: CartContent) -> Totals:
    """Discount the lines, spread the cart's discount, add shipping and tax (R5.2, R5.3)."""
    taxes = [half_up_to_unit(exact(line.tax), cart.currency) for line in cart.lines]
    before = [_own_total(line, cart) for line in cart.lines]
    discount = min(half_up_to_unit(exact(cart.discount), cart.currency), sum(before, Fraction(0)))
    parts = dealt_out(discount, before, cart.currency)
    nets = [whole - part for whole, part in zip(before, parts, strict=True)]
    shipping = half_up_to_unit(exact(cart.shipping), cart.currency)
    shipping_tax = half_up_to_unit(exact(cart.shipping_tax), cart.currency)
    if cart.prices_include_tax:
        taxes = [
            half_up_to_unit(tax * left / whole, cart.currency) if whole else Fraction(0)
            for tax, left, whole in zip(taxes, nets, before, strict=True)
        ]
        nets = [left - tax for left, tax in zip(nets, taxes, strict=True)]
        shipping -= shipping_tax
    tax = sum(taxes, shipping_tax)
    return Totals(nets, sum(nets, shipping + tax), shipping, tax)


def _own_total(line: CartLine, cart: CartContent) -> Fraction:
    """Return the line less its own discount; with tax where prices include it, rounded once."""
    row = exact(line.quantity) * exact(line.unit_price)
    if cart.prices_include_tax:
        return half_up_to_unit(max(row - exact(line.discount), Fraction(0)), cart.currency)
    discount = half_up_to_unit(exact(line.discount), cart.currency)
    return max(half_up_to_unit(row, cart.currency) - discount, Fraction(0))


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
    line: QuoteLine, before: Decimal, units: Decimal, currency: str, *, included: bool
) -> tuple[Fraction, Fraction]:
    """Return net and tax that `units` after the first `before` carry of a line (R5, R5.2)."""
    net, tax = _through(line, before + units, currency, included=included)
    net_before, tax_before = _through(line, before, currency, included=included)
    return net - net_before, tax - tax_before


def _through(
    line: QuoteLine, units: Decimal, currency: str, *, included: bool
) -> tuple[Fraction, Fraction]:
    part = exact(units) / exact(line.quantity)
    net, tax = exact(line.net), exact(line.tax)
    if not included:
        return half_up_to_unit(net * part, currency), half_up_to_unit(tax * part, currency)
    whole = net + tax
    total = half_up_to_unit(whole * part, currency)
    of_it = half_up_to_unit(total * tax / whole, currency) if whole else Fraction(0)
    return total - of_it, of_it


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
