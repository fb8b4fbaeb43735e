"""Placing orders (R6.1)."""

from decimal import Decimal
from typing import Annotated

import strawberry

from resolvers.admin.orders.line_quantities import LineQuantity, quantities_of
from resolvers.context import Info, caller
from services.orders import placement
from services.orders.placement import Placed
from services.orders.placement_checks import NewOrder, Placement
from services.rules.checkout.splitting import OrderPart


@strawberry.input(
    description=(
        "An order to make of a cart. The only one takes all of it; of several, each names its"
        " lines and its share of the shipping."
    )
)
class OrderPlaceItem:
    id: strawberry.ID = strawberry.field(description="Your own id of the order.")
    number: str | None = strawberry.field(
        default=None, description="The number that customers read; the id if left out."
    )
    lines: list[LineQuantity] | None = strawberry.field(
        default=None, description="The units of the cart's lines in it; null: all."
    )
    shipping_amount: Decimal | None = strawberry.field(
        default=None, description="Its share of the cart's shipping; null: all."
    )
    shipping_tax_amount: Decimal | None = strawberry.field(
        default=None, description="Its share of the tax on shipping; null: all."
    )


@strawberry.input(description="A cart to place.")
class OrderPlaceInput:
    cart_id: strawberry.ID = strawberry.field(description="The cart's id.")
    payment_method: str | None = strawberry.field(
        default=None, description="The code of the payment method; the cart's if left out."
    )
    expected_amount_due: Decimal | None = strawberry.field(
        default=None,
        description="Refused with STALE_VERSION when the quote's amountDue is another.",
    )
    orders: list[OrderPlaceItem] = strawberry.field(
        description="One order, or one per shipping address."
    )


async def order_place(
    info: Info,
    placing: Annotated[
        OrderPlaceInput, strawberry.argument(name="input", description="What to place, and how.")
    ],
) -> Placed:
    """Place a cart."""
    return await placement.place_orders(
        placement=_placement(placing), caller=caller(info), now=info.context.now
    )


def _placement(placing: OrderPlaceInput) -> Placement:
    return Placement(
        cart_id=placing.cart_id,
        orders=tuple(NewOrder(order.id, order.number, _part(order)) for order in placing.orders),
        payment_method=placing.payment_method,
        expected_amount_due=placing.expected_amount_due,
    )


def _part(order: OrderPlaceItem) -> OrderPart:
    return OrderPart(
        lines=quantities_of(order.lines),
        shipping=order.shipping_amount,
        shipping_tax=order.shipping_tax_amount,
    )
