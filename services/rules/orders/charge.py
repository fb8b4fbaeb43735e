"""Charge of an order: its total as quantities stand, what pays it, and what was invoiced.

All of it is a function of the quote, the quantities and what credit memos gave back, not of the
path: a cancellation quotes the rest of the order again with the recorded rates (R6.8).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from services.rules.basics.money import ZERO, total
from services.rules.basics.quantities import Quantity
from services.rules.basics.shares import points_share
from services.rules.checkout.quote import Quote, pay_rest
from services.rules.orders.status import LineState


@dataclass(frozen=True, slots=True)
class Given:
    """What credit memos gave back so far, in points and money; `shipping` with its tax (R6.9)."""

    points: int = 0
    points_amount: Decimal = ZERO
    gift_card: Decimal = ZERO
    store_credit: Decimal = ZERO
    cash: Decimal = ZERO
    shipping: Decimal = ZERO


NOTHING_GIVEN = Given()


@dataclass(frozen=True, slots=True)
class Charge:
    """What an order comes to without the units cancelled, and what pays it.

    `goods` are the lines without tax, `shipping` carries its tax. `points` pay `points_amount`;
    `money` is what is left to pay.
    """

    currency: str
    goods: Decimal
    tax: Decimal
    shipping: Decimal
    points: int
    points_amount: Decimal
    gift_card: Decimal
    store_credit: Decimal
    money: Decimal

    @property
    def total(self) -> Decimal:
        """All of it."""
        return self.goods + self.tax + self.shipping


@dataclass(frozen=True, slots=True)
class Paid:
    """What has paid the invoices so far, in the order in which it pays (R6.6)."""

    points_amount: Decimal
    gift_card: Decimal
    store_credit: Decimal
    money: Decimal


def charge_of(quote: Quote, lines: Sequence[LineState], given: Given = NOTHING_GIVEN) -> Charge:
    """Return what the units not cancelled come to, and what pays them (R6.8).

    Points pay at most what they paid of the whole, and what they may pay of the rest (R5.4), and at
    least what memos gave back.
    """
    kept = [line.kept for line in lines]
    goods, tax = goods_of(quote, kept, lines), tax_of(quote, kept, lines)
    shipping = quote.shipping + quote.shipping_tax if any(kept) else ZERO
    whole = goods + tax + shipping
    by_points = min(quote.points_amount, payable_of(quote, goods, tax, shipping))
    points = max(_points_for(by_points, quote), given.points)
    points_amount = max(by_points, given.points_amount)
    rest = pay_rest(max(whole - points_amount, ZERO), quote.gift_card, quote.store_credit)
    return Charge(
        currency=quote.currency,
        goods=goods,
        tax=tax,
        shipping=shipping,
        points=points,
        points_amount=points_amount,
        gift_card=rest.gift_card,
        store_credit=rest.store_credit,
        money=rest.due,
    )


def paid(charge: Charge, quote: Quote, lines: Sequence[LineState]) -> Paid:
    """Return what paid the invoices."""
    charged, payable = _invoiced(charge, quote, lines)
    return pay(quote, charged, payable)


def pay(quote: Quote, charged: Decimal, payable: Decimal) -> Paid:
    """Return what pays so much of the order: points first, then gift card, store credit and money.

    Points pay of what they may pay, `payable`. It depends on nothing that comes later: what has
    paid an invoice stays so.
    """
    points_amount = min(quote.points_amount, payable)
    rest = pay_rest(charged - points_amount, quote.gift_card, quote.store_credit)
    return Paid(points_amount, rest.gift_card, rest.store_credit, rest.due)


def payable_of(quote: Quote, goods: Decimal, tax: Decimal, shipping: Decimal) -> Decimal:
    """Return what points may pay of goods, their tax and shipping, by the order's record (R5.4)."""
    return quote.redemption.payable.within(goods + tax + shipping, shipping=shipping, tax=tax)


def goods_of(quote: Quote, units: Sequence[Quantity], lines: Sequence[LineState]) -> Decimal:
    """Return what these units of each line carry, without tax (R5.2)."""
    return total(
        charged.carried_by(count, line.quantity, quote.currency)[0]
        for charged, count, line in zip(quote.lines, units, lines, strict=True)
    )


def tax_of(quote: Quote, units: Sequence[Quantity], lines: Sequence[LineState]) -> Decimal:
    """Return the tax that these units of each line carry (R5.2)."""
    return total(
        charged.carried_by(count, line.quantity, quote.currency)[1]
        for charged, count, line in zip(quote.lines, units, lines, strict=True)
    )


def product_points_left(quote: Quote, lines: Sequence[LineState]) -> int:
    """Return the product points of the units neither cancelled nor refunded (R7.3)."""
    return quote.product_points_used - product_points_back(
        quote, [Quantity(line.cancelled + line.refunded) for line in lines]
    )


def product_points_back(quote: Quote, units: Sequence[Quantity]) -> int:
    """Return the product points that come back with these units of each line, rounded down."""
    return sum(
        points_share(charged.product_points, count, charged.quantity)
        for charged, count in zip(quote.lines, units, strict=True)
    )


def _invoiced(charge: Charge, quote: Quote, lines: Sequence[LineState]) -> tuple[Decimal, Decimal]:
    """Return the sum of all invoices, and what of it points may pay (R5.4)."""
    units = [line.invoiced for line in lines]
    if not any(units):
        return ZERO, ZERO
    goods, tax = goods_of(quote, units, lines), tax_of(quote, units, lines)
    return goods + tax + charge.shipping, payable_of(quote, goods, tax, charge.shipping)


def _points_for(amount: Decimal, quote: Quote) -> int:
    """Return the fewest whole groups that pay `amount`, at most the points used."""
    rate = quote.redemption.rate
    if rate is None or amount == quote.points_amount:
        return quote.points_used
    groups = int((amount / rate.currency_amount).to_integral_value(ROUND_CEILING))
    return min(groups * rate.points, quote.points_used)
