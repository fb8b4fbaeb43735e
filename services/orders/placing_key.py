"""Key of a placement: known by its cart and orders, so that it is placed once (R3.5, R6.1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from models.rows.inserts import insert_rows
from services.orders.commands_given import EventKey
from services.orders.orders import Order, orders_of_cart
from services.orders.placement_checks import Placement
from services.rules.basics.refusals import CartInactive


@dataclass(frozen=True, slots=True)
class PlacingKey:
    """The events of a placement's orders, written at once; the cart is locked.

    What is kept of it is kept of each order, by its id.
    """

    events: Sequence[EventKey]
    placed: Sequence[Order]

    async def claim(self) -> Mapping[str, object] | None:
        """Return what the placement first answered if its orders are `placed`."""
        if not self.placed:
            return None
        kept = await self.events[0].claim()
        assert kept is not None, "a placed order has the event of its placing"
        return kept

    async def keep(self, result: Mapping[str, object]) -> None:
        """Keep what each order's placing answered."""
        by_order = cast("Mapping[str, Mapping[str, object]]", result)
        await insert_rows([key.event(by_order[key.order_id]) for key in self.events])


async def placed_before(placement: Placement) -> list[Order]:
    """Return the orders of a cart that isn't active as they are now, if they are these (R3.5).

    Raises CartInactive.
    """
    orders = await orders_of_cart(placement.cart_id)
    if [order.id for order in orders] != [order.id for order in placement.orders]:
        raise CartInactive("The cart isn't active", path=("cart_id",))
    return orders
