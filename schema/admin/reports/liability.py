"""Liability in the admin API (R15.1)."""

from datetime import date

import strawberry

from resolvers.admin.reports import liability
from schema.admin.money import Money
from schema.permissions import scoped
from schema.scalars import BigInt


@strawberry.type(description="Points that expire in one month of the website's calendar.")
class LiabilityMonth:
    month: date | None = strawberry.field(
        description="The first day of the month, in the website's time zone; null: never."
    )
    points: BigInt = strawberry.field(description="The points outstanding that expire then.")
    worth: Money = strawberry.field(
        description=(
            "What they add to the worth: each account's points count soonest expiry first, in"
            " whole groups of its rate."
        )
    )


@strawberry.type(description="A website's points outstanding, and what they are worth.")
class Liability:
    website_code: str = strawberry.field(
        description="The website's code; a deleted one still has its points."
    )
    points: BigInt = strawberry.field(
        description=(
            "The sum of all balances above 0. Points past their date count until their entry is"
            " written."
        )
    )
    debt: BigInt = strawberry.field(
        description="What accounts below 0 owe, in points; not deducted from `points`."
    )
    worth: Money = strawberry.field(
        description=(
            "The sum of what each account's balance is worth, by the rate and the customer's group"
            " of the instant; 0 on a deleted website."
        )
    )
    accounts: int = strawberry.field(description="The number of accounts that hold points.")
    by_expiry_month: list[LiabilityMonth] = strawberry.field(
        description="The points by the month in which they expire, soonest first, never last."
    )


@strawberry.type(description="The points outstanding on all websites of one currency.")
class LiabilityTotal:
    points: BigInt = strawberry.field(description="The sum of all balances above 0.")
    debt: BigInt = strawberry.field(description="What accounts below 0 owe, in points.")
    worth: Money = strawberry.field(description="What the points are worth.")
    accounts: int = strawberry.field(description="The number of accounts that hold points.")


@strawberry.type
class LiabilityQuery:
    liability_totals = strawberry.field(
        resolver=liability.list_liability_totals,
        graphql_type=list[LiabilityTotal],
        description=(
            "The sums of `liability` by currency. Asked for together with it, they cost nothing"
            " more."
        ),
        extensions=scoped("reports:read"),
    )
    liability = strawberry.field(
        resolver=liability.list_liability,
        graphql_type=list[Liability],
        description=(
            "Points outstanding and what they are worth, at an instant, past or present, for each"
            " website. Totals equal the ledger's sums. Rates, groups and settings are those of the"
            " instant; before they were kept, the worth last recorded with each account counts."
        ),
        extensions=scoped("reports:read"),
    )
