"""The queue of webhooks: what is due, claimed, in order, and noted (R16.1).

Of an account only the oldest event that waits at an endpoint is ever claimed: the next is due when
that is delivered or given up. A claim is a lease by the real clock, and free again when its holder
has died.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from models.database import (
    execute,
    execute_each,
    fetch,
    fetch_each,
    identifier,
    instant,
    is_distributed,
)
from models.rows.excerpts import Excerpt, fetch_together
from services.command import clock
from services.command.transaction import one_transaction
from services.rules.basics.enums import DeliveryStatus

LEASE: Final = timedelta(seconds=60)  # one attempt takes a quarter of it at most
RETENTION: Final = timedelta(days=30)

_DUE = "{d}.status = 'QUEUED' AND {d}.next_attempt_at <= ?"
_FREE_LEASE = "({d}.leased_until IS NULL OR {d}.leased_until <= ?)"
# What stands before an event: older ones of its account or, before what concerns a customer
# everywhere, of all of the customer's. Whatever has been replayed stands in nobody's way.
_NOTHING_BEFORE = """
(d.is_replay OR NOT EXISTS (
    SELECT 1 FROM webhook_deliveries b
    WHERE b.customer_id = d.customer_id AND b.endpoint_id = d.endpoint_id
        AND b.status = 'QUEUED' AND NOT b.is_replay
        AND (b.position < d.position OR (b.position = d.position AND b.id < d.id))
        AND (b.website_code = d.website_code OR d.website_code = '')
))
"""
_ENDPOINTS = f"""
SELECT p.id FROM webhook_endpoints p WHERE p.enabled AND EXISTS (
    SELECT 1 FROM webhook_deliveries d
    WHERE d.endpoint_id = p.id AND {_DUE.format(d="d")} AND {_FREE_LEASE.format(d="d")}
        AND {_NOTHING_BEFORE}
) ORDER BY p.id
"""  # noqa: S608 - our own text
# The same where every node has the endpoints, and none all deliveries.
_ENABLED = "SELECT id FROM webhook_endpoints WHERE enabled ORDER BY id"
_HAS_DUE = f"""
SELECT 1 FROM webhook_deliveries d
WHERE d.endpoint_id = ? AND {_DUE.format(d="d")} AND {_FREE_LEASE.format(d="d")}
    AND {_NOTHING_BEFORE} LIMIT 1
"""  # noqa: S608 - our own text
# Chosen without a lock; each is then claimed for itself (R18.1). What nothing stands before nothing
# ever will.
_CHOOSE = f"""
SELECT d.customer_id, d.id FROM webhook_deliveries d
WHERE d.endpoint_id = ? AND {_DUE.format(d="d")} AND {_FREE_LEASE.format(d="d")}
    AND {_NOTHING_BEFORE}
ORDER BY d.next_attempt_at, d.id LIMIT ?
"""  # noqa: S608 - our own text
_CLAIM = f"""
UPDATE webhook_deliveries AS d SET leased_until = ?, attempts = attempts + 1
WHERE d.customer_id = ? AND d.id = ? AND {_DUE.format(d="d")} AND {_FREE_LEASE.format(d="d")}
RETURNING customer_id, id, endpoint_id, message_id, type, website_code, position, is_replay, event,
    attempts, leased_until
"""  # noqa: S608 - our own text
_NOTE = """
UPDATE webhook_deliveries SET status = ?, next_attempt_at = ?, leased_until = NULL,
    response_status = ?, last_error = ?, payload = ?, delivered_at = ?
WHERE customer_id = ? AND id = ? AND status = 'QUEUED' {and_ours}
"""
# An attempt that outlasted its lease: another worker has the event in hand now.
_OURS = "AND leased_until = ?"
# Those behind a failed one are not looked at before it is tried again.
_PUT_OFF = """
UPDATE webhook_deliveries SET next_attempt_at = ?
WHERE customer_id = ? AND endpoint_id = ? AND website_code = ? AND status = 'QUEUED'
    AND NOT is_replay AND next_attempt_at < ?
"""
_FREE = f"""
UPDATE webhook_deliveries SET leased_until = NULL, attempts = attempts - 1
WHERE customer_id = ? AND id = ? AND status = 'QUEUED' {_OURS}
"""  # noqa: S608 - our own text
# What was given up since the last that arrived, unless a replay of it has arrived.
_MISSING = """
SELECT f.message_id FROM webhook_deliveries f
WHERE f.customer_id = ? AND f.endpoint_id = ? AND f.website_code = ? AND f.status = 'FAILED'
    AND NOT f.is_replay AND f.position < ?
    AND f.position > COALESCE((
        SELECT MAX(a.position) FROM webhook_deliveries a
        WHERE a.customer_id = f.customer_id AND a.endpoint_id = f.endpoint_id
            AND a.website_code = f.website_code AND a.status = 'DELIVERED' AND NOT a.is_replay
            AND a.position < ?), 0)
    AND NOT EXISTS (
        SELECT 1 FROM webhook_deliveries r
        WHERE r.customer_id = f.customer_id AND r.endpoint_id = f.endpoint_id
            AND r.message_id = f.message_id AND r.status = 'DELIVERED')
ORDER BY f.position LIMIT 100
"""
_LEASED = """
SELECT 1 FROM webhook_deliveries WHERE status = 'QUEUED' AND leased_until > ? LIMIT 1
"""
# What still waits is kept as long as it can arrive.
_OLD = """
SELECT customer_id, id FROM webhook_deliveries
WHERE created_at <= ? AND (
    status <> 'QUEUED' OR endpoint_id NOT IN (SELECT id FROM webhook_endpoints WHERE enabled)
) LIMIT ?
"""
_FORGET = "DELETE FROM webhook_deliveries WHERE customer_id = ? AND id = ?"
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Claimed:
    """An event in our hands: to be delivered, and noted, before its lease is over."""

    customer_id: str
    id: UUID
    endpoint_id: UUID
    message_id: UUID
    type: str
    website_code: str
    position: int
    is_replay: bool
    event: str
    attempts: int
    leased_until: datetime


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an attempt has ended; `next_attempt_at` is of one that will be tried again."""

    status: DeliveryStatus
    at: datetime
    payload: str
    response_status: int | None = None
    error: str | None = None
    next_attempt_at: datetime | None = None


async def due_endpoints(now: datetime) -> list[UUID]:
    """Return the endpoints for which something may be due."""
    if is_distributed():
        enabled = [identifier(row["id"]) for row in await fetch(_ENABLED)]
        values = [now, clock.real_now()]
        return [each for each in enabled if await fetch(_HAS_DUE, [each, *values])]
    return [identifier(row["id"]) for row in await fetch(_ENDPOINTS, [now, clock.real_now()])]


async def claim(endpoint_id: UUID, *, most: int, now: datetime) -> list[Claimed]:
    """Lease up to `most` events of an endpoint, each the first of its account."""
    while due := await fetch(_CHOOSE, [endpoint_id, now, clock.real_now(), most]):
        keys = sorted((str(row["customer_id"]), str(identifier(row["id"]))) for row in due)
        if claimed := await _lease(keys, now):
            return claimed
    return []


@one_transaction
async def _lease(keys: Sequence[tuple[str, str]], now: datetime) -> list[Claimed]:
    real_now = clock.real_now()
    until = real_now + LEASE
    rows = await fetch_each(_CLAIM, [[until, *key, now, real_now] for key in keys])
    return [_claimed(row) for row in rows]


async def missing_before(claimed: Claimed) -> list[str]:
    """Return the messages of the account that were given up just before this one."""
    if claimed.is_replay:
        return []
    place = claimed.position
    lane = [claimed.customer_id, claimed.endpoint_id, claimed.website_code]
    lanes = Excerpt("webhook_deliveries", "customer_id = ? AND endpoint_id = ?", lane[:2])
    rows = await fetch_together(_MISSING, [*lane, place, place], [lanes])
    return [str(identifier(row["message_id"])) for row in rows]


@one_transaction
async def note(claimed: Claimed, outcome: Outcome) -> None:
    """Note how an attempt has ended; those behind one that failed wait with it.

    What has arrived is noted whoever has it in hand by now; what has failed only by its holder.
    """
    again_at = outcome.next_attempt_at
    has_arrived = outcome.status is DeliveryStatus.DELIVERED
    noted = await execute(
        _NOTE.format(and_ours="" if has_arrived else _OURS),
        [
            outcome.status.value,
            again_at or outcome.at,
            outcome.response_status,
            outcome.error,
            outcome.payload,
            outcome.at if has_arrived else None,
            claimed.customer_id,
            claimed.id,
            *([] if has_arrived else [claimed.leased_until]),
        ],
    )
    if noted and again_at is not None and not claimed.is_replay:
        lane = [claimed.customer_id, claimed.endpoint_id, claimed.website_code]
        await execute(_PUT_OFF, [again_at, *lane, again_at])


async def free(claimed: Claimed) -> None:
    """Give back what was not tried to the end: the process is about to end, or nobody is told."""
    await execute(_FREE, [claimed.customer_id, claimed.id, claimed.leased_until])


async def is_any_leased() -> bool:
    """Test whether some worker has something in hand."""
    return bool(await fetch(_LEASED, [clock.real_now()]))


async def forget_old_deliveries(*, now: datetime) -> None:
    """Delete from the log what is older than 30 days."""
    until = now - RETENTION
    while old := await fetch(_OLD, [until, _BATCH]):
        await execute_each(_FORGET, sorted([row["customer_id"], row["id"]] for row in old))


def _claimed(row: dict[str, object]) -> Claimed:
    return Claimed(
        customer_id=str(row["customer_id"]),
        id=identifier(row["id"]),
        endpoint_id=identifier(row["endpoint_id"]),
        message_id=identifier(row["message_id"]),
        type=str(row["type"]),
        website_code=str(row["website_code"]),
        position=int(str(row["position"])),
        is_replay=bool(row["is_replay"]),
        event=str(row["event"]),
        attempts=int(str(row["attempts"])),
        leased_until=instant(row["leased_until"]),
    )
