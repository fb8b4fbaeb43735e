"""Activities in the admin API: reports of what customers did, and custom activities (R9.1)."""

from typing import Self

import strawberry

from resolvers.admin.activities import activities, custom_activities
from schema.admin.accounts.accounts import LedgerPayload
from schema.admin.deletion import DeletePayload
from schema.admin.user_errors import Payload, command
from schema.permissions import scoped
from services.awards import custom_activities as services


@strawberry.type(description="A custom activity, defined by the shop.")
class CustomActivity:
    code: str = strawberry.field(description="The activity's code.")
    name: str = strawberry.field(description="The name that customers see in their history.")
    points: int = strawberry.field(
        description="The points awarded each time, unless the report gives them."
    )
    points_from: int | None = strawberry.field(
        description="The fewest points that a report may give; null if they are fixed."
    )
    points_to: int | None = strawberry.field(
        description="The most points that a report may give; null if they are fixed."
    )
    limit_per_customer: int | None = strawberry.field(
        description="How many times it is rewarded per customer and website; null for no limit."
    )
    period_days: int | None = strawberry.field(
        description=(
            "Only rewards from the last this many days count towards the limit; null counts all."
        )
    )
    website_code: str | None = strawberry.field(
        description="The code of the website that offers it; null for all websites."
    )


@strawberry.type(description="The result of creating or changing a custom activity.")
class CustomActivityPayload(Payload):
    custom_activity: services.CustomActivity | None = strawberry.field(
        default=None,
        graphql_type=CustomActivity | None,
        description="The activity after the change.",
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
        description="All custom activities, sorted by code.",
        extensions=scoped("config:read"),
    )


@strawberry.type
class ActivityMutation:
    custom_activity_put = command(
        custom_activities.custom_activity_put,
        CustomActivityPayload,
        scope="config:write",
        description=(
            "Create a custom activity, or replace the one with the same code. Points already "
            "awarded are not affected."
        ),
    )
    custom_activity_delete = command(
        custom_activities.custom_activity_delete,
        DeletePayload,
        scope="config:write",
        description="Delete a custom activity. Points already awarded are not affected.",
    )
    activity_record = command(
        activities.activity_record,
        LedgerPayload,
        scope="points:write",
        description=(
            "Report something a customer did: a newsletter signup (only the first ever is "
            "rewarded), an approved review or a custom activity. If no points are awarded, `entry` "
            "is null and `message` says why, in the customer's language."
        ),
    )
