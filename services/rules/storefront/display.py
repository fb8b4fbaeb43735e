"""A quote in the currency the customer sees (R5, R13.1): converted once, never added up again."""

from dataclasses import dataclass
from decimal import Decimal

from services.rules.basics.money import ZERO, Money, half_up
from services.rules.checkout.cart import CartContent, DisplayCurrency
from services.rules.checkout.quote import Quote


@dataclass(frozen=True, slots=True)
class DisplayTotals:
    """The totals of a quote in the shown currency; `due` is what is left of the total."""

    currency: str
    points: Decimal
    gift_card: Decimal
    store_credit: Decimal
    due: Decimal


def converted(amount: Decimal, cart: CartContent) -> Money:
    """Return `amount` of the base currency in the cart's shown one, rounded half up once."""
    return in_display(amount, cart.currency, cart.display)


def in_display(amount: Decimal, currency: str, display: DisplayCurrency | None) -> Money:
    """Return `amount` of the base `currency` as it is shown, rounded half up once."""
    if display is None:
        return Money(amount, currency)
    return Money(_convert(amount, display), display.currency)


def display_totals(quote: Quote, display: DisplayCurrency | None) -> DisplayTotals:
    """Return what is paid how, in the shown currency (R5).

    What is due is the converted total less the converted parts. Rounding must not leave a
    remainder, or take more than all, where the base currency says that nothing is due: there the
    last part that pays anything pays exactly the rest.
    """
    parts = [quote.points_amount, quote.gift_card, quote.store_credit]
    if display is None:
        points, gift_card, store_credit = parts
        return DisplayTotals(quote.currency, points, gift_card, store_credit, quote.amount_due)
    left = _convert(quote.order_total, display)
    last = max((index for index, part in enumerate(parts) if part), default=None)
    shown: list[Decimal] = []
    for index, part in enumerate(parts):
        is_rest = quote.amount_due == ZERO and index == last
        shown.append(left if is_rest else min(_convert(part, display), left))
        left -= shown[-1]
    points, gift_card, store_credit = shown
    return DisplayTotals(display.currency, points, gift_card, store_credit, left)


def _convert(amount: Decimal, display: DisplayCurrency) -> Decimal:
    return half_up(amount * display.rate, display.currency)
