"""Cart rules: conditions and actions as data (R8)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Annotated, Final

from services.rules.basics.declaration import DeclaredField, declared_fields
from services.rules.basics.enums import DiscountKind, SkuMatch
from services.rules.basics.money import ZERO, half_up, total
from services.rules.basics.quantities import Quantity, units_in_all
from services.rules.checkout.discounts import take_off
from services.rules.checkout.quote_line import QuoteLine

_PERCENT = Decimal(100)


@dataclass(frozen=True, slots=True)
class CartRule:
    """A cart rule as the shop has set it up, declared here and nowhere else (R8.1).

    A field is its type, its description for clients and its default. To add one, add a field here
    and a column to `CartRuleRow`, named like it, amounts with `_e4` behind; then `make snapshots`.
    Empty lists and None are no restriction, no condition or nothing given.
    """

    id: Annotated[str, "The rule's id, assigned by the service."]
    name: Annotated[str, "The rule's name, as customers see it."]
    active: Annotated[bool, "Whether the rule is in use."] = True
    website_codes: Annotated[
        tuple[str, ...], "The codes of the websites where the rule applies; empty: all."
    ] = ()
    customer_group_codes: Annotated[
        tuple[str, ...], "The codes of the customer groups that the rule is for; empty: all."
    ] = ()
    from_date: Annotated[
        date | None,
        "The first day on which the rule applies, in the website's time zone; null: no start.",
    ] = None
    to_date: Annotated[
        date | None,
        "The last day on which the rule applies, in the website's time zone; null: no end.",
    ] = None
    coupon_code: Annotated[
        str | None, "The coupon code the cart must have, in upper or lower case; null: none needed."
    ] = None
    priority: Annotated[
        int,
        "The rule's place: lower numbers apply first; of two with the same number, the older one.",
    ] = 0
    stop_further_rules: Annotated[bool, "Whether no rule after this one applies."] = False
    subtotal_from: Annotated[
        Decimal | None,
        "The lowest total of the lines, after product points, for which the rule applies; with tax"
        " if the cart's prices include it. Null: no minimum.",
    ] = None
    subtotal_to: Annotated[
        Decimal | None,
        "The highest total of the lines, after product points, for which the rule applies; with tax"
        " if the cart's prices include it. Null: no maximum.",
    ] = None
    quantity_from: Annotated[
        Quantity | None, "The fewest units the cart must have; null: no minimum."
    ] = None
    skus: Annotated[
        tuple[str, ...] | None, "The SKUs of products the cart must have; null: no condition."
    ] = None
    sku_match: Annotated[SkuMatch, "Whether the cart must have any or all of `skus`."] = (
        SkuMatch.ANY
    )
    points: Annotated[
        int | None, "The points the order earns, once whatever the quantities; null: none."
    ] = None
    discount_kind: Annotated[
        DiscountKind | None,
        "Whether the discount is a percentage or an amount; null: no discount.",
    ] = None
    discount_amount: Annotated[
        Decimal | None,
        "The percentage, or the amount in the website's base currency; null: no discount.",
    ] = None
    earning_factor: Annotated[
        Decimal | None,
        "What the points earned by the exchange rate are multiplied by, 0 to 100 with at most 2"
        " decimals: 2 doubles them, 0 leaves none; null: they stay as they are.",
    ] = None


# What a shop gives of a rule: all but its id.
CART_RULE_FIELDS: Final[Mapping[str, DeclaredField]] = {
    name: field for name, field in declared_fields(CartRule).items() if name != "id"
}

# The type checker would want each field's own type, which a mapping cannot name.
_cart_rule: Callable[..., CartRule] = CartRule


def make_cart_rule(rule_id: str, values: Mapping[str, object]) -> CartRule:
    """Make a rule of its fields' values; None and an empty list are the field's default."""
    return _cart_rule(id=rule_id, **{name: _filled(name, value) for name, value in values.items()})


@dataclass(frozen=True, slots=True)
class AppliedRule:
    """What a rule gave to a cart, kept with the order.

    `earning_factor` multiplies what the rate earns (R6.12); None where the rule has none.
    """

    rule_id: str
    name: str
    points: int
    discount: Decimal
    earning_factor: Decimal | None = None


def is_in_scope(
    rule: CartRule, *, website_code: str, group_code: str, today: date, coupons: Iterable[str]
) -> bool:
    """Test whether a rule holds for a website and a group on a day, with these coupons given."""
    if rule.website_codes and website_code not in rule.website_codes:
        return False
    if rule.customer_group_codes and group_code not in rule.customer_group_codes:
        return False
    if rule.from_date is not None and today < rule.from_date:
        return False
    if rule.to_date is not None and today > rule.to_date:
        return False
    given = {coupon.casefold() for coupon in coupons}
    return rule.coupon_code is None or rule.coupon_code.casefold() in given


def apply_rules(
    lines: Sequence[QuoteLine],
    rules: Iterable[CartRule],
    *,
    conditions_on: Sequence[QuoteLine],
    is_guest: bool,
    currency: str,
) -> tuple[tuple[QuoteLine, ...], tuple[AppliedRule, ...]]:
    """Apply the rules that match, in their order; return the lines and what each rule gave.

    Conditions look at the lines after product points, before the cart's discounts. Points, and what
    multiplies them, are for registered customers: to a guest a rule gives its discount only (R8.2).
    Discounts are told without tax, also where they are taken off totals with it (R5).
    """
    left = tuple(lines)
    applied: list[AppliedRule] = []
    for rule in rules:
        if not _matches(rule, conditions_on):
            continue
        discount = _discount(rule, left, currency)
        before, left = left, take_off(discount, left, currency)
        points = 0 if is_guest else rule.points or 0
        factor = None if is_guest else rule.earning_factor
        if points or discount or factor is not None:
            without_tax = net_of(before) - net_of(left)
            applied.append(AppliedRule(rule.id, rule.name, points, without_tax, factor))
        if rule.stop_further_rules:
            break
    return left, tuple(applied)


def on_every_order(rules: Iterable[AppliedRule]) -> tuple[AppliedRule, ...]:
    """Return what rules give to each order of a cart: factors; the rest counts once (R6.12)."""
    return tuple(
        replace(rule, points=0, discount=ZERO) for rule in rules if rule.earning_factor is not None
    )


def factors_of(rules: Iterable[AppliedRule]) -> tuple[Decimal, ...]:
    """Return what multiplies the points that the rate earns (R6.12)."""
    return tuple(rule.earning_factor for rule in rules if rule.earning_factor is not None)


def net_of(lines: Iterable[QuoteLine]) -> Decimal:
    """Return what lines come to without tax."""
    return total(line.net for line in lines)


def _filled(name: str, value: object) -> object:
    if value is None or value in ([], ()):
        return CART_RULE_FIELDS[name].default
    return tuple(value) if isinstance(value, list) else value


def _matches(rule: CartRule, lines: Sequence[QuoteLine]) -> bool:
    if not lines:
        return False
    subtotal = total(line.total for line in lines)
    if rule.subtotal_from is not None and subtotal < rule.subtotal_from:
        return False
    if rule.subtotal_to is not None and subtotal > rule.subtotal_to:
        return False
    quantity = units_in_all(line.quantity for line in lines)
    if rule.quantity_from is not None and quantity < rule.quantity_from:
        return False
    return _has_skus(rule, {line.sku for line in lines})


def _has_skus(rule: CartRule, in_cart: set[str]) -> bool:
    if not rule.skus:
        return True
    found = [sku in in_cart for sku in rule.skus]
    return all(found) if rule.sku_match is SkuMatch.ALL else any(found)


def _discount(rule: CartRule, lines: Sequence[QuoteLine], currency: str) -> Decimal:
    left = total(line.total for line in lines)
    amount = rule.discount_amount or ZERO
    if rule.discount_kind is DiscountKind.PERCENT:
        amount = left * amount / _PERCENT
    return min(half_up(amount, currency), left)
