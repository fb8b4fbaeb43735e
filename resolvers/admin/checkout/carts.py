"""Cart fields and mutations (R5)."""

from typing import Annotated

import strawberry

from resolvers.admin.checkout.cart_input import CartInput, cart_of
from resolvers.context import Info, caller
from services.checkout import carts, putting
from services.checkout.answers import Cart

CartId = Annotated[strawberry.ID, strawberry.argument(name="id", description="The cart's id.")]


async def find_cart(info: Info, cart_id: CartId) -> Cart:
    return await carts.find_cart(cart_id=cart_id, now=info.context.now)


async def cart_put(
    info: Info,
    cart: Annotated[CartInput, strawberry.argument(name="input", description="The cart.")],
) -> Cart:
    return await putting.put_cart(cart=cart_of(cart), caller=caller(info), now=info.context.now)


async def cart_delete(info: Info, cart_id: CartId) -> str:
    return await putting.delete_cart(cart_id=cart_id, caller=caller(info), now=info.context.now)
