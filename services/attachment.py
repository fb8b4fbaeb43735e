"""A guest's order finds its customer (R6.7)."""

from dataclasses import replace
from datetime import datetime

from models.checkout import OrderRow
from services import audit
from services.caller import Caller
from services.documents import to_document
from services.errors import OrderState
from services.invoicing import OrderCommand
from services.known_customers import check_customer_known
from services.ledger.books import open_book, write_books
from services.order_events import (
    EventKind,
    entries_of_event,
    find_event,
    make_event,
    message_of_event,
)
from services.orders import lock_order, order_view, quote_of_order, states_of
from services.programme import Programme, load_recorded_programme
from services.quoting import earning_terms
from services.rules.enums import PointsChange
from services.rules.limits import check_id
from services.rules.order_status import StatusRule
from services.rules.quote import earning_sources
from services.settlement import settle
from services.transaction import one_transaction

_NOTHING_REACHED = StatusRule(PointsChange.UNCHANGED, PointsChange.UNCHANGED)
_TOO_LATE = "The order was complete before it had a customer: it earns no points."


@one_transaction
async def attach_customer(
    *, order_id: str, customer_id: str, caller: Caller, now: datetime
) -> OrderCommand:
    """Give a guest's order its customer, who earns if it is not complete yet.

    Group and rates are those of now, and are recorded with the order. Raises NotFound, Invalid,
    OrderState where the order is somebody else's.
    """
    check_id(customer_id, path=("customer_id",))
    row, lines = await lock_order(order_id)
    event = await find_event(
        order_id=order_id,
        kind=EventKind.ATTACH,
        event_id=customer_id,
        command={},
        path="customer_id",
    )
    if event is not None:
        entries = await entries_of_event(event, customer_id=row.customer_id)
        view = order_view(row, lines)
        return OrderCommand(view, entries, message_of_event(event), replayed=True)
    if row.customer_id is not None:
        raise OrderState("The order has a customer already.", path=("order_id",))
    programme = await load_recorded_programme(
        website_code=row.website_code, customer_id=customer_id
    )
    check_customer_known(programme, customer_id)
    is_open = any(line.open for line in states_of(lines))
    message = None if is_open else _TOO_LATE
    row.customer_id = customer_id
    if is_open:
        await _record_terms(row, programme, caller, now)
    await row.save()
    await make_event(
        order_id=order_id,
        kind=EventKind.ATTACH,
        event_id=customer_id,
        command={},
        entries=[],
        message=message,
        now=now,
    ).save(force_create=True)
    await audit.record(
        action="orderAttachCustomer",
        target=order_id,
        details={"customerId": customer_id},
        caller=caller,
        now=now,
    )
    return OrderCommand(order_view(row, lines), [], message, replayed=False)


async def _record_terms(row: OrderRow, programme: Programme, caller: Caller, now: datetime) -> None:
    """Record what the customer's group earns by, and what the order is expected to earn."""
    assert row.customer_id is not None, "the order has its customer by now"
    terms = earning_terms(programme, customer_id=row.customer_id)
    quote = quote_of_order(row)
    quote = replace(
        quote,
        earning_rate=programme.earning,
        sources=earning_sources(quote.earning_basis, terms),
    )
    row.quote = to_document(quote)
    book = await open_book(customer_id=row.customer_id, programme=programme, caller=caller, now=now)
    settle(row, book, _NOTHING_REACHED)
    await write_books([book])
