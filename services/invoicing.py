"""Invoicing an order: when nothing is left to invoice its points are earned (R6.5, R6.6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from models.checkout import OrderLineRow, OrderRow
from services import audit
from services.caller import Caller
from services.errors import Invalid, OrderState, OutOfRange
from services.ledger.account_book import AccountBook
from services.ledger.books import open_book, write_books
from services.ledger.entries import LedgerEntry
from services.order_events import (
    EventKind,
    entries_of_event,
    find_event,
    make_event,
    message_of_event,
)
from services.order_lines import save_invoiced
from services.orders import Order, lock_order, order_view, states_of
from services.programme import load_recorded_programme
from services.rules.limits import check_id, check_length
from services.rules.messages import earned_message
from services.rules.order_status import DEFAULT_RULES, status_of
from services.settlement import Settlement, settle
from services.transaction import one_transaction

Quantities = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class OrderCommand:
    """What a command did to an order: the entries it wrote and what it says to the customer."""

    order: Order
    entries: list[LedgerEntry]
    message: str | None
    replayed: bool


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
    row, line_rows = await lock_order(order_id)
    command: dict[str, object] = {"lines": lines}
    event = await find_event(
        order_id=order_id,
        kind=EventKind.INVOICE,
        event_id=invoice_id,
        command=command,
        path="invoice_id",
    )
    if event is not None:
        entries = await entries_of_event(event, customer_id=row.customer_id)
        return OrderCommand(
            order_view(row, line_rows), entries, message_of_event(event), replayed=True
        )
    _add_invoiced(line_rows, lines)
    book = await _open_book(row, caller, now)
    row.status = status_of(states_of(line_rows), row.status)
    settlement = settle(row, book, DEFAULT_RULES[row.status])
    message = _message(row, book, settlement)
    await row.save()
    await save_invoiced(order_id, line_rows)
    await make_event(
        order_id=order_id,
        kind=EventKind.INVOICE,
        event_id=invoice_id,
        command=command,
        entries=settlement.entries,
        message=message,
        now=now,
    ).save(force_create=True)
    if book is not None:
        await write_books([book])
    await audit.record(
        action="orderInvoice",
        target=order_id,
        details={"invoiceId": invoice_id, "lines": [list(line) for line in lines or ()]},
        caller=caller,
        now=now,
    )
    return OrderCommand(order_view(row, line_rows), settlement.entries, message, replayed=False)


def _add_invoiced(rows: Sequence[OrderLineRow], lines: Quantities | None) -> None:
    """Count the quantities as invoiced, refusing what is not open.

    Raises Invalid, OutOfRange, OrderState.
    """
    open_units = {row.line_id: row.quantity - row.invoiced - row.cancelled for row in rows}
    if not any(open_units.values()):
        raise OrderState("Nothing is left to invoice.", path=("order_id",))
    wanted = open_units if lines is None else _checked(lines, open_units)
    for row in rows:
        row.invoiced += wanted.get(row.line_id, 0)


def _checked(lines: Quantities, open_units: dict[str, int]) -> dict[str, int]:
    check_length(len(lines), least=1, path=("lines",))
    wanted: dict[str, int] = {}
    for index, (line_id, quantity) in enumerate(lines):
        if line_id not in open_units:
            raise Invalid(f"The order has no line {line_id}.", path=("lines", index, "line_id"))
        if line_id in wanted:
            raise Invalid(f"The line {line_id} is named twice.", path=("lines", index, "line_id"))
        if not 1 <= quantity <= open_units[line_id]:
            raise OutOfRange(
                f"{open_units[line_id]} units are left to invoice.",
                path=("lines", index, "quantity"),
            )
        wanted[line_id] = quantity
    return wanted


async def _open_book(row: OrderRow, caller: Caller, now: datetime) -> AccountBook | None:
    if row.customer_id is None:
        return None
    programme = await load_recorded_programme(
        website_code=row.website_code, customer_id=row.customer_id
    )
    return await open_book(customer_id=row.customer_id, programme=programme, caller=caller, now=now)


def _message(row: OrderRow, book: AccountBook | None, settlement: Settlement) -> str | None:
    sentences = list(settlement.notes)
    if book is not None and settlement.earned:
        earned = earned_message(settlement.earned, row.number, book.programme.locale)
        sentences.insert(0, earned)
    return " ".join(sentences) or None
