"""Cart rules: conditions and actions as data (R8)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.rules.basics.enums import DiscountKind, SkuMatch
from services.rules.basics.money import ZERO, half_up, total
from services.rules.checkout.discounts import take_off
from services.rules.checkout.quote_line import QuoteLine

_PERCENT = Decimal(100)


@dataclass(frozen=True, slots=True)
class RuleScope:
    """Where and when a rule holds; empty codes and None dates are no restriction.

    Dates are the website's, both inclusive.
    """

    website_codes: tuple[str, ...] = ()
    customer_group_codes: tuple[str, ...] = ()
    from_date: date | None = None
    to_date: date | None = None
    coupon_code: str | None = None


@dataclass(frozen=True, slots=True)
class RuleConditions:
    """What a cart must be like; None and no skus are no condition."""

    subtotal_from: Decimal | None = None
    subtotal_to: Decimal | None = None
    quantity_from: int | None = None
    skus: tuple[str, ...] = ()
    sku_match: SkuMatch = SkuMatch.ANY


@dataclass(frozen=True, slots=True)
class RuleActions:
    """What a rule gives: points, once per order, a discount, or both."""

    points: int | None = None
    discount_kind: DiscountKind | None = None
    discount_amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class CartRule:
    """A cart rule (R8.1)."""

    id: str
    name: str
    scope: RuleScope = RuleScope()
    conditions: RuleConditions = RuleConditions()
    actions: RuleActions = RuleActions()
    stops_further_rules: bool = False


@dataclass(frozen=True, slots=True)
class AppliedRule:
    """What a rule gave to a cart, kept with the order."""

    rule_id: str
    name: str
    points: int
    discount: Decimal


def is_in_scope(
    scope: RuleScope, *, website_code: str, group_code: str, today: date, coupons: Iterable[str]
) -> bool:
    """Test whether a rule holds for a website and a group on a day, with these coupons given."""
    if scope.website_codes and website_code not in scope.website_codes:
        return False
    if scope.customer_group_codes and group_code not in scope.customer_group_codes:
        return False
    if scope.from_date is not None and today < scope.from_date:
        return False
    if scope.to_date is not None and today > scope.to_date:
        return False
    given = {coupon.casefold() for coupon in coupons}
    return scope.coupon_code is None or scope.coupon_code.casefold() in given


def apply_rules(
    lines: Sequence[QuoteLine],
    rules: Iterable[CartRule],
    *,
    conditions_on: Sequence[QuoteLine],
    is_guest: bool,
    currency: str,
) -> tuple[tuple[QuoteLine, ...], tuple[AppliedRule, ...]]:
    """Apply the rules that match, in their order; return the lines and what each rule gave.

    Conditions look at the lines after product points, before the cart's discounts. Points are for
    registered customers: to a guest a rule gives its discount only (R8.2).
    """
    left = tuple(lines)
    applied: list[AppliedRule] = []
    for rule in rules:
        if not _matches(rule.conditions, conditions_on):
            continue
        discount = _discount(rule.actions, left, currency)
        left = take_off(discount, left, currency)
        points = 0 if is_guest else rule.actions.points or 0
        if points or discount:
            applied.append(AppliedRule(rule.id, rule.name, points, discount))
        if rule.stops_further_rules:
            break
    return left, tuple(applied)


def _matches(conditions: RuleConditions, lines: Sequence[QuoteLine]) -> bool:
    if not lines:
        return False
    subtotal = total(line.net for line in lines)
    if conditions.subtotal_from is not None and subtotal < conditions.subtotal_from:
        return False
    if conditions.subtotal_to is not None and subtotal > conditions.subtotal_to:
        return False
    quantity = sum(line.quantity for line in lines)
    if conditions.quantity_from is not None and quantity < conditions.quantity_from:
        return False
    return _has_skus(conditions, {line.sku for line in lines})


def _has_skus(conditions: RuleConditions, in_cart: set[str]) -> bool:
    if not conditions.skus:
        return True
    found = [sku in in_cart for sku in conditions.skus]
    return all(found) if conditions.sku_match is SkuMatch.ALL else any(found)


def _discount(actions: RuleActions, lines: Sequence[QuoteLine], currency: str) -> Decimal:
    left = total(line.net for line in lines)
    amount = actions.discount_amount or ZERO
    if actions.discount_kind is DiscountKind.PERCENT:
        amount = left * amount / _PERCENT
    return min(half_up(amount, currency), left)
