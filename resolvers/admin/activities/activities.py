"""Reporting what a customer did (R9.1)."""

from datetime import datetime
from typing import Annotated

import strawberry

from resolvers.context import Info, caller
from services.accounts.adjustments import Adjustment
from services.activities import activities
from services.activities.activity_input import Activity
from services.rules.basics.enums import ActivityType


@strawberry.input(description="Something that a customer did and may be rewarded for.")
class ActivityInput:
    idempotency_key: str = strawberry.field(
        description=(
            "Your key for this command: sent again, it is not done again. A review, and a custom"
            " activity with a reference, are known by that whatever the key."
        )
    )
    type: ActivityType = strawberry.field(description="What they did.")
    customer_id: strawberry.ID = strawberry.field(
        description=(
            "Who did it. Only a newsletter signup may be of a customer not put yet: it is awarded"
            " when they are."
        )
    )
    website_code: str = strawberry.field(
        description="On which website; the points are credited there."
    )
    reference: strawberry.ID | None = strawberry.field(
        default=None,
        description=(
            "The review's id, which a review needs; or what tells two custom activities of a"
            " customer apart. Not for a newsletter signup."
        ),
    )
    custom_code: str | None = strawberry.field(
        default=None, description="The code of the custom activity; for CUSTOM alone."
    )
    occurred_at: datetime | None = strawberry.field(
        default=None,
        description="When it happened, for the audit log; not in the future. Points are of now.",
    )


async def activity_record(
    info: Info,
    activity: Annotated[
        ActivityInput, strawberry.argument(name="input", description="The activity.")
    ],
) -> Adjustment:
    """Award what an activity is worth."""
    return await activities.record_activity(
        activity=Activity(
            type=activity.type,
            customer_id=activity.customer_id,
            website_code=activity.website_code,
            reference=activity.reference,
            custom_code=activity.custom_code,
            occurred_at=activity.occurred_at,
        ),
        idempotency_key=activity.idempotency_key,
        caller=caller(info),
        now=info.context.now,
    )
