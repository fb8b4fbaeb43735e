"""What points can do for a cart and what its order will earn (R5.8)."""

import strawberry

from schema.storefront.money import Money
from schema.storefront.reward_points import RewardPointsAmount, RewardPointsRate


@strawberry.type(description="Guerdon: points that the order will earn for one reason.")
class RewardPointsQuoteSource:
    reason: str = strawberry.field(
        description="What they are earned for, in the customer's language."
    )
    points: int = strawberry.field(description="The points.")


@strawberry.type(description="Guerdon: how much more to buy for more points.")
class RewardPointsNextStep:
    spend_more: Money = strawberry.field(
        description="By how much what is paid for the items must rise."
    )
    earn_more: int = strawberry.field(description="How many more points the order then earns.")


@strawberry.type(
    description=(
        "Guerdon: what points can do for a cart, what its order will earn, and why. Computed anew"
        " at each read; money is in the currency that the customer sees."
    )
)
class RewardPointsQuote:
    points_to_earn: int = strawberry.field(
        description="All points that the order will earn if nothing of it is cancelled."
    )
    sources: list[RewardPointsQuoteSource] = strawberry.field(
        description="The points to earn by reason; empty when there are none."
    )
    next_step: RewardPointsNextStep | None = strawberry.field(
        description="How to earn the next points; null where purchases earn none."
    )
    available: RewardPointsAmount = strawberry.field(
        description=(
            "What can be spent on this cart now: the balance less the points held by other"
            " checkouts; 0 while below the threshold."
        )
    )
    maximum_applicable: RewardPointsAmount = strawberry.field(
        description="The most points that are useful on this cart, and what they would pay."
    )
    applicable_steps: RewardPointsRate | None = strawberry.field(
        description="Points go in steps of this rate's points; null when they have no value."
    )
    earning_rate: RewardPointsRate | None = strawberry.field(
        description="The rate by which the order earns; null when there is none."
    )
    rate_priority: int | None = strawberry.field(
        description=(
            "On which of the four levels the redemption rate was found: 1 for this website and the"
            " customer's group, 2 for the group, 3 for the website, 4 for all."
        )
    )
    remainder: int = strawberry.field(description="Points of the balance that make no whole step.")
    limited_by: list[str] = strawberry.field(
        description=(
            "What cut the maximum: redemptionThreshold, minPointsPerOrder, maxPointsPerOrder,"
            " maxPercentOfOrder, holds."
        )
    )
    warnings: list[str] = strawberry.field(
        description=(
            "What the customer should know before placing the order; nothing is refused for it."
        )
    )
