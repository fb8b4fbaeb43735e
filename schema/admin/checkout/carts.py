"""Carts in the admin API (R5)."""

from datetime import datetime
from typing import Self

import strawberry

from resolvers.admin.checkout import carts, redemption
from schema.admin.checkout.quotes import Quote
from schema.admin.deletion import DeletePayload
from schema.admin.user_errors import Payload, command
from schema.permissions import scoped
from services.checkout import answers


@strawberry.type(description="Points on hold for a cart while the customer pays.")
class Hold:
    points: int = strawberry.field(
        description="The number of points on hold, at most what the quote uses."
    )
    expires_at: datetime = strawberry.field(
        description=(
            "Until when the points are safe: when the hold ends, or the first of its points expire."
        )
    )


@strawberry.type(description="A cart of the shop, with its current quote.")
class Cart:
    id: strawberry.ID = strawberry.field(description="Your own id of the cart.")
    website_code: str = strawberry.field(description="The code of the cart's website.")
    customer_id: strawberry.ID | None = strawberry.field(
        description="The customer's id; null for a guest's cart."
    )
    active: bool = strawberry.field(description="Whether the cart can still be placed.")
    quote: Quote = strawberry.field(
        description="The current quote: costs, points used and points to earn."
    )
    hold: Hold | None = strawberry.field(description="The cart's hold; null without one.")
    chosen_points: int | None = strawberry.field(
        description=(
            "The number of points the customer chose. Null while `pointsApplied` is true means as "
            "many as are useful."
        )
    )
    points_applied: bool = strawberry.field(
        description="Whether the customer wants to use points on this cart."
    )


@strawberry.type(description="The result of a change to a cart.")
class CartPayload(Payload):
    cart: answers.Cart | None = strawberry.field(
        default=None, graphql_type=Cart | None, description="The cart after the change."
    )

    @classmethod
    def of(cls, cart: answers.Cart) -> Self:
        """Answer with the cart."""
        return cls(cart=cart)


@strawberry.type
class CartQuery:
    cart = strawberry.field(
        resolver=carts.find_cart,
        graphql_type=Cart | None,
        description="A cart, whether placed or not. Refused with NOT_FOUND if it does not exist.",
        extensions=scoped("orders:read"),
    )


@strawberry.type
class CartMutation:
    cart_put = command(
        carts.cart_put,
        CartPayload,
        scope="orders:write",
        description=(
            "Create a cart, or replace the one with the same id. Points already applied stay "
            "applied unless the customer or the website changes. A hold shrinks to the points "
            "still used."
        ),
    )
    cart_delete = command(
        carts.cart_delete,
        DeletePayload,
        scope="orders:write",
        description=(
            "Delete a cart that has not been placed, and release the points on hold for it."
        ),
    )
    cart_apply_points = command(
        redemption.cart_apply_points,
        CartPayload,
        scope="orders:write",
        description=(
            "Use points on a cart on the customer's behalf, in whole steps of the exchange rate. "
            "Null points: as many as are useful. The balance falls when the order is placed."
        ),
    )
    cart_apply_product_points = command(
        redemption.cart_apply_product_points,
        CartPayload,
        scope="orders:write",
        description=(
            "Pay lines with points on the customer's behalf, at each product's own price in "
            "points, in the order of the cart. Null points: as many as are useful."
        ),
    )
    cart_remove_points = command(
        redemption.cart_remove_points,
        CartPayload,
        scope="orders:write",
        description=(
            "Remove all points from a cart, including those that pay for lines, and release its "
            "hold."
        ),
    )
    cart_hold_points = command(
        redemption.cart_hold_points,
        CartPayload,
        scope="orders:write",
        description=(
            "Hold the points applied to a cart so that they can't be spent elsewhere while the "
            "customer pays. A new hold replaces the old one."
        ),
    )
