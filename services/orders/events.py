"""Commands given to an order, each once per kind and id, with what they first answered (R3.5)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import cast
from uuid import UUID

from models.checkout import OrderEvent
from services.command.idempotency import check_same_input, input_hash
from services.command.identifiers import new_id
from services.ledger.entries import LedgerEntry
from services.ledger.history import entries_by_id


class EventKind(StrEnum):
    """What was commanded."""

    PLACE = "PLACE"
    ATTACH = "ATTACH"
    INVOICE = "INVOICE"
    CANCEL = "CANCEL"
    REFUND = "REFUND"


async def find_event(
    *, order_id: str, kind: EventKind, event_id: str, command: Mapping[str, object], path: str
) -> OrderEvent | None:
    """Return the event if this command was given before, with the order locked.

    Raises IdempotencyConflict where the input was another, naming `path`.
    """
    event = await OrderEvent.get_or_none(order_id=order_id, kind=kind.value, event_id=event_id)
    if event is not None:
        check_same_input(event.input_hash, input_hash(command), path=(path,))
    return event


def make_event(
    *,
    order_id: str,
    kind: EventKind,
    event_id: str,
    command: Mapping[str, object],
    entries: Sequence[LedgerEntry],
    message: str | None,
    now: datetime,
    result: Mapping[str, object] = MappingProxyType({}),
) -> OrderEvent:
    """Return the row that keeps the command and what it answered, `result` included."""
    kept: dict[str, object] = {
        "entries": entries_to_keep(entries),
        "message": message,
        **result,
    }
    return OrderEvent(
        id=new_id(now),
        order_id=order_id,
        kind=kind.value,
        event_id=event_id,
        input_hash=input_hash(command),
        result=kept,
        created_at=now,
    )


async def entries_of_event(event: OrderEvent, *, customer_id: str | None) -> list[LedgerEntry]:
    """Return the entries that the command wrote, the buyer's first."""
    return await kept_entries(event.result, customer_id=customer_id)


def entries_to_keep(entries: Sequence[LedgerEntry]) -> list[list[str]]:
    """Return what finds the entries of a command again: an inviter's are not the buyer's."""
    return [[entry.customer_id, str(entry.id)] for entry in entries]


async def kept_entries(kept: Mapping[str, object], *, customer_id: str | None) -> list[LedgerEntry]:
    """Return the entries kept: of each customer in the order of writing.

    Ids alone were kept while all entries were the buyer's, `customer_id`.
    """
    by_customer: dict[str, list[UUID]] = {}
    for each in cast("list[list[str] | str]", kept["entries"]):
        whose, entry_id = (customer_id or "", each) if isinstance(each, str) else each
        by_customer.setdefault(whose, []).append(UUID(entry_id))
    found: list[LedgerEntry] = []
    for whose, ids in by_customer.items():
        found += await entries_by_id(ids, customer_id=whose)
    return found


def message_of_event(event: OrderEvent) -> str | None:
    """Return what the command said."""
    return cast("str | None", event.result["message"])
