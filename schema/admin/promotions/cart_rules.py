"""Cart rules in the admin API (R8)."""

from typing import Self

import strawberry

from resolvers.admin.declared import shows
from resolvers.admin.promotions import cart_rules as resolvers
from schema.admin.deletion import DeletePayload
from schema.admin.pages import Connection
from schema.admin.user_errors import Payload, command
from schema.permissions import scoped
from services.rules.checkout import cart_rules as rules


@strawberry.type(
    description=(
        "A cart rule. It gives points, a discount, an earning factor or several of these to"
        " matching carts."
    )
)
@shows(rules.CART_RULE_FIELDS.values(), resolvers.shown)
class CartRule:
    id: strawberry.ID = strawberry.field(description="The rule's id, assigned by the service.")


@strawberry.type(description="The cart rule, or the reasons why it was not saved.")
class CartRulePayload(Payload):
    cart_rule: rules.CartRule | None = strawberry.field(
        default=None,
        graphql_type=CartRule | None,
        description="The rule as saved; null if refused.",
    )

    @classmethod
    def of(cls, rule: rules.CartRule) -> Self:
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
    cart_rule = strawberry.field(
        resolver=resolvers.cart_rule,
        graphql_type=CartRule,
        description="One cart rule.",
        extensions=scoped("config:read"),
    )


@strawberry.type
class CartRuleMutation:
    cart_rule_create = command(
        resolvers.cart_rule_create,
        CartRulePayload,
        scope="config:write",
        description="Create a cart rule.",
    )
    cart_rule_update = command(
        resolvers.cart_rule_update,
        CartRulePayload,
        scope="config:write",
        description=(
            "Replace a cart rule: fields left out get their defaults. Orders keep what it gave"
            " them."
        ),
    )
    cart_rule_delete = command(
        resolvers.cart_rule_delete,
        DeletePayload,
        scope="config:write",
        description="Delete a cart rule. Orders keep what it gave them.",
    )
