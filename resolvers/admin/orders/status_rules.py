"""Order status rules (R6.2, R6.4)."""

from typing import Annotated

import strawberry

from resolvers.context import Info, caller
from services.orders import status_rules as order_status_rules
from services.programme.status_rules import OrderStatusRule
from services.rules.basics.enums import PointsChange

Status = Annotated[str, strawberry.argument(description="The status.")]
OfWebsite = Annotated[
    str | None, strawberry.argument(description="The website's code; null: the default scope.")
]


@strawberry.input(description="A rule: what an order status does to the order's points.")
class OrderStatusRuleInput:
    status: str = strawberry.field(description="The status. A new one can be used from then on.")
    website_code: str | None = strawberry.field(
        default=None,
        description=(
            "The code of the website; null for all websites that have no rule of their own."
        ),
    )
    needed: PointsChange = strawberry.field(description="What happens to the points used.")
    received: PointsChange = strawberry.field(description="What happens to the points to earn.")


async def list_order_status_rules(
    website_code: Annotated[
        str | None,
        strawberry.argument(
            description=(
                "The code of the website whose rules to return; null for the default scope."
            )
        ),
    ] = None,
) -> list[OrderStatusRule]:
    return await order_status_rules.list_order_status_rules(website_code=website_code)


async def order_status_rule_put(
    info: Info,
    rule: Annotated[
        OrderStatusRuleInput, strawberry.argument(name="input", description="The rule.")
    ],
) -> OrderStatusRule:
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
    return await order_status_rules.delete_order_status_rule(
        status=status, website_code=website_code, caller=caller(info), now=info.context.now
    )
