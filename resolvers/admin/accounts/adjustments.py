"""Manual adjustments of points (R4.1, R4.5)."""

from datetime import datetime
from typing import Annotated

import strawberry

from resolvers.context import Info, caller
from services.accounts import adjustment_preview, adjustments
from services.accounts.adjustment_preview import AdjustmentInput, PreviewedAdjustment
from services.accounts.adjustments import Adjustment


@strawberry.input(description="Points to add to a customer's balance or to deduct from it.")
class PointsAdjustInput:
    idempotency_key: str = strawberry.field(
        description=(
            "Your key for this command. Sending the same key again does not repeat the command."
        )
    )
    customer_id: strawberry.ID = strawberry.field(description="The customer's id.")
    website_code: str = strawberry.field(description="The website's code.")
    points: int = strawberry.field(
        description="The number of points: positive adds, negative deducts; not 0."
    )
    comment: str | None = strawberry.field(
        default=None, description="A comment shown in the history."
    )
    expires_at: datetime | None = strawberry.field(
        default=None,
        description=(
            "When added points expire; an instant in the future. Settings don't change it. If "
            "omitted, the website's `expiryDays` decides."
        ),
    )


async def points_adjust(
    info: Info,
    adjustment: Annotated[
        PointsAdjustInput, strawberry.argument(name="input", description="The adjustment.")
    ],
) -> Adjustment:
    return await adjustments.adjust_points(
        idempotency_key=adjustment.idempotency_key,
        customer_id=adjustment.customer_id,
        website_code=adjustment.website_code,
        points=adjustment.points,
        comment=adjustment.comment,
        expires_at=adjustment.expires_at,
        caller=caller(info),
        now=info.context.now,
    )


async def points_adjust_preview(
    info: Info,
    adjustment: Annotated[
        PointsAdjustInput, strawberry.argument(name="input", description="The adjustment.")
    ],
) -> PreviewedAdjustment:
    given = AdjustmentInput(
        idempotency_key=adjustment.idempotency_key,
        customer_id=adjustment.customer_id,
        website_code=adjustment.website_code,
        points=adjustment.points,
        comment=adjustment.comment,
        expires_at=adjustment.expires_at,
    )
    return await adjustment_preview.preview_adjustment(
        adjustment=given, caller=caller(info), now=info.context.now
    )
