"""Custom activities, defined by the shop (R9.1)."""

from typing import Annotated

import strawberry

from resolvers.context import Info, caller
from services.awards import custom_activities
from services.awards.custom_activities import CustomActivity


@strawberry.input(description="A custom activity. All fields are replaced each time.")
class CustomActivityInput:
    code: str = strawberry.field(description="The activity's code, 1 to 128 characters.")
    name: str = strawberry.field(description="The name that customers see in their history.")
    points: int = strawberry.field(
        description="The points awarded each time, unless the report gives them; at least 1."
    )
    points_from: int | None = strawberry.field(
        default=None,
        description=(
            "The fewest points that a report of the activity may give; together with `pointsTo`. "
            "Null for both: the points are fixed."
        ),
    )
    points_to: int | None = strawberry.field(
        default=None, description="The most points that a report of the activity may give."
    )
    limit_per_customer: int | None = strawberry.field(
        default=None,
        description="How many times it is rewarded per customer and website; null for no limit.",
    )
    period_days: int | None = strawberry.field(
        default=None,
        description=(
            "Only rewards from the last this many days, 1 to 36,500, count towards the limit; null "
            "counts all."
        ),
    )
    website_code: str | None = strawberry.field(
        default=None, description="The code of the website that offers it; null for all websites."
    )


async def list_custom_activities() -> list[CustomActivity]:
    return await custom_activities.list_custom_activities()


async def custom_activity_put(
    info: Info,
    activity: Annotated[
        CustomActivityInput, strawberry.argument(name="input", description="The activity.")
    ],
) -> CustomActivity:
    return await custom_activities.put_custom_activity(
        activity=CustomActivity(
            code=activity.code,
            name=activity.name,
            points=activity.points,
            points_from=activity.points_from,
            points_to=activity.points_to,
            limit_per_customer=activity.limit_per_customer,
            period_days=activity.period_days,
            website_code=activity.website_code,
        ),
        caller=caller(info),
        now=info.context.now,
    )


async def custom_activity_delete(
    info: Info, code: Annotated[str, strawberry.argument(description="The activity's code.")]
) -> str:
    return await custom_activities.delete_custom_activity(
        code=code, caller=caller(info), now=info.context.now
    )
