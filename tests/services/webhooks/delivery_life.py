"""Webhooks on their way: an endpoint, what happens in the shop, the log, and receivers."""

import asyncio
from datetime import timedelta

from services.command import clock
from services.command.pages.cursor_page import PageRequest
from services.rules.basics.enums import DeliveryStatus
from services.webhooks.deliveries import WebhookDelivery, list_deliveries
from services.webhooks.endpoints import (
    put_endpoint,
)
from tests.receiver import Delivery, Receiver, Writer, status
from tests.services.shop import ADMIN, give

SECRET = "a secret of the tests, at least 32 bytes long"

ADJUSTED = "points.adjusted"


async def endpoint_at(url: str, *events: str) -> tuple[str, str]:
    """Put an endpoint, by default for adjustments alone; return its id and secret."""
    saved = await put_endpoint(
        endpoint_id=None, url=url, events=events or (ADJUSTED,), caller=ADMIN, now=await clock.now()
    )
    assert saved.secret is not None
    return str(saved.endpoint.id), saved.secret


async def happens(points: int, *, customer_id: str = "ada") -> None:
    await give(points, customer_id=customer_id, now=await clock.now())


async def later(**length: float) -> None:
    seconds = int(timedelta(**length).total_seconds())
    await clock.advance_sandbox_clock(days=0, seconds=seconds, caller=ADMIN)


async def log(status: DeliveryStatus | None = None) -> list[WebhookDelivery]:
    """Return the log, oldest first."""
    page = await list_deliveries(endpoint_id=None, status=status, page=PageRequest(first=100))
    return page.items[::-1]


def points_of(receiver: Receiver, customer_id: str = "ada") -> list[object]:
    return [each.data["points"] for each in receiver.came if each.data["customerId"] == customer_id]


def answering(*codes: int) -> Receiver:
    """Return a receiver that answers by these codes, and by 200 when they are used up."""
    waiting = list(codes)

    async def answer(_: Delivery, writer: Writer) -> None:
        writer.write(status(waiting.pop(0) if waiting else 200))

    return Receiver(answer)


async def stall(_: Delivery, writer: Writer) -> None:
    await writer.drain()
    await asyncio.sleep(60)
