"""Points quote: what points can do for a cart and what its order will earn (R5.8)."""

import strawberry

from schema.storefront.money import Money
from schema.storefront.reward_points import RewardPointsAmount, RewardPointsRate


@strawberry.type(description="Guerdon: points the order will earn for one reason.")
class RewardPointsQuoteSource:
    reason: str = strawberry.field(description="The reason, in the customer's language.")
    points: int = strawberry.field(
        description=(
            "The number of points; below 0 where a cart rule lowers what the exchange rate gives."
        )
    )


@strawberry.type(description="Guerdon: how much more to spend to earn more points.")
class RewardPointsNextStep:
    spend_more: Money = strawberry.field(description="The additional amount to pay for items.")
    earn_more: int = strawberry.field(description="The additional points this earns.")


@strawberry.type(
    description=(
        "Guerdon: what points can do for a cart, what its order will earn, and why. Calculated "
        "anew each time it is read. Money is in the currency the customer sees."
    )
)
class RewardPointsQuote:
    points_to_earn: int = strawberry.field(
        description="All points the order will earn if nothing is cancelled."
    )
    points_to_earn_if_registered: int | None = strawberry.field(
        description=(
            "For a guest's cart: what a registered customer of the default group would earn; null "
            "for a customer's cart."
        )
    )
    sources: list[RewardPointsQuoteSource] = strawberry.field(
        description="The points to earn, by reason; empty if there are none."
    )
    next_step: RewardPointsNextStep | None = strawberry.field(
        description="How to earn the next points; null if purchases earn no points."
    )
    available: RewardPointsAmount = strawberry.field(
        description=(
            "What can be spent on this cart now: the balance minus the points on hold for other "
            "checkouts; 0 while the balance is below the threshold."
        )
    )
    maximum_applicable: RewardPointsAmount = strawberry.field(
        description="The most points that are useful on this cart, and what they would pay."
    )
    applicable_steps: RewardPointsRate | None = strawberry.field(
        description="Points are used in steps of this rate's points; null if they have no value."
    )
    earning_rate: RewardPointsRate | None = strawberry.field(
        description="The rate at which the order earns points; null if no rate applies."
    )
    rate_priority: int | None = strawberry.field(
        description=(
            "The level at which the redemption rate was found: 1 for this website and the "
            "customer's group, 2 for the group, 3 for the website, 4 for all."
        )
    )
    remainder: int = strawberry.field(
        description="Points of the balance that are too few for another whole step."
    )
    limited_by: list[str] = strawberry.field(
        description=(
            "What limits the maximum: redemptionThreshold, minPointsPerOrder, maxPointsPerOrder, "
            "maxPercentOfOrder, redeemOnShipping, redeemOnTax, holds."
        )
    )
    warnings: list[str] = strawberry.field(
        description=(
            "What the customer should know before placing the order. Warnings never block the "
            "order."
        )
    )
