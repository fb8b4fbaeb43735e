"""Invoicing an order: when nothing is left to invoice its points are earned (R6.5, R6.6)."""

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
async def invoice_order(
    *,
    order_id: str,
    invoice_id: str,
    lines: Quantities | None = None,
    caller: Caller,
    now: datetime,
) -> OrderCommand:
    """Invoice `lines`, (line id, quantity), or all that is left; never refused for points.

    Once per invoice id within the order. Raises NotFound, Invalid, OutOfRange, OrderState,
    IdempotencyConflict.
    """
    check_id(invoice_id, path=("invoice_id",))
    check_length(len(lines or ()), path=("lines",))
    key = CommandKey(order_id, EventKind.INVOICE, invoice_id, "invoice_id", {"lines": lines})
    locked = await lock_order(order_id)
    done = await replay(key, locked)
    if done is not None:
        return done.command
    change = await open_order(locked, caller=caller, now=now)
    units = open_units(change.lines, lines, verb="invoice")
    for line in change.lines:
        line.invoiced += units.get(line.line_id, 0)
    settlement = await settle_quantities(change)
    return await write_change(
        change, key, settlement, action="orderInvoice", caller=caller, now=now
    )
