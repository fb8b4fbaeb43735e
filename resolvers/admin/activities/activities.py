"""Activity reports: newsletter signups, reviews and custom activities (R9.1)."""

from datetime import datetime
from typing import Annotated

import strawberry

from resolvers.context import Info, caller
from services.accounts.adjustments import Adjustment
from services.activities import activities
from services.activities.activity_input import Activity
from services.rules.basics.enums import ActivityType


@strawberry.input(description="Something a customer did that may be rewarded.")
class ActivityInput:
    idempotency_key: str = strawberry.field(
        description=(
            "Your key for this command. Sending the same key again does not repeat the command. A "
            "review, or a custom activity with a reference, is recognised by its reference, "
            "whatever the key."
        )
    )
    type: ActivityType = strawberry.field(description="What the customer did.")
    customer_id: strawberry.ID = strawberry.field(
        description=(
            "The customer's id. Only a newsletter signup may name a customer who has not been put "
            "yet; it is awarded once they are."
        )
    )
    website_code: str = strawberry.field(
        description="The code of the website, where the points are credited."
    )
    reference: strawberry.ID | None = strawberry.field(
        default=None,
        description=(
            "The review's id (required for a review), or an id that tells two custom activities of "
            "one customer apart. Not allowed for a newsletter signup."
        ),
    )
    custom_code: str | None = strawberry.field(
        default=None, description="The code of the custom activity; only for CUSTOM."
    )
    points: int | None = strawberry.field(
        default=None,
        description=(
            "The points to award, from the custom activity's `pointsFrom` to its `pointsTo`; not "
            "allowed where it has none. If omitted, the activity's `points`."
        ),
    )
    expires_at: datetime | None = strawberry.field(
        default=None,
        description=(
            "When the points of a custom activity expire; an instant in the future. Settings don't "
            "change it. If omitted, the website's `expiryDays` decides."
        ),
    )
    occurred_at: datetime | None = strawberry.field(
        default=None,
        description=(
            "When it happened, for the audit log; not in the future. The points are always "
            "credited as of now."
        ),
    )


async def activity_record(
    info: Info,
    activity: Annotated[
        ActivityInput, strawberry.argument(name="input", description="The activity.")
    ],
) -> Adjustment:
    return await activities.record_activity(
        activity=Activity(
            type=activity.type,
            customer_id=activity.customer_id,
            website_code=activity.website_code,
            reference=activity.reference,
            custom_code=activity.custom_code,
            points=activity.points,
            expires_at=activity.expires_at,
            occurred_at=activity.occurred_at,
        ),
        idempotency_key=activity.idempotency_key,
        caller=caller(info),
        now=info.context.now,
    )
