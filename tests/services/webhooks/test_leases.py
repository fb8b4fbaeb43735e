"""Events in hand: what happens to their endpoint, their lease or the process meanwhile (R16.1)."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from models.database import fetch, identifier, instant
from services.command import clock
from services.rules.basics.enums import DeliveryStatus
from services.webhooks import queue
from services.webhooks.delivery import deliver_webhooks_within, finish_webhooks
from services.webhooks.queue import Claimed, Outcome
from tests.receiver import Receiver, receiving
from tests.services.between import changed_before, done_before
from tests.services.webhooks.delivery_life import endpoint_at, happens, log

pytestmark = pytest.mark.usefixtures("sandbox_shop")

CHOOSING = "SELECT d.customer_id, d.id FROM webhook_deliveries d"
LOOKING_UP = 'SELECT "'  # of the ORM, as nothing else here is
NOTING = "UPDATE webhook_deliveries SET status"


@pytest.mark.parametrize(
    "change",
    ["UPDATE webhook_endpoints SET enabled = FALSE", "DELETE FROM webhook_endpoints"],
    ids=["disabled", "deleted"],
)
async def test_an_endpoint_that_is_told_no_longer_gets_nothing_claimed_since(
    change: str, database: str
) -> None:
    async with receiving(Receiver()) as receiver:
        await endpoint_at(receiver.url)
        await happens(1)

        with changed_before(CHOOSING, database, [change]):
            await deliver_webhooks_within(5)

    (row,) = await fetch("SELECT status, attempts, leased_until FROM webhook_deliveries")
    assert receiver.came == []
    assert tuple(row.values()) == ("QUEUED", 0, None)


async def test_an_attempt_that_outlasts_its_lease_leaves_the_next_ones_alone() -> None:
    """Or a third worker would send at once what the second has in hand, out of order."""
    endpoint_id, _ = await endpoint_at("http://127.0.0.1:9999/")
    await happens(1)
    first = await _claimed(endpoint_id)
    lapsed = clock.real_now() - timedelta(seconds=1)
    await fetch("UPDATE webhook_deliveries SET leased_until = ? RETURNING id", [lapsed])
    second = await _claimed(endpoint_id)
    now = await clock.now()
    later = now + timedelta(minutes=5)

    await queue.note(first, Outcome(DeliveryStatus.QUEUED, now, "{}", 500, "no", later))
    await queue.free(first)

    (row,) = await fetch("SELECT id, attempts, leased_until FROM webhook_deliveries")
    assert (identifier(row["id"]), row["attempts"]) == (second.id, 2)
    assert instant(row["leased_until"]) == second.leased_until


async def test_what_has_arrived_is_noted_though_its_lease_is_over() -> None:
    endpoint_id, _ = await endpoint_at("http://127.0.0.1:9999/")
    await happens(1)
    first = await _claimed(endpoint_id)
    lapsed = clock.real_now() - timedelta(seconds=1)
    await fetch("UPDATE webhook_deliveries SET leased_until = ? RETURNING id", [lapsed])
    await _claimed(endpoint_id)

    await queue.note(first, Outcome(DeliveryStatus.DELIVERED, await clock.now(), "{}", 200))

    assert [each.status for each in await log()] == [DeliveryStatus.DELIVERED]


async def test_what_has_arrived_as_the_process_ends_is_not_sent_again() -> None:
    ends: list[asyncio.Task[None]] = []
    async with receiving(Receiver()) as receiver:
        await endpoint_at(receiver.url)
        await happens(1)

        with done_before(NOTING, lambda: ends.append(asyncio.create_task(finish_webhooks()))):
            await deliver_webhooks_within(5)
        await asyncio.gather(*ends)
        await deliver_webhooks_within(5)

    assert len(receiver.came) == 1
    assert [each.status for each in await log()] == [DeliveryStatus.DELIVERED]


async def test_what_was_claimed_as_the_process_ends_is_given_back() -> None:
    ends: list[asyncio.Task[None]] = []
    async with receiving(Receiver()) as receiver:
        await endpoint_at(receiver.url)
        await happens(1)

        with done_before(LOOKING_UP, lambda: ends.append(asyncio.create_task(finish_webhooks()))):
            await deliver_webhooks_within(5)
        await asyncio.gather(*ends)

    (row,) = await fetch("SELECT status, attempts FROM webhook_deliveries")  # sent by the next
    assert tuple(row.values()) == ("DELIVERED", 1)


async def test_what_was_claimed_of_an_endpoint_that_could_not_be_looked_up_is_given_back() -> None:
    async with receiving(Receiver()) as receiver:
        await endpoint_at(receiver.url)
        await happens(1)

        with done_before(LOOKING_UP, _fail):
            await deliver_webhooks_within(5)

    (row,) = await fetch("SELECT status, attempts FROM webhook_deliveries")
    assert tuple(row.values()) == ("DELIVERED", 1)


def _fail() -> None:
    raise TimeoutError


async def _claimed(endpoint_id: str) -> Claimed:
    (claimed,) = await queue.claim(UUID(endpoint_id), most=5, now=await clock.now())
    return claimed
