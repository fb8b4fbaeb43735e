"""Cart rule checks: what a shop sends, checked before it is saved (R8.1, R14.3)."""

from collections.abc import Collection, Sequence
from decimal import Decimal

from services.rules.basics.enums import DiscountKind
from services.rules.basics.limits import (
    BALANCE_LIMIT,
    check_id,
    check_length,
    check_money,
    check_name,
    check_points,
    check_positive_money,
)
from services.rules.basics.refusals import Invalid, NotFound, OutOfRange, Path
from services.rules.checkout.cart_rules import CartRule, RuleActions, RuleConditions, RuleScope

_ALL = Decimal(100)


def check_rule(
    rule: CartRule, *, priority: int, websites: Collection[str], groups: Collection[str]
) -> None:
    """Refuse a rule that can't be, given the websites and groups there are.

    Raises NotFound, Invalid, OutOfRange naming the field.
    """
    check_name(rule.name, path=("name",))
    if not -BALANCE_LIMIT <= priority <= BALANCE_LIMIT:
        raise OutOfRange("Must be a whole number of 32 bits.", path=("priority",))
    _check_scope(rule.scope, websites, groups)
    _check_conditions(rule.conditions)
    _check_actions(rule.actions)


def _check_scope(scope: RuleScope, websites: Collection[str], groups: Collection[str]) -> None:
    _check_codes(scope.website_codes, websites, ("website_codes",), "website")
    _check_codes(scope.customer_group_codes, groups, ("customer_group_codes",), "customer group")
    if scope.from_date and scope.to_date and scope.to_date < scope.from_date:
        raise Invalid("Must not be before `fromDate`.", path=("to_date",))
    if scope.coupon_code is not None:
        check_id(scope.coupon_code, path=("coupon_code",))


def _check_codes(codes: Sequence[str], known: Collection[str], path: Path, kind: str) -> None:
    check_length(len(codes), path=path)
    for index, code in enumerate(codes):
        if code not in known:
            raise NotFound(f"There is no {kind} {code}.", path=(*path, index))
        if code in codes[:index]:
            raise Invalid(f"The {kind} {code} is listed twice.", path=(*path, index))


def _check_conditions(conditions: RuleConditions) -> None:
    low, high = conditions.subtotal_from, conditions.subtotal_to
    if low is not None:
        check_money(low, path=("subtotal_from",))
    if high is not None:
        check_money(high, path=("subtotal_to",))
    if low is not None and high is not None and high < low:
        raise Invalid("Must not be below `subtotalFrom`.", path=("subtotal_to",))
    if conditions.quantity_from is not None and not 1 <= conditions.quantity_from <= BALANCE_LIMIT:
        raise OutOfRange("Must be at least 1.", path=("quantity_from",))
    check_length(len(conditions.skus), path=("skus",))
    for index, sku in enumerate(conditions.skus):
        check_name(sku, path=("skus", index))
        if sku in conditions.skus[:index]:
            raise Invalid(f"The product {sku} is listed twice.", path=("skus", index))


def _check_actions(actions: RuleActions) -> None:
    if actions.points is None and actions.discount_kind is None:
        raise Invalid("A rule must give points, a discount, or both.", path=("points",))
    if actions.points is not None:
        check_points(actions.points, least=1, path=("points",))
    if actions.discount_kind is None:
        if actions.discount_amount is not None:
            raise Invalid("Choose the kind of discount.", path=("discount_kind",))
        return
    if actions.discount_amount is None:
        raise Invalid("Enter the discount.", path=("discount_amount",))
    check_positive_money(actions.discount_amount, path=("discount_amount",))
    if actions.discount_kind is DiscountKind.PERCENT and actions.discount_amount > _ALL:
        raise OutOfRange("Must be at most 100 percent.", path=("discount_amount",))
