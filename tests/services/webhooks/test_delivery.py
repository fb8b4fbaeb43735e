"""Delivery of webhooks: what arrives, by which worker, and what is kept of it (R16.1, R16.2)."""

import asyncio
import time
from datetime import timedelta
from uuid import UUID

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError
from structlog.testing import capture_logs

from models.database import execute, fetch
from services.command import clock
from services.operation.jobs import run_job
from services.rules.basics.enums import DeliveryStatus, Job
from services.rules.basics.refusals import NotFound
from services.webhooks import queue
from services.webhooks.deliveries import replay_delivery
from services.webhooks.delivery import deliver_webhooks, deliver_webhooks_within, finish_webhooks
from services.webhooks.endpoints import (
    delete_endpoint,
    rotate_secret,
)
from services.webhooks.options import WebhookOptions, start_webhooks
from services.webhooks.sender import Sender
from tests.receiver import Receiver, receiving
from tests.services.shop import ADMIN, add_customer
from tests.services.webhooks.delivery_life import (
    SECRET,
    answering,
    endpoint_at,
    happens,
    later,
    log,
    points_of,
    stall,
)

pytestmark = pytest.mark.usefixtures("sandbox_shop")


async def test_an_event_arrives_signed_and_is_in_the_log() -> None:
    """R16.1: as the official library of PyPI verifies it."""
    async with receiving(Receiver()) as receiver:
        _, secret = await endpoint_at(f"{receiver.url}?shop=1")
        await happens(30)

        assert await deliver_webhooks_within(5) == 1

    (came,) = receiver.came
    (logged,) = await log()
    verified = Webhook(secret).verify(came.body, dict(came.headers))
    assert verified == came.event == logged.payload
    assert came.path == "/hooks?shop=1"
    assert came.headers["content-type"] == "application/json"
    assert came.message_id == str(logged.message_id)
    assert (logged.status, logged.attempts, logged.response_status, logged.last_error) == (
        DeliveryStatus.DELIVERED,
        1,
        200,
        None,
    )
    assert logged.delivered_at is not None


async def test_the_timestamp_is_the_real_clocks_in_a_sandbox_too() -> None:
    """R16.2: a hundred days ahead, the receiver's library still takes it."""
    await later(days=100)
    async with receiving(Receiver()) as receiver:
        _, secret = await endpoint_at(receiver.url)
        await happens(30)
        await deliver_webhooks_within(5)

    (came,) = receiver.came
    assert abs(int(came.headers["webhook-timestamp"]) - time.time()) < 60
    assert str(came.event["timestamp"]) > (clock.real_now() + timedelta(days=99)).isoformat()
    Webhook(secret).verify(came.body, dict(came.headers))


async def test_both_secrets_sign_until_the_old_one_is_dropped() -> None:
    """R16.1."""
    async with receiving(Receiver()) as receiver:
        endpoint_id, old = await endpoint_at(receiver.url)
        rotated = await rotate_secret(
            endpoint_id=endpoint_id, keep_old_for_seconds=3_600, caller=ADMIN, now=await clock.now()
        )
        await happens(1)
        await deliver_webhooks_within(5)
        await later(hours=1)
        await happens(2)
        await deliver_webhooks_within(5)

    meanwhile, after = receiver.came
    assert rotated.secret not in {None, old}
    for secret in (old, str(rotated.secret)):
        Webhook(secret).verify(meanwhile.body, dict(meanwhile.headers))
    Webhook(str(rotated.secret)).verify(after.body, dict(after.headers))
    with pytest.raises(WebhookVerificationError):
        Webhook(old).verify(after.body, dict(after.headers))


async def test_workers_at_once_deliver_each_event_once_and_in_order() -> None:
    """R16.1: three senders of one queue, as three processes have."""
    await add_customer("bob", now=await clock.now())
    async with receiving(Receiver()) as receiver:
        endpoint_id, _ = await endpoint_at(receiver.url)
        for points in range(1, 7):
            for customer_id in ("ada", "bob"):
                await happens(points, customer_id=customer_id)
        senders = [Sender(UUID(endpoint_id)) for _ in range(3)]

        for _ in range(20):
            await asyncio.gather(*(sender.run() for sender in senders))
            senders = [Sender(UUID(endpoint_id)) for _ in range(3)]

    assert points_of(receiver) == points_of(receiver, "bob") == [1, 2, 3, 4, 5, 6]


async def test_what_a_dead_worker_had_in_hand_is_sent_again() -> None:
    """R16.1: at least once. Its lease ends by the real clock."""
    async with receiving(Receiver()) as receiver:
        endpoint_id, _ = await endpoint_at(receiver.url)
        await happens(1)
        now = await clock.now()
        (claimed,) = await queue.claim(UUID(endpoint_id), most=5, now=now)

        await later(hours=1)
        assert await queue.claim(UUID(endpoint_id), most=5, now=await clock.now()) == []
        await execute(
            "UPDATE webhook_deliveries SET leased_until = ?",
            [clock.real_now() - timedelta(seconds=1)],
        )
        await deliver_webhooks_within(5)

    assert [each.message_id for each in receiver.came] == [str(claimed.message_id)]
    assert [each.attempts for each in await log()] == [2]


async def test_what_is_under_way_at_the_end_of_a_process_is_given_back() -> None:
    slow = Receiver(stall)
    async with receiving(slow):
        await endpoint_at(slow.url)
        await happens(1)
        await deliver_webhooks(seconds=0.5)

        await finish_webhooks()

    (row,) = await fetch("SELECT status, attempts, leased_until FROM webhook_deliveries")
    assert tuple(row.values()) == ("QUEUED", 0, None)


async def test_nothing_of_what_is_sent_is_logged() -> None:
    """Neither a secret nor a payload nor the rest of a URL."""
    async with receiving(answering(500)) as receiver:
        _, secret = await endpoint_at(f"{receiver.url}?token=hush")
        await happens(1)
        with capture_logs() as logs:
            await deliver_webhooks_within(5)

    said = str(logs)
    assert "webhook not delivered" in said
    assert not [word for word in (secret, "hush", "ada", "whsec") if word in said]


@pytest.mark.parametrize("keep_old_for_seconds", [0, 86_400])
async def test_a_secret_that_cannot_be_read_says_so(keep_old_for_seconds: int) -> None:
    """The service's own secret has changed: a rotation helps, also one that keeps the lost one."""
    async with receiving(Receiver()) as receiver:
        endpoint_id, _ = await endpoint_at(receiver.url)
        await happens(1)
        start_webhooks(WebhookOptions(f"another {SECRET}", is_sandbox=True))
        await deliver_webhooks_within(5)
        (unread,) = await log()
        rotated = await rotate_secret(
            endpoint_id=endpoint_id,
            keep_old_for_seconds=keep_old_for_seconds,
            caller=ADMIN,
            now=await clock.now(),
        )
        await later(seconds=10)
        await deliver_webhooks_within(5)

    (came,) = receiver.came
    assert unread.last_error == "The endpoint's secret can't be read: rotate it."
    Webhook(str(rotated.secret)).verify(came.body, dict(came.headers))


async def test_a_deleted_endpoint_gets_nothing_more_and_the_log_says_why() -> None:
    async with receiving(Receiver()) as receiver:
        endpoint_id, _ = await endpoint_at(receiver.url)
        await happens(1)

        await delete_endpoint(endpoint_id=endpoint_id, caller=ADMIN, now=await clock.now())
        await happens(2)
        await deliver_webhooks_within(5)

    (given_up,) = await log()
    assert receiver.came == []
    assert (given_up.status, given_up.last_error) == (
        DeliveryStatus.FAILED,
        "The endpoint was deleted.",
    )
    with pytest.raises(NotFound):
        await replay_delivery(delivery_id=str(given_up.id), caller=ADMIN, now=await clock.now())


async def test_the_log_is_kept_for_thirty_days_and_what_waits_for_longer() -> None:
    async with receiving(answering(200, 500)) as receiver:
        await endpoint_at(receiver.url)
        await happens(1)
        await deliver_webhooks_within(5)
        await happens(2)
        await deliver_webhooks_within(5)
        receiver.came.clear()
        await later(days=30)

        await queue.forget_old_deliveries(now=await clock.now())

    assert [each.status for each in await log()] == [DeliveryStatus.QUEUED]


async def test_the_job_delivers() -> None:
    """As an admin runs it, waiting; as the worker does, in the background."""
    async with receiving(Receiver()) as receiver:
        await endpoint_at(receiver.url)
        await happens(1)
        by_hand = await run_job(job=Job.DELIVER_WEBHOOKS, caller=ADMIN, now=await clock.now())
        await happens(2)
        await run_job(job=Job.DELIVER_WEBHOOKS, now=await clock.now())
        while len(receiver.came) < 2:  # noqa: ASYNC110 - nothing tells
            await asyncio.sleep(0.05)

    assert by_hand == 1
    assert points_of(receiver) == [1, 2]
