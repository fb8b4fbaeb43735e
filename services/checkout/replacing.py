"""Carts that replace an order: which they may, and the points it lends to their quotes (R6.14)."""

from collections.abc import Mapping, Sequence

from models.rows.orders_with_lines import lines_of_row, with_lines
from models.tables.checkout import CartRow, OrderLineRow, OrderRow
from services.ledger.holds import held_for_orders
from services.programme.programme import Programme
from services.rules.basics.refusals import NotFound, OrderState, Path
from services.rules.checkout.redemption.funds import Carried
from services.rules.orders.points import OrderLedger
from services.rules.orders.replacing import Replaceable, why_not
from services.rules.orders.status import StatusRule, rule_of

_PATH: Path = ("replaces_order_id",)


async def check_replaced(cart: CartRow, programme: Programme) -> None:
    """Refuse a cart that names an order which it can't replace.

    Raises NotFound, OrderState.
    """
    if cart.replaces_order_id is None:
        return
    order = await with_lines(OrderRow.filter(id=cart.replaces_order_id)).first()
    if order is None:
        raise NotFound(f"There is no order {cart.replaces_order_id}.", path=_PATH)
    rules = programme.status_rules
    check_replaceable(cart, order, lines_of_row(order), rules, path=_PATH)


def check_replaceable(
    cart: CartRow,
    order: OrderRow,
    lines: Sequence[OrderLineRow],
    rules: Mapping[str, StatusRule],
    *,
    path: Path,
) -> None:
    """Refuse an order that the cart can't replace as it stands.

    Raises OrderState.
    """
    reason = _why_not(cart, order, lines, rules)
    if reason is not None:
        raise OrderState(f"The order {order.id} {reason}: it can't be replaced.", path=path)


async def load_carried(
    carts: Sequence[CartRow], programmes: Sequence[Programme]
) -> dict[str, Carried]:
    """Return by cart what the orders that they replace have in force; all are one customer's.

    `programmes` are those of the carts' websites.

    Nothing is asked where no open cart replaces an order. One that can't be replaced any more
    lends nothing.
    """
    replacing = [
        cart for cart in carts if cart.active and cart.replaces_order_id and cart.customer_id
    ]
    if not replacing:
        return {}
    ids = sorted({cart.replaces_order_id or "" for cart in replacing})
    orders = {order.id: order for order in await with_lines(OrderRow.filter(id__in=ids))}
    rules = {programme.website.code: programme.status_rules for programme in programmes}
    held = await held_for_orders(ids, customer_id=replacing[0].customer_id or "")
    carried: dict[str, Carried] = {}
    for cart in replacing:
        order = orders[cart.replaces_order_id or ""]
        if _why_not(cart, order, lines_of_row(order), rules[cart.website_code]) is None:
            carried[cart.id] = Carried(
                OrderLedger(taken=order.points_taken, returned_lost=order.returned_lost).returnable,
                held.get(order.id, 0),
                order.points_granted,
            )
    return carried


def _why_not(
    cart: CartRow,
    order: OrderRow,
    lines: Sequence[OrderLineRow],
    rules: Mapping[str, StatusRule],
) -> str | None:
    standing = Replaceable(
        owner=(order.website_code, order.customer_id),
        status=order.status,
        is_invoiced=any(line.invoiced_e4 for line in lines),
        is_cancelled=all(line.cancelled_e4 == line.quantity_e4 for line in lines),
        replaced_by=order.replaced_by_order_id,
    )
    owner = (cart.website_code, cart.customer_id)
    return why_not(standing, owner, rule_of(rules, order.status))
