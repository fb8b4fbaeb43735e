"""Shares of an order: who pays what of each line, of the shipping and of each invoice (R6.15)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from services.rules.basics.money import ZERO, total
from services.rules.basics.quantities import Quantity
from services.rules.basics.shares import spread
from services.rules.checkout.quote import Quote
from services.rules.checkout.quote_line import QuoteLine
from services.rules.orders.charge import Paid, pay, payable_of


@dataclass(frozen=True, slots=True)
class Share:
    """A part of an order and who pays it: `net` and `tax` come to the last four together.

    `discount` and `product_points` are off already, and with their tax.
    """

    currency: str
    net: Decimal
    tax: Decimal
    discount: Decimal
    product_points: Decimal
    points: Decimal
    gift_card: Decimal
    store_credit: Decimal
    due: Decimal


@dataclass(frozen=True, slots=True)
class LineShare:
    """The share of the units of a line that are not cancelled."""

    line_id: str
    quantity: Quantity
    share: Share


@dataclass(frozen=True, slots=True)
class OrderShares:
    """The shares of an order as it stands, which sum to it."""

    lines: tuple[LineShare, ...]
    shipping: Share


@dataclass(frozen=True, slots=True)
class _Part:
    """What a part of an order comes to, and what of it points may pay."""

    net: Decimal
    tax: Decimal
    payable: Decimal
    discount: Decimal = ZERO
    product_points: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        return self.net + self.tax


def order_shares(quote: Quote, kept: Sequence[Quantity]) -> OrderShares:
    """Share out what pays the `kept` units of each line, and the shipping that goes with them.

    Each payer pays the parts in proportion to what those before it left, by largest remainder:
    points of what they may pay (R5.4), then gift card and store credit; the rest is due.
    """
    parts = _parts(quote, kept)
    *of_lines, of_shipping = [
        _share(quote.currency, part, paid)
        for part, paid in zip(parts, _paid(quote, parts), strict=True)
    ]
    lines = zip(quote.lines, kept, of_lines, strict=True)
    return OrderShares(
        lines=tuple(LineShare(line.id, units, share) for line, units, share in lines),
        shipping=of_shipping,
    )


def invoice_share(quote: Quote, before: Sequence[Quantity], through: Sequence[Quantity]) -> Share:
    """Return what an invoice charges that brings the invoiced units from `before` to `through`.

    Invoices are paid by points, gift card and store credit in that order, whatever is on them, and
    the first carries the shipping (R6.6).
    """
    so_far, earlier = (_together(quote, _parts(quote, units)) for units in (through, before))
    return Share(
        currency=quote.currency,
        net=so_far.net - earlier.net,
        tax=so_far.tax - earlier.tax,
        discount=so_far.discount - earlier.discount,
        product_points=so_far.product_points - earlier.product_points,
        points=so_far.points - earlier.points,
        gift_card=so_far.gift_card - earlier.gift_card,
        store_credit=so_far.store_credit - earlier.store_credit,
        due=so_far.due - earlier.due,
    )


def _parts(quote: Quote, units: Sequence[Quantity]) -> list[_Part]:
    """Return the parts that these units of each line make: the lines', then the shipping's."""
    lines = [_line(quote, line, count) for line, count in zip(quote.lines, units, strict=True)]
    return [*lines, _shipping(quote) if any(units) else _Part(ZERO, ZERO, ZERO)]


def _line(quote: Quote, line: QuoteLine, units: Quantity) -> _Part:
    net, tax = line.carried_by(units, line.quantity, quote.currency)
    off = line.taken_off_by(units, quote.currency)
    return _Part(
        net=net,
        tax=tax,
        payable=payable_of(quote, net, tax, ZERO),
        discount=off.discount,
        product_points=off.product_points,
    )


def _shipping(quote: Quote) -> _Part:
    shipping = quote.shipping + quote.shipping_tax
    return _Part(quote.shipping, quote.shipping_tax, payable_of(quote, ZERO, ZERO, shipping))


def _paid(quote: Quote, parts: Sequence[_Part]) -> list[Paid]:
    """Return what pays each of the parts, so that it sums to what pays them together."""
    whole = _together(quote, parts)
    points = spread(whole.points, [part.payable for part in parts], quote.currency)
    left = _less([part.total for part in parts], points)
    gift_card = spread(whole.gift_card, left, quote.currency)
    left = _less(left, gift_card)
    store_credit = spread(whole.store_credit, left, quote.currency)
    due = _less(left, store_credit)
    return [Paid(*each) for each in zip(points, gift_card, store_credit, due, strict=True)]


def _together(quote: Quote, parts: Sequence[_Part]) -> Share:
    """Return what the parts come to in all, and what pays them."""
    whole = _Part(
        net=total(part.net for part in parts),
        tax=total(part.tax for part in parts),
        payable=total(part.payable for part in parts),
        discount=total(part.discount for part in parts),
        product_points=total(part.product_points for part in parts),
    )
    return _share(quote.currency, whole, pay(quote, whole.total, whole.payable))


def _share(currency: str, part: _Part, paid: Paid) -> Share:
    return Share(
        currency=currency,
        net=part.net,
        tax=part.tax,
        discount=part.discount,
        product_points=part.product_points,
        points=paid.points_amount,
        gift_card=paid.gift_card,
        store_credit=paid.store_credit,
        due=paid.money,
    )


def _less(amounts: Sequence[Decimal], parts: Sequence[Decimal]) -> list[Decimal]:
    return [amount - part for amount, part in zip(amounts, parts, strict=True)]
