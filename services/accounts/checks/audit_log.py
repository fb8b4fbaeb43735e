"""Audit log checks: commands that it doesn't have, details that are not those logged (R17.1).

About what has no customer to be checked with, some rows at a time, however long the log is.
"""

from collections.abc import AsyncIterator
from datetime import datetime

from models.database import fetch, octets
from models.rows.excerpts import Excerpt, fetch_together
from services.command.erasable import salted_hash
from services.command.identifiers import first_id_of

_BATCH = 1_000
_NEXT_ORDERS = """
SELECT MAX(id) AS last FROM (SELECT id FROM orders WHERE id > ? ORDER BY id LIMIT ?) AS batch
"""
_GUESTS = """
SELECT o.website_code, o.id, v.kind, v.event_id
FROM orders o JOIN order_events v ON v.order_id = o.id
WHERE o.id > ? AND o.id <= ? AND o.customer_id IS NULL AND v.created_at >= ? AND NOT EXISTS (
    SELECT 1 FROM audit_entries u
    WHERE u.created_at = v.created_at AND u.target IN (v.order_id, v.event_id)
)
"""
_KEYS = """
SELECT k.caller, k.mutation, k.key, k.caller = '' OR k.created_at < ? OR EXISTS (
    SELECT 1 FROM audit_entries u
    WHERE u.created_at = k.created_at AND u.actor = k.caller AND u.action = k.mutation
) AS is_logged
FROM (
    SELECT * FROM idempotency_keys WHERE (caller, mutation, key) > (?, ?, ?)
    ORDER BY caller, mutation, key LIMIT ?
) AS k ORDER BY k.caller, k.mutation, k.key
"""
_DETAILS = """
SELECT d.entry_id, d.salt, d.details, u.details_hash FROM audit_details d
LEFT JOIN audit_entries u ON u.id = d.entry_id
WHERE d.entry_id > ? ORDER BY d.entry_id LIMIT ?
"""


async def audit_gaps(since: datetime) -> AsyncIterator[list[str]]:
    """Yield the lines about one batch after the other, of what was done at `since` or later."""
    async for lines in _guests(since):
        yield lines
    async for lines in _keys(since):
        yield lines
    async for lines in _details(since):
        yield lines


async def _guests(since: datetime) -> AsyncIterator[list[str]]:
    after = ""
    while (last := (await fetch(_NEXT_ORDERS, [after, _BATCH]))[0]["last"]) is not None:
        found = await fetch_together(
            _GUESTS, [after, last, since], _about_guests(after, last, since)
        )
        yield [
            f"- {row['website_code']}: order {row['id']} had a command that is not in the audit"
            f" log: {row['kind']} {row['event_id']}"
            for row in found
        ]
        after = str(last)


async def _keys(since: datetime) -> AsyncIterator[list[str]]:
    after: list[object] = ["", "", ""]
    while found := await fetch_together(_KEYS, [since, *after, _BATCH], _about_keys(after)):
        yield [
            f"{row['mutation']} {row['key']} is a command that is not in the audit log"
            for row in found
            if not row["is_logged"]
        ]
        after = [found[-1]["caller"], found[-1]["mutation"], found[-1]["key"]]


def _about_guests(after: object, last: object, since: datetime) -> list[Excerpt]:
    return [
        Excerpt("orders", "id > ? AND id <= ? AND customer_id IS NULL", [after, last]),
        Excerpt(
            "order_events",
            "order_id IN (SELECT id FROM some_orders) AND created_at >= ?",
            [since],
        ),
        Excerpt("audit_entries", "created_at IN (SELECT created_at FROM some_order_events)"),
    ]


def _about_keys(after: list[object]) -> list[Excerpt]:
    return [
        Excerpt(
            "idempotency_keys",
            "(caller, mutation, key) > (?, ?, ?) ORDER BY caller, mutation, key LIMIT ?",
            [*after, _BATCH],
        ),
        Excerpt("audit_entries", "created_at IN (SELECT created_at FROM some_idempotency_keys)"),
    ]


async def _details(since: datetime) -> AsyncIterator[list[str]]:
    after: object = first_id_of(since)
    while found := await fetch(_DETAILS, [after, _BATCH]):
        yield [
            f"audit entry {row['entry_id']} has other details than were logged"
            for row in found
            if row["details_hash"] is None
            or octets(row["details_hash"]) != salted_hash(octets(row["salt"]), str(row["details"]))
        ]
        after = found[-1]["entry_id"]
