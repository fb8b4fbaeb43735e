"""Placement of orders (R6.1)."""

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
        "An order to create from a cart. A single order takes the whole cart; with several, each "
        "names its line quantities and its share of the shipping."
    )
)
class OrderPlaceItem:
    id: strawberry.ID = strawberry.field(description="Your own id of the order.")
    number: str | None = strawberry.field(
        default=None, description="The order number customers see; the id if omitted."
    )
    lines: list[LineQuantity] | None = strawberry.field(
        default=None, description="The units of the cart's lines in this order; null for all."
    )
    shipping_amount: Decimal | None = strawberry.field(
        default=None,
        description=(
            "This order's share of the cart's shipping, with its tax if the cart's prices include"
            " tax; null for all of it."
        ),
    )
    shipping_tax_amount: Decimal | None = strawberry.field(
        default=None, description="This order's share of the tax on shipping; null for all of it."
    )


@strawberry.input(description="A cart to place.")
class OrderPlaceInput:
    cart_id: strawberry.ID = strawberry.field(description="The cart's id.")
    payment_method: str | None = strawberry.field(
        default=None, description="The code of the payment method; the cart's if omitted."
    )
    expected_amount_due: Decimal | None = strawberry.field(
        default=None,
        description=(
            "The amount due that the customer agreed to. If the quote's amountDue differs, the "
            "order is refused with STALE_VERSION."
        ),
    )
    orders: list[OrderPlaceItem] = strawberry.field(
        description="One order, or one per shipping address."
    )


async def order_place(
    info: Info,
    placing: Annotated[
        OrderPlaceInput,
        strawberry.argument(
            name="input", description="The cart to place, and the orders to create from it."
        ),
    ],
) -> Placed:
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
