"""Endpoints put into the database as they are, and what the outbox then has for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast
from uuid import UUID, uuid4

import orjson

from models.database import execute, fetch, identifier
from tests.clock import NOW


@dataclass(frozen=True)
class Queued:
    """An event in the outbox."""

    type: str
    customer_id: str
    website_code: str
    position: int
    message_id: UUID
    data: dict[str, object]


async def subscribe(*events: str, websites: Sequence[str] = (), enabled: bool = True) -> UUID:
    """Add an endpoint whose deliveries nobody sends."""
    endpoint_id = uuid4()
    await execute(
        "INSERT INTO webhook_endpoints (id, url, events, website_codes, enabled, secret,"
        " created_at) VALUES (?, 'https://shop.example', ?, ?, ?, '', ?)",
        [endpoint_id, list(events), list(websites), enabled, NOW],
    )
    return endpoint_id


async def queued(endpoint_id: UUID) -> list[Queued]:
    """Return what waits for an endpoint, in each customer's order."""
    rows = await fetch(
        "SELECT * FROM webhook_deliveries WHERE endpoint_id = ? ORDER BY customer_id, position",
        [endpoint_id],
    )
    return [
        Queued(
            str(row["type"]),
            str(row["customer_id"]),
            str(row["website_code"]),
            int(str(row["position"])),
            identifier(row["message_id"]),
            cast("dict[str, object]", orjson.loads(str(row["event"]))["data"]),
        )
        for row in rows
    ]


async def types_for(endpoint_id: UUID) -> list[str]:
    """Return the types of what waits for an endpoint, in each customer's order."""
    return [event.type for event in await queued(endpoint_id)]
