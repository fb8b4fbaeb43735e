"""Invoicing an order: when nothing is left to invoice its points are earned (R6.5, R6.6)."""

from datetime import datetime

from models.checkout import OrderLineRow
from services.command.caller import Caller
from services.command.transaction import one_transaction
from services.orders.change import OrderCommand, take_open_units
from services.orders.events import EventKey, EventKind
from services.orders.lines import Quantities, as_sent
from services.rules.basics.quantities import Quantity, to_units_e4


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
    command = {"lines": as_sent(lines)}
    key = EventKey(order_id, EventKind.INVOICE, "invoice_id", invoice_id, command, now)
    return await take_open_units(key, lines, _invoice, action="orderInvoice", caller=caller)


def _invoice(line: OrderLineRow, units: Quantity) -> None:
    line.invoiced_e4 += to_units_e4(units)
