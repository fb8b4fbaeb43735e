"""Order status rules in the admin API (R6.2, R6.4)."""

from typing import Self

import strawberry

from resolvers.admin.orders import status_rules as resolvers
from schema.admin.deletion import DeletePayload
from schema.admin.user_errors import Payload, command
from schema.permissions import scoped
from services.programme import status_rules as services
from services.rules.basics.enums import PointsChange


@strawberry.type(
    description=(
        "What happens to the points an order uses and is to earn when it reaches a status."
    )
)
class OrderStatusRule:
    status: str = strawberry.field(description="The status.")
    website_code: str | None = strawberry.field(
        description="The code of the website it is set for; null for the default scope."
    )
    needed: PointsChange = strawberry.field(description="What happens to the points used.")
    received: PointsChange = strawberry.field(description="What happens to the points to earn.")


@strawberry.type(description="The result of setting a status rule.")
class OrderStatusRulePayload(Payload):
    order_status_rule: services.OrderStatusRule | None = strawberry.field(
        default=None, graphql_type=OrderStatusRule | None, description="The rule after the change."
    )

    @classmethod
    def of(cls, rule: services.OrderStatusRule) -> Self:
        """Answer with the rule."""
        return cls(order_status_rule=rule)


@strawberry.type
class OrderStatusRuleQuery:
    order_status_rules = strawberry.field(
        resolver=resolvers.list_order_status_rules,
        graphql_type=list[OrderStatusRule],
        description=(
            "The rules in force, sorted by status: the website's own, otherwise those of the "
            "default scope."
        ),
        extensions=scoped("config:read"),
    )


@strawberry.type
class OrderStatusRuleMutation:
    order_status_rule_put = command(
        resolvers.order_status_rule_put,
        OrderStatusRulePayload,
        scope="config:write",
        description="Set the rule of an order status, or add a status.",
    )
    order_status_rule_delete = command(
        resolvers.order_status_rule_delete,
        DeletePayload,
        scope="config:write",
        description=(
            "Delete a status rule. The default scope's rule applies again, or the built-in one."
        ),
    )
