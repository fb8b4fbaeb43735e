"""Fields about activities that the shop defines itself (R9.1)."""

from typing import Annotated

import strawberry

from resolvers.context import Info, caller
from services.awards import custom_activities
from services.awards.custom_activities import CustomActivity


@strawberry.input(description="An activity of your own; all that is said of it, each time.")
class CustomActivityInput:
    code: str = strawberry.field(description="Its code, of 1 to 128 characters.")
    name: str = strawberry.field(description="What customers read of it in their history.")
    points: int = strawberry.field(description="What it is worth, from 1.")
    limit_per_customer: int | None = strawberry.field(
        default=None,
        description="How often it is rewarded per customer and website; null: without limit.",
    )
    period_days: int | None = strawberry.field(
        default=None,
        description=(
            "With it only rewards younger than so many days, 1 to 36,500, count against the limit;"
            " null: all do."
        ),
    )
    website_code: str | None = strawberry.field(
        default=None, description="The website that has it; null: all."
    )


async def list_custom_activities() -> list[CustomActivity]:
    """Return the shop's own activities."""
    return await custom_activities.list_custom_activities()


async def custom_activity_put(
    info: Info,
    activity: Annotated[
        CustomActivityInput, strawberry.argument(name="input", description="The activity.")
    ],
) -> CustomActivity:
    """Make or replace a custom activity."""
    return await custom_activities.put_custom_activity(
        activity=CustomActivity(
            code=activity.code,
            name=activity.name,
            points=activity.points,
            limit_per_customer=activity.limit_per_customer,
            period_days=activity.period_days,
            website_code=activity.website_code,
        ),
        caller=caller(info),
        now=info.context.now,
    )


async def custom_activity_delete(
    info: Info, code: Annotated[str, strawberry.argument(description="Its code.")]
) -> str:
    """Delete a custom activity."""
    return await custom_activities.delete_custom_activity(
        code=code, caller=caller(info), now=info.context.now
    )
