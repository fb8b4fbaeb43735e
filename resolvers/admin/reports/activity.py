"""Points activity fields (R15.2)."""

from datetime import datetime
from typing import Annotated

import strawberry

from services.reports import activity
from services.reports.activity import PointsActivity
from services.rules.basics.enums import Interval


async def list_points_activity(
    since: Annotated[
        datetime,
        strawberry.argument(name="from", description="The instant at which the period begins."),
    ],
    until: Annotated[
        datetime,
        strawberry.argument(name="to", description="The instant before which the period ends."),
    ],
    interval: Annotated[
        Interval, strawberry.argument(description="What the period is divided into.")
    ],
    website_code: Annotated[
        str | None,
        strawberry.argument(description="The website's code; null: all websites."),
    ] = None,
) -> list[PointsActivity]:
    return await activity.read_activity(
        website_code=website_code, since=since, until=until, interval=interval
    )
