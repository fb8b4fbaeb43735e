"""Rules of order statuses in the admin API (R6.2, R6.4)."""

from typing import Self

import strawberry

from resolvers.admin.orders import status_rules as resolvers
from schema.admin.deletion import DeletePayload
from schema.admin.user_errors import Payload, command
from schema.permissions import scoped
from services.orders import status_rules as services
from services.rules.basics.enums import PointsChange


@strawberry.type(
    description=(
        "What reaching a status does to the points that an order uses, and to those it is to earn."
    )
)
class OrderStatusRule:
    status: str = strawberry.field(description="The status.")
    website_code: str | None = strawberry.field(
        description="The website it is set for; null: the default scope."
    )
    needed: PointsChange = strawberry.field(description="What it does to the points used.")
    received: PointsChange = strawberry.field(description="What it does to the points to earn.")


@strawberry.type(description="A status' rule that was set, or why it was not.")
class OrderStatusRulePayload(Payload):
    order_status_rule: services.OrderStatusRule | None = strawberry.field(
        default=None, graphql_type=OrderStatusRule | None, description="The rule as it is now."
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
        description="The rules in force, by status: the website's own, else the default scope's.",
        extensions=scoped("config:read"),
    )


@strawberry.type
class OrderStatusRuleMutation:
    order_status_rule_put = command(
        resolvers.order_status_rule_put,
        OrderStatusRulePayload,
        scope="config:write",
        description="Set what a status does to the points of orders, or add a status.",
    )
    order_status_rule_delete = command(
        resolvers.order_status_rule_delete,
        DeletePayload,
        scope="config:write",
        description=(
            "Take a status' rule back: the default scope's holds again, or what is built in."
        ),
    )
