"""Events' outbox: what webhooks tell of, written in the transaction of the change (R16.1).

Who is to be told is known from the rule book, which every command of points has just proven: with
no endpoint nothing is written and nothing asked; with some, one INSERT goes with the
transaction's other writes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

import orjson

from models.database import db_value, dialect, execute_later, fetch, is_distributed
from models.rows.reads import marks
from services.command.at_commit.endings import Ending
from services.command.identifiers import new_id
from services.programme.rule_book import kept_rule_book, rule_book
from services.rules.events.event_types import EventType, Subscriber
from services.rules.events.shown import shown

EVERYWHERE = ""  # the website of what concerns a customer on all of them

# The position goes on from the last of the customer's at the endpoint. Whoever changes an account
# has locked it, so that none is written for it between this look and the commit.
_INSERT = """
INSERT INTO webhook_deliveries (customer_id, id, endpoint_id, message_id, type, website_code,
    position, is_replay, event, status, attempts, next_attempt_at, created_at)
SELECT e.customer_id, e.id, e.endpoint_id, e.message_id, e.type, e.website_code,
    e.place + COALESCE((
        SELECT MAX(d.position) FROM webhook_deliveries d
        WHERE d.customer_id = e.customer_id AND d.endpoint_id = e.endpoint_id), 0),
    FALSE, e.event, 'QUEUED', 0, e.at, e.at
FROM ({rows}) AS e
"""
# Where that look would be at several machines it comes first.
_INSERT_PLACED = """
INSERT INTO webhook_deliveries (customer_id, id, endpoint_id, message_id, type, website_code,
    position, is_replay, event, status, attempts, next_attempt_at, created_at)
SELECT e.customer_id, e.id, e.endpoint_id, e.message_id, e.type, e.website_code, e.place, FALSE,
    e.event, 'QUEUED', 0, e.at, e.at
FROM ({rows}) AS e
"""
_LAST_PLACES = """
SELECT customer_id, endpoint_id, MAX(position) AS last FROM webhook_deliveries
WHERE customer_id IN ({customers}) GROUP BY customer_id, endpoint_id
"""
# All rows as one parameter, however many they are.
_ROWS = {
    "sqlite": """
    SELECT json_extract(value, '$.customer_id') AS customer_id, json_extract(value, '$.id') AS id,
        json_extract(value, '$.endpoint_id') AS endpoint_id,
        json_extract(value, '$.message_id') AS message_id, json_extract(value, '$.type') AS type,
        json_extract(value, '$.website_code') AS website_code,
        json_extract(value, '$.place') AS place, json_extract(value, '$.event') AS event,
        json_extract(value, '$.at') AS at
    FROM json_each(?)
    """,
    "postgres": """
    SELECT * FROM jsonb_to_recordset(CAST(? AS JSONB)) AS found (customer_id TEXT, id UUID,
        endpoint_id UUID, message_id UUID, type TEXT, website_code TEXT, place INT, event TEXT,
        at TIMESTAMPTZ)
    """,
}
_ROWS_A_STATEMENT = 5_000
_TABLE = "webhook_deliveries"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a customer at an instant; `data` is its payload's.

    `website_code` is EVERYWHERE for what concerns the customer on all websites.
    """

    type: EventType
    customer_id: str
    website_code: str
    data: Mapping[str, object]
    at: datetime


async def is_anybody_told() -> bool:
    """Test whether there is an endpoint at all."""
    return bool(await _subscribers())


async def is_wanted(event_type: EventType, website_code: str) -> bool:
    """Test whether some endpoint wants this type of events of the website."""
    return any(each.wants(event_type, website_code) for each in await _subscribers())


async def tell(events: Sequence[Event]) -> None:
    """Tell of `events`, in this order: they are written at the end of the transaction (R16.1)."""
    if events and await _subscribers():
        await _ending.add(list(events))


async def tell_of_erased_customer(*, customer_id: str, now: datetime) -> None:
    """Tell that a customer's personal data is gone, to endpoints of all websites (R16.1).

    To be called in the transaction that erases it. Events that still wait have no personal data.
    """
    await rule_book()  # proven here: erasing needs no programme
    data = {"customerId": customer_id, "createdAt": shown(now)}
    await tell([Event(EventType.CUSTOMER_ERASED, customer_id, EVERYWHERE, data, now)])


async def _subscribers() -> tuple[Subscriber, ...]:
    """Return who is told; the transaction has read its programme, so the rule book is in force."""
    book = kept_rule_book() or await rule_book()
    return book.subscribers


async def _write(events: list[Event]) -> None:
    rows = [
        row
        for place, event in enumerate(events, start=1)
        for row in _rows(event, place, await _subscribers())
    ]
    for first in range(0, len(rows), _ROWS_A_STATEMENT):
        part = rows[first : first + _ROWS_A_STATEMENT]
        insert = await _placed(part) if is_distributed() else _INSERT
        sql = insert.format(rows=_ROWS[dialect()])
        await execute_later(sql, [part], inserts=_TABLE, reads=[_TABLE])


async def _placed(rows: Sequence[dict[str, object]]) -> str:
    """Put rows behind the last of their customers' at their endpoints; return what inserts them."""
    customers = sorted({str(row["customer_id"]) for row in rows})
    found = await fetch(_LAST_PLACES.format(customers=marks(customers)), customers)
    last = {(row["customer_id"], str(row["endpoint_id"])): row["last"] for row in found}
    for row in rows:
        before = last.get((row["customer_id"], str(row["endpoint_id"])), 0)
        row["place"] = cast("int", row["place"]) + cast("int", before)
    return _INSERT_PLACED


def _rows(event: Event, place: int, subscribers: Sequence[Subscriber]) -> list[dict[str, object]]:
    """Return a row for each endpoint that wants the event; all have the same message."""
    message_id = new_id(event.at)
    envelope = {"type": event.type, "timestamp": shown(event.at), "data": event.data}
    said = orjson.dumps(envelope).decode()
    return [
        {
            "customer_id": event.customer_id,
            "id": new_id(event.at),
            "endpoint_id": str(subscriber.endpoint_id),
            "message_id": message_id,
            "type": event.type,
            "website_code": event.website_code,
            "place": place,
            "event": said,
            "at": db_value(event.at),
        }
        for subscriber in subscribers
        if subscriber.wants(event.type, event.website_code)
    ]


_ending: Ending[Event] = Ending(_write)
