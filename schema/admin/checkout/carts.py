"""Carts in the admin API (R5)."""

from datetime import datetime
from typing import Self

import strawberry

from resolvers.admin.checkout import carts, redemption
from schema.admin.checkout.quotes import Quote
from schema.admin.deletion import DeletePayload
from schema.admin.user_errors import Payload, command
from schema.permissions import scoped
from services.checkout import carts as services


@strawberry.type(description="Points kept for a cart while its customer pays.")
class Hold:
    points: int = strawberry.field(description="How many points.")
    expires_at: datetime = strawberry.field(description="When they are free again.")


@strawberry.type(description="A cart of the shop, with the quote of the moment.")
class Cart:
    id: strawberry.ID = strawberry.field(description="Your own id of the cart.")
    website_code: str = strawberry.field(description="The website it is on.")
    customer_id: strawberry.ID | None = strawberry.field(description="Whose cart; null: a guest's.")
    active: bool = strawberry.field(description="Whether it can still be placed.")
    quote: Quote = strawberry.field(description="What it costs and what points do about it.")
    hold: Hold | None = strawberry.field(description="Points kept for it; null without a hold.")
    chosen_points: int | None = strawberry.field(
        description=(
            "The number of points that the customer chose; null with `pointsApplied` true: as many"
            " as are useful."
        )
    )
    points_applied: bool = strawberry.field(description="Whether points are to be used.")


@strawberry.type(description="A cart as it is now, or why nothing was done to it.")
class CartPayload(Payload):
    cart: services.Cart | None = strawberry.field(
        default=None, graphql_type=Cart | None, description="The cart as it is now."
    )

    @classmethod
    def of(cls, cart: services.Cart) -> Self:
        """Answer with the cart."""
        return cls(cart=cart)


@strawberry.type
class CartQuery:
    cart = strawberry.field(
        resolver=carts.find_cart,
        graphql_type=Cart | None,
        description="A cart, placed or not.",
        extensions=scoped("orders:read"),
    )


@strawberry.type
class CartMutation:
    cart_put = command(
        carts.cart_put,
        CartPayload,
        scope="orders:write",
        description=(
            "Take a cart as the shop has it; the same id again replaces it. Points applied stay,"
            " unless its customer or website changes."
        ),
    )
    cart_delete = command(
        carts.cart_delete,
        DeletePayload,
        scope="orders:write",
        description="Forget a cart that was not placed, and let go of the points kept for it.",
    )
    cart_apply_points = command(
        redemption.cart_apply_points,
        CartPayload,
        scope="orders:write",
        description=(
            "Use points on a cart, on the customer's behalf, in whole groups; the balance falls"
            " when the order is placed. Null points: as many as are useful."
        ),
    )
    cart_apply_product_points = command(
        redemption.cart_apply_product_points,
        CartPayload,
        scope="orders:write",
        description=(
            "Pay lines with points, on the customer's behalf, at the products' own prices in"
            " points, in the cart's order. Null points: as many as are useful."
        ),
    )
    cart_remove_points = command(
        redemption.cart_remove_points,
        CartPayload,
        scope="orders:write",
        description="Take all points, of both kinds, off a cart and let go of those kept for it.",
    )
    cart_hold_points = command(
        redemption.cart_hold_points,
        CartPayload,
        scope="orders:write",
        description=(
            "Keep the points applied to a cart from being spent elsewhere while the customer pays."
            " A new hold replaces the old one."
        ),
    )
