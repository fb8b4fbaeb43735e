"""Quotes as they would have been: what a placed cart's orders recorded, with a change (R15.5)."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from services.rules.basics.enums import DiscountKind, RateDirection
from services.rules.basics.money import ZERO
from services.rules.checkout.cart_rules import AppliedRule, CartRule, apply_rules, is_in_scope
from services.rules.checkout.earning import EarningTerms
from services.rules.checkout.pricing import priced_lines
from services.rules.checkout.product_points import ProductTerms, pay_lines
from services.rules.checkout.quote import Quote, make_quote
from services.rules.checkout.quote_line import QuoteLine
from services.rules.checkout.quote_terms import QuoteTerms, RedemptionTerms
from services.rules.checkout.redemption.funds import Funds
from services.rules.checkout.redemption.limits import Payable, RedemptionLimits
from services.rules.checkout.splitting import OrderPart, split
from services.rules.programme.conversion import RecordedRate
from services.rules.programme.rate_priority import ExchangeRate, priority
from services.rules.programme.settings import RewardSettings
from services.rules.reports.simulated_facts import (
    Change,
    PlacedCart,
    RateChange,
    RuleChange,
    SettingsChange,
    is_about_charges,
)


def changed_quotes(cart: PlacedCart, change: Change) -> list[Quote]:
    """Return the quotes of a cart's orders, in their order, with `change` laid over them."""
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
    # What an order is granted is reckoned from its charge: what the quote promises is not asked.
    earning = EarningTerms(first.earning_rate, allowed=False, on_purchase=True)
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
