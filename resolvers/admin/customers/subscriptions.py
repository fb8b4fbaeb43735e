"""Mail subscriptions of customers (R11.1)."""

from typing import Annotated

import strawberry

from resolvers.context import Info, caller
from services.customers import subscriptions
from services.customers.customers import Customer


async def subscriptions_update(
    info: Info,
    customer_id: Annotated[strawberry.ID, strawberry.argument(description="The customer's id.")],
    balance_updates: Annotated[
        bool | None,
        strawberry.argument(
            description="Whether the customer wants mail when the balance changes."
        ),
    ] = None,
    expiration_notifications: Annotated[
        bool | None,
        strawberry.argument(description="Whether the customer wants mail before points expire."),
    ] = None,
) -> Customer:
    return await subscriptions.update_subscriptions(
        customer_id=customer_id,
        balance_updates=balance_updates,
        expiration_notifications=expiration_notifications,
        caller=caller(info),
        now=info.context.now,
    )
