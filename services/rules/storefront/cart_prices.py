"""The prices of a cart in the currency the customer sees (R5, R13.1).

Each sum is made in the base currency and converted once, so that what is shown never drifts from
what is charged.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from services.rules.basics.money import Money, total
from services.rules.basics.quantities import Quantity
from services.rules.checkout.cart import CartContent
from services.rules.checkout.quote import Quote
from services.rules.checkout.quote_line import QuoteLine
from services.rules.storefront.display import converted, display_totals


@dataclass(frozen=True, slots=True)
class NamedAmount:
    """An amount and what it is for."""

    amount: Money
    label: str


@dataclass(frozen=True, slots=True)
class LinePrices:
    """What a line costs before discounts, and after points that pay for it."""

    price: Money
    row_total: Money
    row_total_including_tax: Money


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of a cart with its shown prices; points are None where the product has none set."""

    uid: str
    sku: str
    name: str | None
    quantity: Quantity
    prices: LinePrices
    reward_points_used: int
    reward_points_needed: int | None
    reward_points_received: int | None


@dataclass(frozen=True, slots=True)
class CartPrices:
    """The totals of a cart. `discounts` (None for none) never include reward points."""

    subtotal_excluding_tax: Money
    subtotal_including_tax: Money
    subtotal_with_discount_excluding_tax: Money
    applied_taxes: tuple[NamedAmount, ...]
    discounts: tuple[NamedAmount, ...] | None
    grand_total: Money


def shown_lines(quote: Quote, cart: CartContent) -> tuple[ShownLine, ...]:
    """Return the lines of the cart in the shown currency."""
    return tuple(_shown_line(line, cart) for line in quote.lines)


def cart_prices(quote: Quote, cart: CartContent) -> CartPrices:
    """Return the totals of the cart in the shown currency; the grand total is net of points."""
    show = _shown_in(cart)
    totals = display_totals(quote, cart.display)
    subtotal = quote.subtotal - quote.product_points_amount
    return CartPrices(
        subtotal_excluding_tax=show(subtotal),
        subtotal_including_tax=show(total(line.row_total_with_tax for line in quote.lines)),
        subtotal_with_discount_excluding_tax=show(total(line.net for line in quote.lines)),
        applied_taxes=named((show(quote.tax), "Tax")),
        discounts=_discounts(quote, cart) or None,
        grand_total=Money(totals.due, totals.currency),
    )


def named(*amounts: tuple[Money, str]) -> tuple[NamedAmount, ...]:
    """Return the amounts that are more than 0, each with its label."""
    return tuple(NamedAmount(money, label) for money, label in amounts if money.amount)


def _discounts(quote: Quote, cart: CartContent) -> tuple[NamedAmount, ...]:
    totals = display_totals(quote, cart.display)
    return named(
        (converted(quote.discount, cart), "Discount"),
        (Money(totals.gift_card, totals.currency), "Gift card"),
        (Money(totals.store_credit, totals.currency), "Store credit"),
    )


def _shown_line(line: QuoteLine, cart: CartContent) -> ShownLine:
    show = _shown_in(cart)
    left = line.row_total - line.product_points_amount
    return ShownLine(
        uid=line.id,
        sku=line.sku,
        name=line.name,
        quantity=line.quantity,
        prices=LinePrices(
            price=show(line.unit_price),
            row_total=show(left),
            row_total_including_tax=show(line.row_total_with_tax),
        ),
        reward_points_used=line.product_points,
        reward_points_needed=line.points_needed,
        reward_points_received=line.points_received,
    )


def _shown_in(cart: CartContent) -> Callable[[Decimal], Money]:
    return lambda amount: converted(amount, cart)
