"""Cancelling an order in parts or whole: points come back for what is not delivered (R6.8)."""

from datetime import datetime

from services.command.caller import Caller
from services.command.transaction import one_transaction
from services.orders.change import (
    CommandKey,
    OrderCommand,
    Quantities,
    open_order,
    open_units,
    replay,
    settle_quantities,
    write_change,
)
from services.orders.events import EventKind
from services.orders.orders import lock_order
from services.rules.basics.limits import check_id, check_length


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
    check_id(cancellation_id, path=("cancellation_id",))
    check_length(len(lines or ()), path=("lines",))
    key = CommandKey(
        order_id, EventKind.CANCEL, cancellation_id, "cancellation_id", {"lines": lines}
    )
    locked = await lock_order(order_id)
    done = await replay(key, locked)
    if done is not None:
        return done.command
    change = await open_order(locked, caller=caller, now=now)
    units = open_units(change.lines, lines, verb="cancel")
    for line in change.lines:
        line.cancelled += units.get(line.line_id, 0)
    settlement = await settle_quantities(change)
    return await write_change(change, key, settlement, action="orderCancel", caller=caller, now=now)
