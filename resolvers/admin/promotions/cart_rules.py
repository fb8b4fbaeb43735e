"""Fields about cart rules (R8)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated

import strawberry

from resolvers.admin.amounts import USUAL_DIGITS, padded
from resolvers.admin.pages import After, First, page_request
from resolvers.context import Info, caller
from services.command.cursor_page import DEFAULT_PAGE_SIZE, Page
from services.promotions import cart_rules
from services.promotions.cart_rules import ShopRule
from services.rules.basics.enums import DiscountKind, SkuMatch
from services.rules.checkout.cart_rules import CartRule, RuleActions, RuleConditions, RuleScope

RuleId = Annotated[strawberry.ID, strawberry.argument(name="id", description="The rule's id.")]


@strawberry.input(
    description="What a cart rule shall be. It gives points, a discount, or both, to carts like it."
)
class CartRuleInput:
    name: str = strawberry.field(description="What customers read.")
    active: bool | None = strawberry.field(default=True, description="Whether it applies at all.")
    website_codes: list[str] | None = strawberry.field(
        default_factory=list, description="The websites it is for; empty: all."
    )
    customer_group_codes: list[str] | None = strawberry.field(
        default_factory=list, description="The customer groups it is for; empty: all."
    )
    from_date: date | None = strawberry.field(
        default=None, description="The first day, in the website's time zone; null: ever."
    )
    to_date: date | None = strawberry.field(
        default=None, description="The last day, in the website's time zone; null: for ever."
    )
    coupon_code: str | None = strawberry.field(
        default=None, description="A coupon that the cart must have; null: none."
    )
    priority: int | None = strawberry.field(
        default=0, description="The lower applies first; of equals the older."
    )
    stop_further_rules: bool | None = strawberry.field(
        default=False, description="Whether none applies after it."
    )
    subtotal_from: Decimal | None = strawberry.field(
        default=None, description="The lines, after product points, must come to this or more."
    )
    subtotal_to: Decimal | None = strawberry.field(
        default=None, description="The lines, after product points, must come to this or less."
    )
    quantity_from: int | None = strawberry.field(
        default=None, description="The cart must have so many units or more."
    )
    skus: list[str] | None = strawberry.field(
        default=None, description="Products that the cart must have; null: any cart."
    )
    sku_match: SkuMatch | None = strawberry.field(
        default=SkuMatch.ANY, description="Whether one of them will do, or all must be there."
    )
    points: int | None = strawberry.field(
        default=None, description="Points that the order earns, once; null: none."
    )
    discount_kind: DiscountKind | None = strawberry.field(
        default=None,
        description="Whether the discount is a percentage or an amount; null: no discount.",
    )
    discount_amount: Decimal | None = strawberry.field(
        default=None, description="The percentage, or the amount in the website's base currency."
    )


RuleArgument = Annotated[
    CartRuleInput, strawberry.argument(name="input", description="The cart rule.")
]


@dataclass(frozen=True, slots=True)
class ShownCartRule:
    """A cart rule as it is shown: all on one level."""

    id: str
    name: str
    active: bool
    website_codes: list[str]
    customer_group_codes: list[str]
    from_date: date | None
    to_date: date | None
    coupon_code: str | None
    priority: int
    stop_further_rules: bool
    subtotal_from: Decimal | None
    subtotal_to: Decimal | None
    quantity_from: int | None
    skus: list[str] | None
    sku_match: SkuMatch
    points: int | None
    discount_kind: DiscountKind | None
    discount_amount: Decimal | None


async def list_cart_rules(
    first: First = DEFAULT_PAGE_SIZE, after: After = None
) -> Page[ShownCartRule]:
    """Return a page of the cart rules."""
    return (await cart_rules.list_cart_rules(page_request(first, after))).map(_shown)


async def cart_rule_create(info: Info, rule: RuleArgument) -> ShownCartRule:
    """Set a cart rule up."""
    return _shown(
        await cart_rules.create_cart_rule(
            wanted=_wanted(rule), caller=caller(info), now=info.context.now
        )
    )


async def cart_rule_update(info: Info, rule_id: RuleId, rule: RuleArgument) -> ShownCartRule:
    """Change a cart rule."""
    return _shown(
        await cart_rules.update_cart_rule(
            rule_id=rule_id, wanted=_wanted(rule), caller=caller(info), now=info.context.now
        )
    )


async def cart_rule_delete(info: Info, rule_id: RuleId) -> str:
    """Delete a cart rule."""
    return await cart_rules.delete_cart_rule(
        rule_id=rule_id, caller=caller(info), now=info.context.now
    )


def _wanted(given: CartRuleInput) -> ShopRule:
    rule = CartRule(
        id="",
        name=given.name,
        scope=RuleScope(
            website_codes=tuple(given.website_codes or ()),
            customer_group_codes=tuple(given.customer_group_codes or ()),
            from_date=given.from_date,
            to_date=given.to_date,
            coupon_code=given.coupon_code,
        ),
        conditions=RuleConditions(
            subtotal_from=given.subtotal_from,
            subtotal_to=given.subtotal_to,
            quantity_from=given.quantity_from,
            skus=tuple(given.skus or ()),
            sku_match=given.sku_match or SkuMatch.ANY,
        ),
        actions=RuleActions(given.points, given.discount_kind, given.discount_amount),
        stops_further_rules=bool(given.stop_further_rules),
    )
    return ShopRule(rule, active=given.active is not False, priority=given.priority or 0)


def _shown(found: ShopRule) -> ShownCartRule:
    rule = found.rule
    scope, conditions, actions = rule.scope, rule.conditions, rule.actions
    return ShownCartRule(
        id=rule.id,
        name=rule.name,
        active=found.active,
        website_codes=list(scope.website_codes),
        customer_group_codes=list(scope.customer_group_codes),
        from_date=scope.from_date,
        to_date=scope.to_date,
        coupon_code=scope.coupon_code,
        priority=found.priority,
        stop_further_rules=rule.stops_further_rules,
        subtotal_from=_padded(conditions.subtotal_from),
        subtotal_to=_padded(conditions.subtotal_to),
        quantity_from=conditions.quantity_from,
        skus=list(conditions.skus) or None,
        sku_match=conditions.sku_match,
        points=actions.points,
        discount_kind=actions.discount_kind,
        discount_amount=_padded(actions.discount_amount),
    )


def _padded(amount: Decimal | None) -> Decimal | None:
    return None if amount is None else padded(amount, USUAL_DIGITS)
