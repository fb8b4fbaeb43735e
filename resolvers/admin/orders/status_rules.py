"""Fields about the rules of order statuses (R6.2, R6.4)."""

from typing import Annotated

import strawberry

from resolvers.context import Info, caller
from services.orders import status_rules as order_status_rules
from services.orders.status_rules import OrderStatusRule
from services.rules.basics.enums import PointsChange

Status = Annotated[str, strawberry.argument(description="The status.")]
OfWebsite = Annotated[
    str | None, strawberry.argument(description="The website's code; null: the default scope.")
]


@strawberry.input(description="What an order status does to the points of an order.")
class OrderStatusRuleInput:
    status: str = strawberry.field(description="The status; a new one is known from then on.")
    website_code: str | None = strawberry.field(
        default=None, description="The website it is for; null for all that have none of their own."
    )
    needed: PointsChange = strawberry.field(description="What it does to the points used.")
    received: PointsChange = strawberry.field(description="What it does to the points to earn.")


async def list_order_status_rules(
    website_code: Annotated[
        str | None,
        strawberry.argument(description="Those in force there; null: of the default scope."),
    ] = None,
) -> list[OrderStatusRule]:
    """Return the rules in force."""
    return await order_status_rules.list_order_status_rules(website_code=website_code)


async def order_status_rule_put(
    info: Info,
    rule: Annotated[
        OrderStatusRuleInput, strawberry.argument(name="input", description="The rule.")
    ],
) -> OrderStatusRule:
    """Set a status' rule."""
    return await order_status_rules.put_order_status_rule(
        status=rule.status,
        website_code=rule.website_code,
        needed=rule.needed,
        received=rule.received,
        caller=caller(info),
        now=info.context.now,
    )


async def order_status_rule_delete(
    info: Info, status: Status, website_code: OfWebsite = None
) -> str:
    """Take a status' rule back."""
    return await order_status_rules.delete_order_status_rule(
        status=status, website_code=website_code, caller=caller(info), now=info.context.now
    )
