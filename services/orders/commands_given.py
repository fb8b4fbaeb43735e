"""Commands given to an order, each once per kind and id, with what they first answered (R3.5)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import cast
from uuid import UUID

from models.rows.inserts import insert_rows
from models.tables.checkout import OrderEvent
from services.command.idempotency import check_same_input, input_hash
from services.command.identifiers import new_id
from services.ledger.entries import LedgerEntry
from services.ledger.reading.history import entries_by_id


class EventKind(StrEnum):
    """What was commanded."""

    PLACE = "PLACE"
    ATTACH = "ATTACH"
    INVOICE = "INVOICE"
    CANCEL = "CANCEL"
    REFUND = "REFUND"


@dataclass(frozen=True, slots=True)
class EventKey:
    """A command known by its kind and id within an order, which is locked.

    `field` is the input that holds the id: where another input with the same id is refused.
    """

    order_id: str
    kind: EventKind
    field: str
    id: str
    command: Mapping[str, object]
    now: datetime

    async def claim(self) -> Mapping[str, object] | None:
        """Return what the command first answered if it was given before: the lock is the claim.

        Raises IdempotencyConflict.
        """
        event = await OrderEvent.get_or_none(
            order_id=self.order_id, kind=self.kind.value, event_id=self.id
        )
        if event is None:
            return None
        check_same_input(event.input_hash, input_hash(self.command), path=(self.field,))
        return event.result

    async def keep(self, result: Mapping[str, object]) -> None:
        """Keep the command and what it answered."""
        await insert_rows([self.event(result)])

    def event(self, result: Mapping[str, object]) -> OrderEvent:
        """Return the row that keeps the command and what it answered."""
        return OrderEvent(
            id=new_id(self.now),
            order_id=self.order_id,
            kind=self.kind.value,
            event_id=self.id,
            input_hash=input_hash(self.command),
            result=dict(result),
            created_at=self.now,
        )


def answer_to_keep(entries: Sequence[LedgerEntry], message: str | None) -> dict[str, object]:
    """Return what finds the first answer again; an inviter's entries are not the buyer's."""
    return {
        "entries": [[entry.customer_id, str(entry.id)] for entry in entries],
        "message": message,
    }


def kept_message(kept: Mapping[str, object]) -> str | None:
    """Return what the command said."""
    return cast("str | None", kept["message"])


async def kept_entries(kept: Mapping[str, object], *, customer_id: str | None) -> list[LedgerEntry]:
    """Return the entries that the command wrote: of each customer in the order of writing.

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
