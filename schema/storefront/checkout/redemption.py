"""Redemption payloads: results of the mutations that use points on a cart (R5.4 to R5.7)."""

import strawberry

from resolvers.storefront.checkout import redemption
from schema.storefront.checkout.carts import Cart
from schema.storefront.reward_points import RewardPointsAmount


@strawberry.type(description="The result of applying points to a cart.")
class ApplyRewardPointsToCartOutput:
    cart = strawberry.field(
        resolver=redemption.changed_cart,
        graphql_type=Cart,
        description="The cart after the change, with new totals.",
    )


@strawberry.type(description="The result of removing points from a cart.")
class RemoveRewardPointsFromCartOutput:
    cart = strawberry.field(
        resolver=redemption.changed_cart,
        graphql_type=Cart,
        description="The cart after the change, with the totals it had without points.",
    )


@strawberry.type(description="Guerdon: the result of putting a cart's points on hold.")
class HoldRewardPointsForCartOutput:
    cart: Cart = strawberry.field(description="The cart after the change.")
    held: RewardPointsAmount = strawberry.field(
        description="The points on hold, and what they pay towards this cart."
    )
    expires_at = strawberry.field(
        resolver=redemption.expires_at,
        graphql_type=str,
        description=(
            "Until when the points are safe, in RFC 3339, UTC: when the hold ends, or the first of "
            "its points expire."
        ),
    )
