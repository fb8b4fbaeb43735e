"""Attachment of a guest's order to a customer (R6.7)."""

from typing import Annotated

import strawberry

from resolvers.context import Info, caller
from services.orders import attachment
from services.orders.change import OrderCommand


async def order_attach_customer(
    info: Info,
    order_id: Annotated[strawberry.ID, strawberry.argument(description="The order's id.")],
    customer_id: Annotated[strawberry.ID, strawberry.argument(description="The customer's id.")],
) -> OrderCommand:
    return await attachment.attach_customer(
        order_id=order_id, customer_id=customer_id, caller=caller(info), now=info.context.now
    )
