"""The log of deliveries: what was sent to whom, how it went, and sending it once more (R16.1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

import orjson

from models.database import execute
from models.tables.webhooks import WebhookDeliveryRow, WebhookEndpointRow
from services.command import audit
from services.command.caller import Caller
from services.command.identifiers import new_id
from services.command.pages.cursor_page import Page, PageRequest
from services.command.pages.listing import NEWEST_FIRST, given, list_page
from services.command.transaction import one_transaction
from services.rules.basics.enums import DeliveryStatus
from services.rules.basics.refusals import Disabled, NotFound

# An event that waits is not sent twice: it and what is behind it are due at once.
_HURRY = """
UPDATE webhook_deliveries SET next_attempt_at = ?
WHERE customer_id = ? AND endpoint_id = ? AND website_code = ? AND status = 'QUEUED'
    AND is_replay = ? AND next_attempt_at > ?
"""


@dataclass(frozen=True, slots=True)
class WebhookDelivery:
    """An event on its way to an endpoint; `payload` is what was last sent, or what would be."""

    id: UUID
    endpoint_id: UUID
    message_id: UUID
    type: str
    status: DeliveryStatus
    attempts: int
    response_status: int | None
    last_error: str | None
    payload: Mapping[str, object]
    created_at: datetime
    delivered_at: datetime | None


async def list_deliveries(
    *, endpoint_id: str | None, status: DeliveryStatus | None, page: PageRequest
) -> Page[WebhookDelivery]:
    """List deliveries, newest first: all, or those to an endpoint, or of a status.

    An endpoint that never was has none. Raises Invalid for an unknown cursor.
    """
    columns = {
        "endpoint_id": None if endpoint_id is None else _id(endpoint_id),
        "status": None if status is None else status.value,
    }
    query = WebhookDeliveryRow.filter(**given(columns))
    return (await list_page(query, page, NEWEST_FIRST)).map(_delivery)


@one_transaction
async def replay_delivery(*, delivery_id: str, caller: Caller, now: datetime) -> WebhookDelivery:
    """Send an event to its endpoint once more, under the same `webhook-id`, at once.

    It waits for nothing and holds nothing back. One that still waits is tried at once instead.
    Raises NotFound, Disabled.
    """
    row = await WebhookDeliveryRow.get_or_none(id=_id(delivery_id))
    if row is None:
        raise NotFound(f"There is no delivery {delivery_id}.", path=("delivery_id",))
    await _check_endpoint(row.endpoint_id)
    if row.status == DeliveryStatus.QUEUED:
        lane = [row.customer_id, row.endpoint_id, row.website_code, row.is_replay]
        await execute(_HURRY, [now, *lane, now])
        sent = row
    else:
        sent = await _send_again(row, now)
    await audit.record(
        action="webhookReplay",
        target=delivery_id,
        details={"message_id": str(row.message_id)},
        caller=caller,
        now=now,
    )
    return _delivery(sent)


async def _check_endpoint(endpoint_id: UUID) -> None:
    endpoint = await WebhookEndpointRow.get_or_none(id=endpoint_id)
    if endpoint is None:
        raise NotFound("The endpoint was deleted.", path=("delivery_id",))
    if not endpoint.enabled:
        raise Disabled("The endpoint is disabled: enable it first.", path=("delivery_id",))


async def _send_again(row: WebhookDeliveryRow, now: datetime) -> WebhookDeliveryRow:
    return await WebhookDeliveryRow.create(
        id=new_id(now),
        customer_id=row.customer_id,
        endpoint_id=row.endpoint_id,
        message_id=row.message_id,
        type=row.type,
        website_code=row.website_code,
        position=row.position,
        is_replay=True,
        event=row.event,
        status=DeliveryStatus.QUEUED.value,
        attempts=0,
        next_attempt_at=now,
        created_at=now,
    )


def _id(text: str) -> UUID:
    """Return an id of ours; what can't be one is nobody's."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def _delivery(row: WebhookDeliveryRow) -> WebhookDelivery:
    return WebhookDelivery(
        id=row.id,
        endpoint_id=row.endpoint_id,
        message_id=row.message_id,
        type=row.type,
        status=DeliveryStatus(row.status),
        attempts=row.attempts,
        response_status=row.response_status,
        last_error=row.last_error,
        payload=cast("Mapping[str, object]", orjson.loads(row.payload or row.event)),
        created_at=row.created_at,
        delivered_at=row.delivered_at,
    )
