"""Cart rules in the admin API (R8)."""

from datetime import date
from decimal import Decimal
from typing import Self

import strawberry

from resolvers.admin.promotions import cart_rules as resolvers
from resolvers.admin.promotions.cart_rules import ShownCartRule
from schema.admin.deletion import DeletePayload
from schema.admin.pages import Connection
from schema.admin.user_errors import Payload, command
from schema.permissions import scoped
from services.rules.basics.enums import DiscountKind, SkuMatch


@strawberry.type(description="A rule that gives points, a discount, or both, to carts like it.")
class CartRule:
    id: strawberry.ID = strawberry.field(description="Its id, which we gave.")
    name: str = strawberry.field(description="What customers read.")
    active: bool = strawberry.field(description="Whether it applies at all.")
    website_codes: list[str] = strawberry.field(description="The websites it is for; empty: all.")
    customer_group_codes: list[str] = strawberry.field(
        description="The customer groups it is for; empty: all."
    )
    from_date: date | None = strawberry.field(
        description="The first day, in the website's time zone; null: ever."
    )
    to_date: date | None = strawberry.field(
        description="The last day, in the website's time zone; null: for ever."
    )
    coupon_code: str | None = strawberry.field(
        description="A coupon that the cart must have; null: none."
    )
    priority: int = strawberry.field(description="The lower applies first; of equals the older.")
    stop_further_rules: bool = strawberry.field(description="Whether none applies after it.")
    subtotal_from: Decimal | None = strawberry.field(
        description="The lines, after product points, must come to this or more."
    )
    subtotal_to: Decimal | None = strawberry.field(
        description="The lines, after product points, must come to this or less."
    )
    quantity_from: int | None = strawberry.field(
        description="The cart must have so many units or more."
    )
    skus: list[str] | None = strawberry.field(
        description="Products that the cart must have; null: any cart."
    )
    sku_match: SkuMatch = strawberry.field(
        description="Whether one of them will do, or all must be there."
    )
    points: int | None = strawberry.field(
        description="Points that the order earns, once; null: none."
    )
    discount_kind: DiscountKind | None = strawberry.field(
        description="Whether the discount is a percentage or an amount; null: no discount."
    )
    discount_amount: Decimal | None = strawberry.field(
        description="The percentage, or the amount in the website's base currency."
    )


@strawberry.type(description="A cart rule that was saved, or why it was not.")
class CartRulePayload(Payload):
    cart_rule: ShownCartRule | None = strawberry.field(
        default=None, graphql_type=CartRule | None, description="The rule as it is now."
    )

    @classmethod
    def of(cls, rule: ShownCartRule) -> Self:
        """Answer with the rule."""
        return cls(cart_rule=rule)


@strawberry.type
class CartRuleQuery:
    cart_rules = strawberry.field(
        resolver=resolvers.list_cart_rules,
        graphql_type=Connection[CartRule],
        description="The cart rules, oldest first.",
        extensions=scoped("config:read"),
    )


@strawberry.type
class CartRuleMutation:
    cart_rule_create = command(
        resolvers.cart_rule_create,
        CartRulePayload,
        scope="config:write",
        description="Set a cart rule up.",
    )
    cart_rule_update = command(
        resolvers.cart_rule_update,
        CartRulePayload,
        scope="config:write",
        description="Change a cart rule whole. Orders keep what it gave them.",
    )
    cart_rule_delete = command(
        resolvers.cart_rule_delete,
        DeletePayload,
        scope="config:write",
        description="Delete a cart rule. Orders keep what it gave them.",
    )
