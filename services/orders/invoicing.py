"""Invoices of an order, made and told; with the last its points are earned (R6.5, R6.6, R6.15)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import chain

from models.tables.checkout import OrderEvent, OrderLineRow
from services.command.caller import Caller
from services.command.json_values import from_document
from services.command.transaction import one_transaction
from services.orders.change import OrderCommand, take_open_units
from services.orders.commands_given import EventKey, EventKind
from services.orders.lines import Quantities, as_sent
from services.orders.orders import Order
from services.rules.basics.quantities import NO_UNITS, Quantity, to_units_e4
from services.rules.orders.shares import Share, invoice_share


@dataclass(frozen=True, slots=True)
class Invoice:
    """An invoice of an order, and who pays it."""

    id: str
    created_at: datetime
    lines: Quantities
    total: Share


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


async def invoices(orders: Sequence[Order]) -> list[list[Invoice]]:
    """Return the invoices of each of these orders, in their order (R6.15)."""
    found: dict[str, list[OrderEvent]] = {order.id: [] for order in orders}
    events = OrderEvent.filter(order_id__in=list(found), kind=EventKind.INVOICE.value)
    for event in sorted(await events.order_by("id"), key=_invoiced_before):
        found[event.order_id].append(event)
    return [_invoices(order, found[order.id]) for order in orders]


def _invoices(order: Order, events: Sequence[OrderEvent]) -> list[Invoice]:
    """Return the invoices of an order, each with what it charges beyond those before it."""
    so_far = {line.id: NO_UNITS for line in order.lines}
    found: list[Invoice] = []
    for event, lines in zip(events, _lines(order, events), strict=True):
        before = list(so_far.values())
        for line_id, units in lines:
            so_far[line_id] = Quantity(so_far[line_id] + units)
        share = invoice_share(order.quote, before, list(so_far.values()))
        found.append(Invoice(event.event_id, event.created_at, lines, share))
    return found


def _lines(order: Order, events: Sequence[OrderEvent]) -> list[Quantities]:
    """Return the units that each invoice was for.

    Of an older version's invoice of all that was left, no units are kept: they are the rest.
    """
    kept = [from_document(Quantities, event.result.get("lines", ())) for event in events]
    left = {line.id: line.invoiced for line in order.lines}
    for line_id, units in chain.from_iterable(kept):
        left[line_id] = Quantity(left[line_id] - units)
    rest = tuple((line_id, units) for line_id, units in left.items() if units)
    unkept = next((at for at, lines in enumerate(kept) if not lines), None)
    return [rest if at == unkept else lines for at, lines in enumerate(kept)]


def _invoiced_before(event: OrderEvent) -> Decimal:
    """Return how much was invoiced before; older versions did not say and came first."""
    return Decimal(str(event.result.get("invoicedBefore", 0)))
