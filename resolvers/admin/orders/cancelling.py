"""Cancellations of orders (R6.8)."""

from typing import Annotated

import strawberry

from resolvers.admin.orders.line_quantities import LineQuantity, quantities_of
from resolvers.context import Info, caller
from services.orders import cancelling
from services.orders.change import OrderCommand


@strawberry.input(description="A cancellation. Without lines: everything that is not invoiced.")
class OrderCancelInput:
    order_id: strawberry.ID = strawberry.field(description="The order's id.")
    cancellation_id: strawberry.ID = strawberry.field(
        description="Your own id of the cancellation. Sending the same id again does not repeat it."
    )
    lines: list[LineQuantity] | None = strawberry.field(
        default=None, description="The units to cancel; null for all that are left."
    )


async def order_cancel(
    info: Info,
    cancellation: Annotated[
        OrderCancelInput, strawberry.argument(name="input", description="The cancellation.")
    ],
) -> OrderCommand:
    return await cancelling.cancel_order(
        order_id=cancellation.order_id,
        cancellation_id=cancellation.cancellation_id,
        lines=quantities_of(cancellation.lines),
        caller=caller(info),
        now=info.context.now,
    )
