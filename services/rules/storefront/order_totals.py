"""The totals of a placed order, as its quote recorded them (R6.1)."""

from dataclasses import dataclass
from decimal import Decimal

from services.rules.basics.money import Money
from services.rules.checkout.quote import Quote
from services.rules.storefront.cart_prices import NamedAmount, named


@dataclass(frozen=True, slots=True)
class OrderTotals:
    """What an order costs and how it is paid; a means of payment not used is None."""

    subtotal: Money
    total_shipping: Money
    total_tax: Money
    discounts: tuple[NamedAmount, ...]
    total_giftcard: Money | None
    total_store_credit: Money | None
    total_reward_points: Money | None
    grand_total: Money


def order_totals(quote: Quote) -> OrderTotals:
    """Return the totals of an order in the currency it was placed in."""
    currency = quote.currency
    return OrderTotals(
        subtotal=Money(quote.subtotal - quote.product_points_amount, currency),
        total_shipping=Money(quote.shipping, currency),
        total_tax=Money(quote.tax, currency),
        discounts=named((Money(quote.discount, currency), "Discount")),
        total_giftcard=_used(quote.gift_card, currency),
        total_store_credit=_used(quote.store_credit, currency),
        total_reward_points=_used(quote.points_amount, currency),
        grand_total=Money(quote.amount_due, currency),
    )


def _used(amount: Decimal, currency: str) -> Money | None:
    return Money(amount, currency) if amount else None
