"""Totals of a placed order, as its quote recorded them, in the currency its cart showed (R6.16)."""

from dataclasses import dataclass
from decimal import Decimal

from services.rules.basics.money import Money
from services.rules.checkout.cart import DisplayCurrency
from services.rules.checkout.quote import Quote
from services.rules.storefront.cart_prices import NamedAmount, named
from services.rules.storefront.display import display_totals, in_display


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


def order_totals(quote: Quote, display: DisplayCurrency | None) -> OrderTotals:
    """Return the totals of an order in the currency shown, None for that of the website."""
    paid = display_totals(quote, display)

    def shown(amount: Decimal) -> Money:
        return in_display(amount, quote.currency, display)

    return OrderTotals(
        subtotal=shown(quote.subtotal - quote.product_points_amount),
        total_shipping=shown(quote.shipping),
        total_tax=shown(quote.tax),
        discounts=named((shown(quote.discount), "Discount")),
        total_giftcard=_used(paid.gift_card, paid.currency),
        total_store_credit=_used(paid.store_credit, paid.currency),
        total_reward_points=_used(paid.points, paid.currency),
        grand_total=Money(paid.due, paid.currency),
    )


def _used(amount: Decimal, currency: str) -> Money | None:
    return Money(amount, currency) if amount else None
