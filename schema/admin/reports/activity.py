"""Points activity in the admin API (R15.2)."""

from datetime import date, datetime

import strawberry

from resolvers.admin.reports import activity
from schema.permissions import scoped
from schema.scalars import BigInt


@strawberry.type(
    description=(
        "What an interval changed of a website's balances. `balanceStart` and all columns of"
        " changes add up to `balanceEnd`; what was taken is below 0."
    )
)
class PointsActivity:
    website_code: str = strawberry.field(description="The website's code.")
    period_start: datetime = strawberry.field(
        description=(
            "When the interval begins: a midnight in the website's time zone, or `from` itself for"
            " the first one."
        )
    )
    period_day: date = strawberry.field(
        description="The day in the website's time zone on which the interval begins."
    )
    balance_start: BigInt = strawberry.field(
        description="The sum of all balances, less debts, when the interval begins."
    )
    balance_end: BigInt = strawberry.field(description="The same when it ends.")
    awarded: BigInt = strawberry.field(
        description="Points given for registering, subscribing, inviting, reviews and activities."
    )
    earned: BigInt = strawberry.field(description="Points earned by purchases.")
    redeemed: BigInt = strawberry.field(description="Points redeemed for orders, below 0.")
    returned: BigInt = strawberry.field(description="Redeemed points that came back.")
    reversed: BigInt = strawberry.field(description="Earned points taken back, below 0.")
    expired: BigInt = strawberry.field(description="Points that expired, below 0.")
    adjusted: BigInt = strawberry.field(
        description="All else: adjustments by admins, imports, merges, orphan points."
    )


@strawberry.type
class PointsActivityQuery:
    points_activity = strawberry.field(
        resolver=activity.list_points_activity,
        graphql_type=list[PointsActivity],
        description=(
            "Points awarded, earned, redeemed, returned, reversed, expired and adjusted, by website"
            " and by day, week (from Monday) or month of its time zone. The first and the last"
            " interval are clipped to the period; intervals without a change are listed too. At"
            " most 10,000 intervals in all."
        ),
        extensions=scoped("reports:read"),
    )
