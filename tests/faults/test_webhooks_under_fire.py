"""Webhooks while the sender is killed: nothing is lost, and an account's order stays (R16.1)."""

import asyncio
from collections import Counter
from datetime import UTC, datetime

import pytest

from models.database import close_database, execute, fetch, open_database
from tests.faults.running_shop import ADJUST, SET_UP, ask, background_workers, running_shop
from tests.receiver import OK, Delivery, Receiver, Writer, receiving

EVENTS = 40
IN_HAND = 8  # what one process sends at once to an endpoint
PUT = """
mutation ($url: String!) {
  webhookEndpointPut(input: {url: $url, events: ["points.adjusted"]}) { userErrors { message } }
}
"""


async def end_leases(database_url: str) -> None:
    """Let the time pass that a lease lasts."""
    await open_database(database_url)
    try:
        await execute("UPDATE webhook_deliveries SET leased_until = ?", [datetime.now(UTC)])
    finally:
        await close_database()


async def wait_until_delivered(database_url: str) -> None:
    await open_database(database_url)
    try:
        async with asyncio.timeout(120):
            while await fetch("SELECT 1 FROM webhook_deliveries WHERE status = 'QUEUED' LIMIT 1"):  # noqa: ASYNC110
                await asyncio.sleep(0.2)
    finally:
        await close_database()


async def test_webhooks_survive_a_sender_that_is_killed(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R16.1: at least once, each under one `webhook-id`, by whichever process is left."""
    monkeypatch.setenv("GUERDON_SANDBOX", "1")

    async def answer(_: Delivery, writer: Writer) -> None:
        await asyncio.sleep(0.2)
        writer.write(OK)

    async with receiving(Receiver(answer)) as receiver:
        with running_shop(database_url) as (shop,):
            async with shop.admin() as admin:
                await ask(admin, SET_UP)
                await ask(admin, PUT, url=receiver.url)
                for number in range(EVENTS):
                    await ask(admin, ADJUST, key=f"k{number}", points=number + 1)
            async with asyncio.timeout(60):
                while len(receiver.came) < EVENTS // 4:  # noqa: ASYNC110
                    await asyncio.sleep(0.01)
            shop.kill()
        await end_leases(database_url)
        with background_workers(database_url, count=2) as workers:
            await wait_until_delivered(database_url)

    arrived = Counter(each.message_id for each in receiver.came)
    assert len(arrived) == EVENTS
    assert sum(arrived.values()) <= EVENTS + IN_HAND
    first_times = dict.fromkeys(each.data["points"] for each in receiver.came)
    assert list(first_times) == [number + 1 for number in range(EVENTS)]
    assert [worker.returncode for worker in workers] == [0, 0]
