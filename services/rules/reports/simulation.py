"""Simulation: what an order would have been granted had one thing been otherwise (R15.5).

The change is laid over the terms recorded with the order. What it would have charged is reckoned
again only where the change is about that: then the cart is quoted by the terms that its orders
recorded, changed; all else is as it was.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from services.rules.basics.enums import DiscountKind, RateDirection
from services.rules.basics.money import ZERO
from services.rules.basics.quantities import NO_UNITS
from services.rules.checkout.cart import CartContent
from services.rules.checkout.cart_rules import AppliedRule, CartRule, apply_rules, is_in_scope
from services.rules.checkout.earning import EarningTerms
from services.rules.checkout.pricing import priced_lines
from services.rules.checkout.product_points import ProductTerms, pay_lines
from services.rules.checkout.quote import Quote, make_quote
from services.rules.checkout.quote_line import QuoteLine
from services.rules.checkout.quote_terms import PointsWish, QuoteTerms, RedemptionTerms
from services.rules.checkout.redemption import Funds, Payable, RedemptionLimits
from services.rules.checkout.splitting import OrderPart, split
from services.rules.orders.charge import Given, charge_of
from services.rules.orders.earnings import Deducted, Earnings, earnings_of
from services.rules.orders.points import EarningSwitches, OrderPoints, allowed_earnings
from services.rules.orders.status import LineState
from services.rules.programme.conversion import RecordedRate, points_worth
from services.rules.programme.rate_priority import ExchangeRate, priority
from services.rules.programme.settings import RewardSettings

# Settings that say how many points may be used, and so what is left to earn by.
REDEMPTION_SETTINGS = (
    "redemption_threshold",
    "min_points_per_order",
    "max_points_per_order",
    "max_percent_of_order",
    "redeem_on_shipping",
    "redeem_on_tax",
)


@dataclass(frozen=True, slots=True)
class RateChange:
    """Another exchange rate, where it would have won (R2.2)."""

    rate: ExchangeRate


@dataclass(frozen=True, slots=True)
class RuleChange:
    """A cart rule instead of the one named, or besides (None)."""

    instead_of: str | None
    rule: CartRule


@dataclass(frozen=True, slots=True)
class SettingsChange:
    """Settings that differ from those of today, by name."""

    before: RewardSettings
    after: RewardSettings
    names: tuple[str, ...]


Change = RateChange | RuleChange | SettingsChange


@dataclass(frozen=True, slots=True)
class OrderState:
    """An order as its rows say it is: what it recorded, and what has happened since."""

    id: str
    quote: Quote
    lines: Sequence[LineState]
    given: Given
    deducted: Deducted
    points: OrderPoints
    is_mature: bool

    @property
    def is_granted(self) -> bool:
        """Whether it has been granted anything by now (R6.3)."""
        return self.points.received_approved and self.is_mature


@dataclass(frozen=True, slots=True)
class PlacedCart:
    """A cart as it was placed: its content, its orders in their order, and who placed it when.

    The group and the wishes are those of today, and so are the rates of the group.
    """

    website_code: str
    group_code: str
    day: date
    content: CartContent
    wish: PointsWish | None
    product_wish: PointsWish | None
    orders: tuple[OrderState, ...]
    earning_today: RecordedRate | None
    settings: RewardSettings


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one order is granted, before and after the change, and what those points are worth."""

    order_id: str
    points_before: int
    points_after: int
    worth_before: Decimal
    worth_after: Decimal
    why: str


def is_about_charges(change: Change) -> bool:
    """Test whether a change may alter what orders cost, not only what they earn."""
    match change:
        case RateChange():
            return change.rate.direction is RateDirection.POINTS_TO_CURRENCY
        case SettingsChange():
            return any(name in REDEMPTION_SETTINGS for name in change.names)
        case RuleChange():
            return True


def outcomes(cart: PlacedCart, change: Change, say: Callable[["Compared"], str]) -> list[Outcome]:
    """Return what each order of a cart is granted before and after `change`.

    Before are the targets of R6.3, without cap or clamp. `say` puts the reason into words.
    """
    # Of a cart that is gone only its orders are known: nothing can be laid over those.
    after = _laid_over(cart, change) if cart.content.lines else [each.quote for each in cart.orders]
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
                why="" if before.total == other.total else say(compared),
            )
        )
    return found


def unchanged(order: OrderState) -> Outcome:
    """Return what an order is granted where nothing changes."""
    points = granted(order, order.quote).total
    worth = points_worth(points, order.quote.redemption.rate)
    return Outcome(order.id, points, points, worth, worth, "")


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


def _laid_over(cart: PlacedCart, change: Change) -> list[Quote]:
    recorded = [order.quote for order in cart.orders]
    match change:
        case RateChange(rate):
            return _with_rate(cart, recorded, rate)
        case RuleChange():
            return _with_rule(cart, recorded, change)
        case SettingsChange():
            return _with_settings(cart, recorded, change)


def _with_rate(cart: PlacedCart, recorded: list[Quote], rate: ExchangeRate) -> list[Quote]:
    if not _is_for(rate, cart):
        return recorded
    first, currency = recorded[0], cart.content.currency
    new = RecordedRate(rate.points, rate.currency_amount, currency, rate.direction, priority(rate))
    if rate.direction is RateDirection.CURRENCY_TO_POINTS:
        has_rate = cart.settings.earn_with_coupons or not cart.content.coupon_codes
        if not has_rate or not _wins(new, first.earning_rate):
            return recorded
        return [replace(quote, earning_rate=new) for quote in recorded]
    old = first.redemption.rate
    if not _wins(new, old) or _same(new, old):
        return recorded
    return _quoted_again(cart, rate=new)


def _is_for(rate: ExchangeRate, cart: PlacedCart) -> bool:
    return rate.website_code in {None, cart.website_code} and rate.customer_group_code in {
        None,
        cart.group_code,
    }


def _wins(new: RecordedRate, old: RecordedRate | None) -> bool:
    """Test whether a rate would have won over, or stood for, the recorded one (R2.2)."""
    return old is None or new.priority <= old.priority


def _same(new: RecordedRate, old: RecordedRate | None) -> bool:
    return old is not None and (new.points, new.currency_amount) == (
        old.points,
        old.currency_amount,
    )


def _with_settings(cart: PlacedCart, recorded: list[Quote], change: SettingsChange) -> list[Quote]:
    quotes = recorded
    if is_about_charges(change):
        quotes = _quoted_again(cart, settings=change)
    if "earn_with_coupons" in change.names and cart.content.coupon_codes:
        rate = cart.earning_today if change.after.earn_with_coupons else None
        quotes = [replace(quote, earning_rate=rate) for quote in quotes]
    return quotes


def _with_rule(cart: PlacedCart, recorded: list[Quote], change: RuleChange) -> list[Quote]:
    """Lay a rule over those that applied: without the one that it stands for, with its own gifts.

    Its discounts make the cart cost something else, and so do those of the one that goes.
    """
    gone = [rule for rule in recorded[0].applied_rules if rule.rule_id == change.instead_of]
    new = _applied(cart, change.rule)
    if any(rule.discount for rule in (*gone, *new)):
        return _quoted_again(cart, rule=change)
    return [
        replace(
            quote,
            applied_rules=(
                *(each for each in quote.applied_rules if each.rule_id != change.instead_of),
                *(new if index == 0 else _factors(new)),
            ),
        )
        for index, quote in enumerate(recorded)
    ]


def _factors(rules: Sequence[AppliedRule]) -> list[AppliedRule]:
    return [
        replace(rule, points=0, discount=ZERO) for rule in rules if rule.earning_factor is not None
    ]


def _applied(cart: PlacedCart, rule: CartRule) -> tuple[AppliedRule, ...]:
    """Return what a rule gives to the cart, if its conditions are met."""
    if not _is_in_scope(cart, rule):
        return ()
    lines = _before_discounts(cart)
    _, applied = apply_rules(
        lines, [rule], conditions_on=lines, is_guest=False, currency=cart.content.currency
    )
    return applied


def _is_in_scope(cart: PlacedCart, rule: CartRule) -> bool:
    return rule.active and is_in_scope(
        rule,
        website_code=cart.website_code,
        group_code=cart.group_code,
        today=cart.day,
        coupons=cart.content.coupon_codes,
    )


def _before_discounts(cart: PlacedCart) -> tuple[QuoteLine, ...]:
    """Return the cart's lines after product points, which conditions look at (R8.1)."""
    points = sum(order.quote.product_points_used for order in cart.orders)
    return pay_lines(priced_lines(cart.content, _products(cart)), points, cart.content.currency)


def _products(cart: PlacedCart) -> dict[str, ProductTerms]:
    """Return what products cost and earned in points, as the orders recorded it."""
    return {
        line.sku: ProductTerms(line.points_needed, line.points_received, line.earns_by_rate)
        for order in cart.orders
        for line in order.quote.lines
    }


def _quoted_again(
    cart: PlacedCart,
    *,
    rate: RecordedRate | None = None,
    settings: SettingsChange | None = None,
    rule: RuleChange | None = None,
) -> list[Quote]:
    """Quote the cart by the terms that its orders recorded, changed, and split it over them."""
    first = cart.orders[0].quote
    told = first.redemption
    earning = EarningTerms(first.earning_rate, allowed=True, on_purchase=True)
    terms = QuoteTerms(
        redemption=RedemptionTerms(
            rate=rate or told.rate,
            limits=_limits(cart.settings, settings, told.payable),
            funds=Funds(told.balance, told.available),
            wish=cart.wish,
            product_wish=cart.product_wish,
        ),
        earning=earning,
        rules=_rules(cart, rule),
        products=_products(cart),
    )
    parts = [
        OrderPart(
            tuple((line.id, line.quantity) for line in order.quote.lines),
            _shipping(order.quote),
            order.quote.shipping_tax,
        )
        for order in cart.orders
    ]
    return list(split(make_quote(cart.content, terms), parts, earning))


def _shipping(quote: Quote) -> Decimal:
    """Return an order's shipping as the shop gave it."""
    return quote.shipping + (quote.shipping_tax if quote.prices_include_tax else ZERO)


def _limits(
    today: RewardSettings, change: SettingsChange | None, recorded: Payable
) -> RedemptionLimits:
    settings = today if change is None else change.after
    payable = recorded
    if change is not None and {"redeem_on_shipping", "redeem_on_tax"} & set(change.names):
        payable = Payable(shipping=settings.redeem_on_shipping, tax=settings.redeem_on_tax)
    return RedemptionLimits(
        threshold=settings.redemption_threshold,
        min_points=settings.min_points_per_order,
        max_points=settings.max_points_per_order,
        max_percent=settings.max_percent_of_order,
        payable=payable,
    )


def _rules(cart: PlacedCart, change: RuleChange | None) -> tuple[CartRule, ...]:
    """Return the rules that applied, as what each gave, and the changed one in its place."""
    gone = None if change is None else change.instead_of
    fixed = [
        CartRule(
            id=rule.rule_id,
            name=rule.name,
            points=rule.points or None,
            discount_kind=DiscountKind.FIXED if rule.discount else None,
            discount_amount=rule.discount or None,
            earning_factor=rule.earning_factor,
        )
        for rule in cart.orders[0].quote.applied_rules
        if rule.rule_id != gone
    ]
    if change is not None and _is_in_scope(cart, change.rule):
        fixed.append(change.rule)
    return tuple(fixed)
