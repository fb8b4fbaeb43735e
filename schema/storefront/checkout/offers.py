"""Product offer types (R5.8)."""

import strawberry


@strawberry.type(description="Guerdon: what some units of a product earn and cost in points.")
class RewardPointsOffer:
    sku: str = strawberry.field(description="The shop's SKU of the product.")
    points_to_earn: int = strawberry.field(
        description="The points earned by buying them: by the exchange rate and by the product."
    )
    points_needed: int | None = strawberry.field(
        description="The points that pay for all of them; null if points can't."
    )
