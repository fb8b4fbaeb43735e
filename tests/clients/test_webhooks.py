"""Webhooks are verified by the official library of npm, and have types for TypeScript (R16.1)."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from services.command import clock
from services.webhooks.delivery import deliver_webhooks_within, finish_webhooks
from services.webhooks.endpoints import put_endpoint, rotate_secret
from services.webhooks.options import WebhookOptions, start_webhooks
from tests.clients.node_script import HERE, PACKAGES, ask_node, node, run_node
from tests.clock import NOW
from tests.receiver import Delivery, Receiver, receiving
from tests.services.shop import ADMIN, give, open_shop

EVENTS = HERE.parents[1] / "docs" / "webhooks" / "events.ts"
TSC = PACKAGES / "typescript" / "bin" / "tsc"
READER = """
import type { Event } from "./events";

export function said(event: Event): string {
  switch (event.type) {
    case "account.changed":
      return `${event.data.customerId} has ${event.data.balance.toFixed()}`;
    case "points.expiring":
      return event.data.lots.map((lot) => lot.points.toFixed()).join();
    case "order.completed":
      return event.data.number;
    case "customer.erased":
      return event.missing?.join() ?? "";
    default:
      return `${event.data.orderId ?? "none"} ${event.data.reason}`;
  }
}
"""


@pytest.fixture(autouse=True)
async def shop(database: str) -> AsyncIterator[None]:  # noqa: ARG001 - it has to be open
    node()
    start_webhooks(WebhookOptions("x" * 32, is_sandbox=True))
    await open_shop()
    yield
    await finish_webhooks()
    start_webhooks(WebhookOptions())


def said(delivery: Delivery, **changed: str) -> dict[str, object]:
    return {"body": changed.get("body", delivery.body.decode()), "headers": dict(delivery.headers)}


async def test_the_library_of_npm_verifies_what_is_sent_and_nothing_else() -> None:
    """With the new secret and, while that is rotated, the old one."""
    async with receiving(Receiver()) as receiver:
        saved = await put_endpoint(endpoint_id=None, url=receiver.url, caller=ADMIN, now=NOW)
        rotated = await rotate_secret(
            endpoint_id=str(saved.endpoint.id),
            keep_old_for_seconds=600,
            caller=ADMIN,
            now=clock.real_now(),
        )
        await give(30)
        await deliver_webhooks_within(10)

    first, _ = receiver.came
    forged = said(first, body=first.body.decode().replace("30", "31"))
    for secret in (saved.secret, rotated.secret):
        good, bad = ask_node("webhooks.js", secret=secret, deliveries=[said(first), forged])
        assert good == first.event
        assert bad == "No matching signature found"


def test_the_types_compile_at_their_strictest(tmp_path: Path) -> None:
    """And tell the payloads apart by `type`."""
    shutil.copy(EVENTS, tmp_path)
    (tmp_path / "reader.ts").write_text(READER, encoding="utf-8")

    run_node(
        TSC,
        "--strict",
        "--noEmit",
        "--skipDefaultLibCheck",
        "--exactOptionalPropertyTypes",
        str(tmp_path / "reader.ts"),
    )
