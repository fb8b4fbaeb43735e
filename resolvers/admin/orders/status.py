"""Setting the status of orders (R6.2, R6.4)."""

from typing import Annotated

import strawberry

from resolvers.context import Info, caller
from services.orders import status as order_status
from services.orders.change import OrderCommand
from services.orders.status import StatusChange
from services.rules.basics.enums import PointsChange


@strawberry.input(description="A status to set.")
class OrderSetStatusInput:
    order_id: strawberry.ID = strawberry.field(description="The order's id.")
    status: str = strawberry.field(description="The status, one that has a rule.")
    needed: PointsChange | None = strawberry.field(
        default=None,
        description="What to do with the points used, this once; null: what the rule says.",
    )
    received: PointsChange | None = strawberry.field(
        default=None,
        description="What to do with the points to earn, this once; null: what the rule says.",
    )
    comment: str | None = strawberry.field(
        default=None, description="Kept with the ledger entries that it makes."
    )
    idempotency_key: str = strawberry.field(
        description="Your key for this command: sent again, it is not done again."
    )


async def order_set_status(
    info: Info,
    change: Annotated[
        OrderSetStatusInput, strawberry.argument(name="input", description="What to set.")
    ],
) -> OrderCommand:
    """Set an order's status."""
    return await order_status.set_order_status(
        change=StatusChange(
            order_id=change.order_id,
            status=change.status,
            idempotency_key=change.idempotency_key,
            needed=change.needed,
            received=change.received,
            comment=change.comment,
        ),
        caller=caller(info),
        now=info.context.now,
    )
