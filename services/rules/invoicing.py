"""What invoices have charged so far (R6.6): a function of the quantities, not of the path."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from services.rules.money import ZERO, total
from services.rules.order_status import LineState
from services.rules.quote import Quote
from services.rules.shares import share


@dataclass(frozen=True, slots=True)
class Paid:
    """What has paid the invoices so far, in the order in which it pays (R6.6)."""

    points_amount: Decimal
    gift_card: Decimal
    store_credit: Decimal
    money: Decimal


def invoiced_total(quote: Quote, lines: Sequence[LineState]) -> Decimal:
    """Return the sum of all invoices: the lines' shares, and the shipping with the first."""
    if not any(line.invoiced for line in lines):
        return ZERO
    shares = [
        share(charged.net, line.invoiced, line.quantity, quote.currency)
        + share(charged.tax, line.invoiced, line.quantity, quote.currency)
        for charged, line in zip(quote.lines, lines, strict=True)
    ]
    return total(shares) + quote.shipping + quote.shipping_tax


def paid(quote: Quote, lines: Sequence[LineState]) -> Paid:
    """Return what paid the invoices: points first, then gift card, store credit and money."""
    charged = invoiced_total(quote, lines)
    points_amount = min(quote.points_amount, charged)
    gift_card = min(quote.gift_card, charged - points_amount)
    store_credit = min(quote.store_credit, charged - points_amount - gift_card)
    money = charged - points_amount - gift_card - store_credit
    return Paid(points_amount, gift_card, store_credit, money)
