"""Redemption mutations: apply points to a cart, remove them, hold them (R5.4 to R5.7)."""

from typing import Annotated

import strawberry

from resolvers.context import Info
from resolvers.storefront.arguments import CartId, given
from resolvers.storefront.instants import rfc_3339
from resolvers.storefront.visitors import visitor
from services.checkout.answers import Cart
from services.storefront import visitors
from services.storefront.carts import HeldCart

Points = Annotated[
    int | None,
    strawberry.argument(
        description=(
            "The number of points to use, rounded down to whole steps of the exchange rate. "
            "Omitted or null: as many as are useful."
        )
    ),
]
ItemPoints = Annotated[
    int | None,
    strawberry.argument(
        description="The most points to use. Omitted or null: as many as are useful."
    ),
]
TtlSeconds = Annotated[
    int | None,
    strawberry.argument(
        name="ttlSeconds",
        description=(
            "How long to keep the points, in seconds, up to a day. Omitted or null: 15 minutes."
        ),
    ),
]


async def apply_reward_points(
    info: Info, cart_id: CartId, points: Points = strawberry.UNSET
) -> Cart:
    return await visitors.apply_visitors_points(
        visitor=visitor(info), cart_id=cart_id, points=given(points), now=info.context.now
    )


async def apply_reward_points_to_items(
    info: Info, cart_id: CartId, points: ItemPoints = strawberry.UNSET
) -> Cart:
    return await visitors.apply_visitors_product_points(
        visitor=visitor(info), cart_id=cart_id, points=given(points), now=info.context.now
    )


async def remove_reward_points(info: Info, cart_id: CartId) -> Cart:
    return await visitors.remove_visitors_points(
        visitor=visitor(info), cart_id=cart_id, now=info.context.now
    )


async def hold_reward_points(
    info: Info, cart_id: CartId, ttl_seconds: TtlSeconds = strawberry.UNSET
) -> HeldCart:
    return await visitors.hold_visitors_points(
        visitor=visitor(info),
        cart_id=cart_id,
        ttl_seconds=given(ttl_seconds),
        now=info.context.now,
    )


def changed_cart(root: strawberry.Parent[Cart]) -> Cart:
    return root


def expires_at(root: strawberry.Parent[HeldCart]) -> str:
    return rfc_3339(root.expires_at)
