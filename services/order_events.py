"""Commands given to an order, each once per kind and id, with what they first answered (R3.5)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import cast
from uuid import UUID

from models.checkout import OrderEvent
from services.idempotency import check_same_input, input_hash
from services.identifiers import new_id
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
        "entries": [str(entry.id) for entry in entries],
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
    """Return the entries that the command wrote, in the order of writing."""
    ids = [UUID(entry_id) for entry_id in cast("list[str]", event.result["entries"])]
    if not ids or customer_id is None:
        return []
    return await entries_by_id(ids, customer_id=customer_id)


def message_of_event(event: OrderEvent) -> str | None:
    """Return what the command said."""
    return cast("str | None", event.result["message"])
