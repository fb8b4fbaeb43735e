"""Order statuses, set by the shop (R6.2, R6.4)."""

from typing import Annotated

import strawberry

from resolvers.context import Info, caller
from services.orders import status as order_status
from services.orders.change import OrderCommand
from services.orders.status import StatusChange
from services.rules.basics.enums import PointsChange


@strawberry.input(description="A status to set on an order.")
class OrderSetStatusInput:
    order_id: strawberry.ID = strawberry.field(description="The order's id.")
    status: str = strawberry.field(description="The status; it must have a rule.")
    expected_status: str | None = strawberry.field(
        default=None,
        description=(
            "The status the order should stand in. If it stands in another, the command is refused "
            "with ORDER_STATE: a late or doubled event of a payment provider then changes nothing."
        ),
    )
    needed: PointsChange | None = strawberry.field(
        default=None,
        description="What to do with the points used, this time only; null to follow the rule.",
    )
    received: PointsChange | None = strawberry.field(
        default=None,
        description="What to do with the points to earn, this time only; null to follow the rule.",
    )
    comment: str | None = strawberry.field(
        default=None, description="A comment for the ledger entries this writes."
    )
    idempotency_key: str = strawberry.field(
        description=(
            "Your key for this command. Sending the same key again does not repeat the command."
        )
    )


async def order_set_status(
    info: Info,
    change: Annotated[
        OrderSetStatusInput, strawberry.argument(name="input", description="The status to set.")
    ],
) -> OrderCommand:
    return await order_status.set_order_status(
        change=StatusChange(
            order_id=change.order_id,
            status=change.status,
            idempotency_key=change.idempotency_key,
            expected_status=change.expected_status,
            needed=change.needed,
            received=change.received,
            comment=change.comment,
        ),
        caller=caller(info),
        now=info.context.now,
    )
