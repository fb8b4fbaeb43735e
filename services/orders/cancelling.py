"""Cancelling an order in parts or whole: points come back for what is not delivered (R6.8)."""

from datetime import datetime

from models.tables.checkout import OrderLineRow
from services.command.caller import Caller
from services.command.transaction import one_transaction
from services.orders.change import OrderCommand, take_open_units
from services.orders.commands_given import EventKey, EventKind
from services.orders.lines import Quantities, as_sent
from services.rules.basics.quantities import Quantity, to_units_e4


@one_transaction
async def cancel_order(
    *,
    order_id: str,
    cancellation_id: str,
    lines: Quantities | None = None,
    caller: Caller,
    now: datetime,
) -> OrderCommand:
    """Cancel `lines`, (line id, quantity), or all that is left; never refused for points.

    The rest of the order is quoted again with its recorded rates, and the points that it no longer
    needs come back, once. Raises NotFound, Invalid, OutOfRange, OrderState, IdempotencyConflict.
    """
    command = {"lines": as_sent(lines)}
    key = EventKey(order_id, EventKind.CANCEL, "cancellation_id", cancellation_id, command, now)
    return await take_open_units(key, lines, _cancel, action="orderCancel", caller=caller)


def _cancel(line: OrderLineRow, units: Quantity) -> None:
    line.cancelled_e4 += to_units_e4(units)
