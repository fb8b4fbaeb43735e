"""Webhook endpoints: who is told of events, and by which secret their receivers know it (R16.1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from models.database import execute, execute_each, fetch
from models.tables.webhooks import WebhookEndpointRow
from services.command import audit
from services.command.caller import Caller
from services.command.identifiers import new_id
from services.command.transaction import one_transaction
from services.programme.set_up_lock import take_turn
from services.programme.websites import live_website
from services.rules.basics.limits import check_length
from services.rules.basics.refusals import Invalid, NotFound, OutOfRange
from services.rules.events.endpoint_url import read_target
from services.rules.events.event_types import EventType
from services.rules.events.signing import shown_secret
from services.webhooks.options import webhook_options
from services.webhooks.secrets import new_key, sealed

MOST_ENDPOINTS = 20
LONGEST_KEPT = timedelta(days=30)

_GIVE_UP = """
UPDATE webhook_deliveries SET status = 'FAILED', last_error = ?, leased_until = NULL
WHERE customer_id = ? AND id = ? AND status = 'QUEUED'
"""
_WAITING = """
SELECT customer_id, id FROM webhook_deliveries WHERE endpoint_id = ? AND status = 'QUEUED'
ORDER BY customer_id, id
"""


@dataclass(frozen=True, slots=True)
class WebhookEndpoint:
    """A receiver of events; of an empty list it wants all."""

    id: UUID
    url: str
    events: list[str]
    website_codes: list[str]
    enabled: bool
    disabled_reason: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class SavedEndpoint:
    """An endpoint as it was saved, and its secret where that is new: it is shown only now."""

    endpoint: WebhookEndpoint
    secret: str | None


async def list_endpoints() -> list[WebhookEndpoint]:
    """Return all endpoints, oldest first."""
    return [_endpoint(row) for row in await WebhookEndpointRow.all().order_by("created_at", "id")]


@one_transaction
async def put_endpoint(
    *,
    endpoint_id: str | None,
    url: str,
    events: Sequence[str] = (),
    website_codes: Sequence[str] = (),
    enabled: bool = True,
    caller: Caller,
    now: datetime,
) -> SavedEndpoint:
    """Make an endpoint with a secret of its own or, by its id, change one and keep its secret.

    One that a receiver has disabled is told again. Raises NotFound, Invalid, OutOfRange.
    """
    target = read_target(url, is_sandbox=webhook_options().is_sandbox, path=("url",))
    _check_events(events)
    check_length(len(website_codes), path=("website_codes",))
    await take_turn()
    for index, code in enumerate(website_codes):
        await live_website(code, path=("website_codes", index))
    row, secret = await _row_to_put(endpoint_id, now)
    row.update_from_dict(
        {
            "url": url,
            "events": list(dict.fromkeys(events)),
            "website_codes": list(dict.fromkeys(website_codes)),
            "enabled": enabled,
            "disabled_reason": None,
        }
    )
    await row.save(force_create=secret is not None)
    # Not the whole URL: the rest of it may be a secret between the shop and its receiver.
    details = {
        "origin": target.origin,
        "events": row.events,
        "website_codes": row.website_codes,
        "enabled": enabled,
    }
    await _record("webhookEndpointPut", row.id, details, caller, now)
    return SavedEndpoint(_endpoint(row), secret)


@one_transaction
async def rotate_secret(
    *, endpoint_id: str, keep_old_for_seconds: int, caller: Caller, now: datetime
) -> SavedEndpoint:
    """Give an endpoint a new secret; the old one signs too for so long, 0 for no longer.

    Raises NotFound, path ("id",), and OutOfRange for more than 30 days.
    """
    if not 0 <= keep_old_for_seconds <= LONGEST_KEPT.total_seconds():
        most = int(LONGEST_KEPT.total_seconds())
        raise OutOfRange(f"Must be from 0 to {most:,} seconds.", path=("keep_old_for_seconds",))
    await take_turn()
    row = await _row(endpoint_id)
    key = new_key()
    is_kept = keep_old_for_seconds > 0
    until = now + timedelta(seconds=keep_old_for_seconds) if is_kept else None
    kept = {"old_secret": row.secret if is_kept else None, "old_secret_until": until}
    row.update_from_dict({**kept, "secret": sealed(key, row.id)})
    await row.save()
    details: dict[str, object] = {"keep_old_for_seconds": keep_old_for_seconds}
    await _record("webhookSecretRotate", row.id, details, caller, now)
    return SavedEndpoint(_endpoint(row), shown_secret(key))


@one_transaction
async def delete_endpoint(*, endpoint_id: str, caller: Caller, now: datetime) -> str:
    """Delete an endpoint and return its id; what waits for it is given up, and stays in the log.

    Raises NotFound, path ("id",).
    """
    await take_turn()
    row = await _row(endpoint_id)
    await row.delete()
    why = "The endpoint was deleted."
    waiting = await fetch(_WAITING, [row.id])
    await execute_each(_GIVE_UP, [[why, each["customer_id"], each["id"]] for each in waiting])
    await _record("webhookEndpointDelete", row.id, {}, caller, now)
    return str(row.id)


@one_transaction
async def disable_endpoint(*, endpoint_id: UUID, url: str, reason: str) -> bool:
    """Tell an endpoint of nothing from now on; what waits for it goes on when it is put again.

    Returns False, and leaves it as it is, where it has another URL by now than was asked.
    """
    await execute(
        "UPDATE webhook_endpoints SET enabled = FALSE, disabled_reason = ?"
        " WHERE id = ? AND url = ? AND enabled",
        [reason, endpoint_id, url],
    )
    there = "SELECT 1 FROM webhook_endpoints WHERE id = ? AND url = ?"
    return bool(await fetch(there, [endpoint_id, url]))


def _check_events(events: Sequence[str]) -> None:
    check_length(len(events), path=("events",))
    for index, event in enumerate(events):
        if event not in frozenset(EventType):
            raise Invalid(
                f"There is no event {event}: {', '.join(EventType)}.", path=("events", index)
            )


async def _row_to_put(
    endpoint_id: str | None, now: datetime
) -> tuple[WebhookEndpointRow, str | None]:
    """Return the endpoint's row, and its secret if it is a new one."""
    if endpoint_id is not None:
        return await _row(endpoint_id), None
    if await WebhookEndpointRow.all().count() >= MOST_ENDPOINTS:
        raise OutOfRange(f"There can be at most {MOST_ENDPOINTS} endpoints: delete one first.")
    new, key = new_id(now), new_key()
    return WebhookEndpointRow(id=new, secret=sealed(key, new), created_at=now), shown_secret(key)


async def _row(endpoint_id: str) -> WebhookEndpointRow:
    try:
        row = await WebhookEndpointRow.get_or_none(id=UUID(endpoint_id))
    except ValueError:
        row = None
    if row is None:
        raise NotFound(f"There is no webhook endpoint {endpoint_id}.", path=("id",))
    return row


async def _record(
    action: str, endpoint_id: UUID, details: dict[str, object], caller: Caller, now: datetime
) -> None:
    await audit.record(
        action=action, target=str(endpoint_id), details=details, caller=caller, now=now
    )


def _endpoint(row: WebhookEndpointRow) -> WebhookEndpoint:
    return WebhookEndpoint(
        id=row.id,
        url=row.url,
        events=row.events,
        website_codes=row.website_codes,
        enabled=row.enabled,
        disabled_reason=row.disabled_reason,
        created_at=row.created_at,
    )
