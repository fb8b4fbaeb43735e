"""What mutations of points on a cart answer (R5.4 to R5.7)."""

import strawberry

from resolvers.storefront import redemption
from schema.storefront.carts import Cart
from schema.storefront.reward_points import RewardPointsAmount


@strawberry.type(description="A cart on which points were applied.")
class ApplyRewardPointsToCartOutput:
    cart = strawberry.field(
        resolver=redemption.changed_cart,
        graphql_type=Cart,
        description="The cart as it is now, with new totals.",
    )


@strawberry.type(description="A cart from which points were taken off.")
class RemoveRewardPointsFromCartOutput:
    cart = strawberry.field(
        resolver=redemption.changed_cart,
        graphql_type=Cart,
        description="The cart as it is now, with the totals it had before.",
    )


@strawberry.type(description="Guerdon: a cart whose points are kept from being spent elsewhere.")
class HoldRewardPointsForCartOutput:
    cart: Cart = strawberry.field(description="The cart as it is now.")
    held: RewardPointsAmount = strawberry.field(
        description="The points kept, and what they pay of this cart."
    )
    expires_at = strawberry.field(
        resolver=redemption.expires_at,
        graphql_type=str,
        description="Until when they are kept, an instant of RFC 3339 in UTC.",
    )
