"""Redemption mutations: apply points to a cart, remove them, hold them (R5.4 to R5.7)."""

from functools import partial
from typing import Annotated

import strawberry

from resolvers.context import Info
from resolvers.storefront.arguments import CartId, given
from resolvers.storefront.instants import rfc_3339
from resolvers.storefront.visitors import visitor
from services.checkout import redemption
from services.checkout.answers import Cart
from services.storefront.carts import HeldCart, held_cart
from services.storefront.visitors import change_cart

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
    apply = partial(redemption.apply_points, points=given(points))
    return await change_cart(
        apply, visitor=await visitor(info), cart_id=cart_id, now=info.context.now
    )


async def apply_reward_points_to_items(
    info: Info, cart_id: CartId, points: ItemPoints = strawberry.UNSET
) -> Cart:
    apply = partial(redemption.apply_product_points, points=given(points))
    return await change_cart(
        apply, visitor=await visitor(info), cart_id=cart_id, now=info.context.now
    )


async def remove_reward_points(info: Info, cart_id: CartId) -> Cart:
    remove = redemption.remove_points
    return await change_cart(
        remove, visitor=await visitor(info), cart_id=cart_id, now=info.context.now
    )


async def hold_reward_points(
    info: Info, cart_id: CartId, ttl_seconds: TtlSeconds = strawberry.UNSET
) -> HeldCart:
    hold = partial(redemption.hold_points, ttl_seconds=given(ttl_seconds))
    cart = await change_cart(
        hold, visitor=await visitor(info), cart_id=cart_id, now=info.context.now
    )
    return held_cart(cart)


def changed_cart(root: strawberry.Parent[Cart]) -> Cart:
    return root


def expires_at(root: strawberry.Parent[HeldCart]) -> str:
    return rfc_3339(root.expires_at)
