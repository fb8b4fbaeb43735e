"""Adjusting points by hand (R4.1, R4.5)."""

from typing import Annotated

import strawberry

from resolvers.context import Info, caller
from services.accounts import adjustments
from services.accounts.adjustments import Adjustment


@strawberry.input(description="Points to add to a customer's balance, or to take.")
class PointsAdjustInput:
    idempotency_key: str = strawberry.field(
        description="Your key for this command: sent again, it is not done again."
    )
    customer_id: strawberry.ID = strawberry.field(description="Whose balance.")
    website_code: str = strawberry.field(description="On which website.")
    points: int = strawberry.field(description="Positive adds, negative takes; not 0.")
    comment: str | None = strawberry.field(default=None, description="Why, for the history.")


async def points_adjust(
    info: Info,
    adjustment: Annotated[
        PointsAdjustInput, strawberry.argument(name="input", description="The adjustment.")
    ],
) -> Adjustment:
    """Adjust a balance."""
    return await adjustments.adjust_points(
        idempotency_key=adjustment.idempotency_key,
        customer_id=adjustment.customer_id,
        website_code=adjustment.website_code,
        points=adjustment.points,
        comment=adjustment.comment,
        caller=caller(info),
        now=info.context.now,
    )
