"""Simulation: what an order would have been granted had one thing been otherwise (R15.5).

The change is laid over the terms recorded with the order. What it would have charged is reckoned
again only where the change is about that: then the cart is quoted by the terms that its orders
recorded, changed; all else is as it was.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from services.rules.basics.quantities import NO_UNITS
from services.rules.checkout.quote import Quote
from services.rules.orders.charge import charge_of
from services.rules.orders.earnings import Deducted, Earnings, earnings_of
from services.rules.orders.points import EarningSwitches, allowed_earnings
from services.rules.programme.conversion import points_worth
from services.rules.reports.changed_quotes import changed_quotes
from services.rules.reports.simulated_facts import (
    Change,
    OrderState,
    PlacedCart,
    SettingsChange,
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one order is granted, before and after the change, and what those points are worth.

    `why` puts the reason for a difference into words, which few orders are asked for.
    """

    order_id: str
    points_before: int
    points_after: int
    worth_before: Decimal
    worth_after: Decimal
    why: Callable[[], str]


def outcomes(cart: PlacedCart, change: Change, say: Callable[["Compared"], str]) -> list[Outcome]:
    """Return what each order of a cart is granted before and after `change`.

    Before are the targets of R6.3, without cap or clamp. `say` puts the reason into words.
    """
    # Of a cart that is gone only its orders are known: nothing can be laid over those.
    after = (
        changed_quotes(cart, change) if cart.content.lines else [each.quote for each in cart.orders]
    )
    found: list[Outcome] = []
    for order, quote in zip(cart.orders, after, strict=True):
        before, other = granted(order, order.quote), _granted_after(order, quote, change)
        compared = Compared(order.quote, quote, before, other, cart)
        rates = [each.redemption.rate for each in (order.quote, quote)]
        found.append(
            Outcome(
                order_id=order.id,
                points_before=before.total,
                points_after=other.total,
                worth_before=points_worth(before.total, rates[0]),
                worth_after=points_worth(other.total, rates[1]),
                why=partial(say, compared),
            )
        )
    return found


def unchanged(order: OrderState) -> Outcome:
    """Return what an order is granted where nothing changes."""
    points = granted(order, order.quote).total
    worth = points_worth(points, order.quote.redemption.rate)
    return Outcome(order.id, points, points, worth, worth, str)


@dataclass(frozen=True, slots=True)
class Compared:
    """An order's quote and what it is granted, before and after a change."""

    quote_before: Quote
    quote_after: Quote
    before: Earnings
    after: Earnings
    cart: PlacedCart


def granted(order: OrderState, quote: Quote, deducted: Deducted | None = None) -> Earnings:
    """Return what an order is to be granted by a quote, as it stands (R6.3)."""
    if not order.is_granted:
        return Earnings()
    charge = charge_of(quote, order.lines, order.given)
    earnings = earnings_of(charge, quote, order.lines, deducted or order.deducted)
    if order.points.maturity is None:
        return earnings
    return allowed_earnings(earnings, order.points.maturity.switches)


def _granted_after(order: OrderState, quote: Quote, change: Change) -> Earnings:
    deducted = order.deducted
    if isinstance(change, SettingsChange) and "deduct_earned_points_on_refund" in change.names:
        deducted = _deducted(order, does_deduct=change.after.deduct_earned_points_on_refund)
    found = granted(order, quote, deducted)
    return found if not isinstance(change, SettingsChange) else _switched(found, change)


def _switched(earnings: Earnings, change: SettingsChange) -> Earnings:
    """Leave out what the settings would have kept from being earned (R1.6, R6.7)."""
    changed, after = change.names, change.after
    return allowed_earnings(
        earnings,
        EarningSwitches(
            allowed=("enabled" not in changed or after.enabled)
            and ("enabled_on_storefront" not in changed or after.enabled_on_storefront),
            on_purchase="earn_on_purchase" not in changed or after.earn_on_purchase,
        ),
    )


def _deducted(order: OrderState, *, does_deduct: bool) -> Deducted:
    if not does_deduct:
        return Deducted((NO_UNITS,) * len(order.lines))
    return Deducted(
        units=tuple(line.refunded for line in order.lines),
        cash=order.given.cash,
        shipping=order.given.shipping,
    )
