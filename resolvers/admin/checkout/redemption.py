"""Redemption on a cart, on the customer's behalf (R5.4 to R5.7)."""

from typing import Annotated

import strawberry

from resolvers.context import Info, caller
from services.checkout import redemption
from services.checkout.answers import Cart

CartId = Annotated[strawberry.ID, strawberry.argument(description="The cart's id.")]


async def cart_apply_points(
    info: Info,
    cart_id: CartId,
    points: Annotated[
        int | None,
        strawberry.argument(description="The number of points; null for as many as are useful."),
    ] = None,
) -> Cart:
    return await redemption.apply_points(
        cart_id=cart_id, points=points, caller=caller(info), now=info.context.now
    )


async def cart_apply_product_points(
    info: Info,
    cart_id: CartId,
    points: Annotated[
        int | None,
        strawberry.argument(description="The number of points; null for as many as are useful."),
    ] = None,
) -> Cart:
    return await redemption.apply_product_points(
        cart_id=cart_id, points=points, caller=caller(info), now=info.context.now
    )


async def cart_remove_points(info: Info, cart_id: CartId) -> Cart:
    return await redemption.remove_points(
        cart_id=cart_id, caller=caller(info), now=info.context.now
    )


async def cart_hold_points(
    info: Info,
    cart_id: CartId,
    ttl_seconds: Annotated[
        int | None,
        strawberry.argument(
            description=(
                "How long to hold the points, in seconds, up to a day; 15 minutes if omitted."
            )
        ),
    ] = None,
) -> Cart:
    return await redemption.hold_points(
        cart_id=cart_id, ttl_seconds=ttl_seconds, caller=caller(info), now=info.context.now
    )
