"""Activities in the admin API: those of the shop's own, and what customers did (R9.1)."""

from typing import Self

import strawberry

from resolvers.admin.activities import activities, custom_activities
from schema.admin.accounts.accounts import LedgerPayload
from schema.admin.deletion import DeletePayload
from schema.admin.user_errors import Payload, command
from schema.permissions import scoped
from services.awards import custom_activities as services


@strawberry.type(description="An activity that the shop defined itself.")
class CustomActivity:
    code: str = strawberry.field(description="Its code.")
    name: str = strawberry.field(description="What customers read of it in their history.")
    points: int = strawberry.field(description="What it is worth.")
    limit_per_customer: int | None = strawberry.field(
        description="How often it is rewarded per customer and website; null: without limit."
    )
    period_days: int | None = strawberry.field(
        description="Only rewards younger than so many days count against the limit; null: all do."
    )
    website_code: str | None = strawberry.field(description="The website that has it; null: all.")


@strawberry.type(description="A custom activity that was made or changed, or why not.")
class CustomActivityPayload(Payload):
    custom_activity: services.CustomActivity | None = strawberry.field(
        default=None,
        graphql_type=CustomActivity | None,
        description="The activity as it is now.",
    )

    @classmethod
    def of(cls, activity: services.CustomActivity) -> Self:
        """Answer with the activity."""
        return cls(custom_activity=activity)


@strawberry.type
class ActivityQuery:
    custom_activities = strawberry.field(
        resolver=custom_activities.list_custom_activities,
        graphql_type=list[CustomActivity],
        description="The activities that the shop defined itself, by code.",
        extensions=scoped("config:read"),
    )


@strawberry.type
class ActivityMutation:
    custom_activity_put = command(
        custom_activities.custom_activity_put,
        CustomActivityPayload,
        scope="config:write",
        description="Define an activity of your own, or define it anew; what was awarded stays.",
    )
    custom_activity_delete = command(
        custom_activities.custom_activity_delete,
        DeletePayload,
        scope="config:write",
        description="Delete an activity of your own. What was awarded for it stays.",
    )
    activity_record = command(
        activities.activity_record,
        LedgerPayload,
        scope="points:write",
        description=(
            "Report what a customer did: a newsletter signup, of which only the first ever is"
            " rewarded; a review that was approved; an activity of your own. Without an entry"
            " `message` says why, in the customer's language."
        ),
    )
