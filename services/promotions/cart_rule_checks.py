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
from services.rules.basics.quantities import check_quantity
from services.rules.basics.refusals import Invalid, NotFound, OutOfRange, Path
from services.rules.checkout.cart_rules import CartRule

_ALL = Decimal(100)
_MOST_FACTOR = 100
_FACTOR_DECIMALS = 2


def check_rule(rule: CartRule, *, websites: Collection[str], groups: Collection[str]) -> None:
    """Refuse a rule that is impossible with the existing websites and groups.

    Raises NotFound, Invalid, OutOfRange naming the field.
    """
    check_name(rule.name, path=("name",))
    if not -BALANCE_LIMIT <= rule.priority <= BALANCE_LIMIT:
        raise OutOfRange("Must be a whole number of 32 bits.", path=("priority",))
    _check_scope(rule, websites, groups)
    _check_conditions(rule)
    _check_actions(rule)


def _check_scope(rule: CartRule, websites: Collection[str], groups: Collection[str]) -> None:
    _check_codes(rule.website_codes, websites, ("website_codes",), "website")
    _check_codes(rule.customer_group_codes, groups, ("customer_group_codes",), "customer group")
    if rule.from_date and rule.to_date and rule.to_date < rule.from_date:
        raise Invalid("Must not be before `fromDate`.", path=("to_date",))
    if rule.coupon_code is not None:
        check_id(rule.coupon_code, path=("coupon_code",))


def _check_codes(codes: Sequence[str], known: Collection[str], path: Path, kind: str) -> None:
    check_length(len(codes), path=path)
    for index, code in enumerate(codes):
        if code not in known:
            raise NotFound(f"There is no {kind} {code}.", path=(*path, index))
        if code in codes[:index]:
            raise Invalid(f"The {kind} {code} is listed twice.", path=(*path, index))


def _check_conditions(rule: CartRule) -> None:
    low, high = rule.subtotal_from, rule.subtotal_to
    if low is not None:
        check_money(low, path=("subtotal_from",))
    if high is not None:
        check_money(high, path=("subtotal_to",))
    if low is not None and high is not None and high < low:
        raise Invalid("Must not be below `subtotalFrom`.", path=("subtotal_to",))
    if rule.quantity_from is not None:
        check_quantity(rule.quantity_from, path=("quantity_from",))
    _check_skus(rule.skus or ())


def _check_skus(skus: Sequence[str]) -> None:
    check_length(len(skus), path=("skus",))
    for index, sku in enumerate(skus):
        check_name(sku, path=("skus", index))
        if sku in skus[:index]:
            raise Invalid(f"The product {sku} is listed twice.", path=("skus", index))


def _check_actions(rule: CartRule) -> None:
    if rule.points is None and rule.discount_kind is None and rule.earning_factor is None:
        raise Invalid("A rule must give points, a discount or an earning factor.", path=("points",))
    _check_factor(rule.earning_factor)
    if rule.points is not None:
        check_points(rule.points, least=1, path=("points",))
    if rule.discount_kind is None:
        if rule.discount_amount is not None:
            raise Invalid("Choose the kind of discount.", path=("discount_kind",))
        return
    if rule.discount_amount is None:
        raise Invalid("Enter the discount.", path=("discount_amount",))
    check_positive_money(rule.discount_amount, path=("discount_amount",))
    if rule.discount_kind is DiscountKind.PERCENT and rule.discount_amount > _ALL:
        raise OutOfRange("Must be at most 100 percent.", path=("discount_amount",))


def _check_factor(factor: Decimal | None) -> None:
    path: Path = ("earning_factor",)
    if factor is None:
        return
    if not factor.is_finite():
        raise Invalid("Must be a number.", path=path)
    if not 0 <= factor <= _MOST_FACTOR:
        raise OutOfRange(f"Must be from 0 to {_MOST_FACTOR}.", path=path)
    if factor != round(factor, _FACTOR_DECIMALS):
        raise Invalid(f"Must have at most {_FACTOR_DECIMALS} decimals.", path=path)
