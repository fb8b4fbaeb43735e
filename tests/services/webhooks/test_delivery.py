"""Delivery of webhooks to real receivers, whatever those do (R16.1, R16.2)."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError
from structlog.testing import capture_logs

from models.database import execute, fetch
from services.command import clock
from services.command.cursor_page import PageRequest
from services.operation.jobs import run_job
from services.rules.basics.enums import DeliveryStatus, Job
from services.rules.basics.refusals import Disabled, NotFound
from services.webhooks import delivery, queue
from services.webhooks.deliveries import WebhookDelivery, list_deliveries, replay_delivery
from services.webhooks.delivery import deliver_webhooks, deliver_webhooks_within, finish_webhooks
from services.webhooks.endpoints import (
    delete_endpoint,
    list_endpoints,
    put_endpoint,
    rotate_secret,
)
from services.webhooks.options import WebhookOptions, start_webhooks
from tests.receiver import OK, Delivery, Receiver, Writer, receiving, status
from tests.services.shop import ADMIN, add_customer, give, open_shop

pytestmark = pytest.mark.usefixtures("database")

SECRET = "a secret of the tests, at least 32 bytes long"
ADJUSTED = "points.adjusted"


@pytest.fixture(autouse=True)
async def shop(database: str) -> AsyncIterator[None]:  # noqa: ARG001 - it has to be open
    """Open a sandbox, whose clock can be moved to the next attempt."""
    clock.start_clock(sandbox=True)
    start_webhooks(WebhookOptions(SECRET, is_sandbox=True))
    await open_shop(now=await clock.now())
    yield
    await finish_webhooks()
    clock.start_clock(sandbox=False)
    start_webhooks(WebhookOptions())


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


async def test_a_failing_event_is_tried_over_days_and_given_up() -> None:
    """R16.1: each time later, under the same id; given up after three days."""
    async with receiving(answering(*[500] * 20)) as receiver:
        await endpoint_at(receiver.url)
        await happens(30)
        for _ in range(12):
            await deliver_webhooks_within(5)
            await later(hours=29)

    (logged,) = await log()
    assert len(receiver.came) == 10
    assert {each.message_id for each in receiver.came} == {str(logged.message_id)}
    assert (logged.status, logged.response_status) == (DeliveryStatus.FAILED, 500)
    assert logged.last_error == "The receiver answered 500."


async def test_what_has_failed_is_not_tried_before_its_pause_is_over() -> None:
    """The second pause is of five minutes, more or less."""
    async with receiving(answering(500, 500)) as receiver:
        await endpoint_at(receiver.url)
        await happens(30)
        came = []
        for seconds in (0, 7, 60, 120, 240):
            await later(seconds=seconds)
            await deliver_webhooks_within(5)
            came.append(len(receiver.came))

    assert came == [1, 2, 2, 2, 3]
    assert [each.status for each in await log()] == [DeliveryStatus.DELIVERED]


@pytest.mark.parametrize("asked", ["3600", "date"])
async def test_a_receiver_that_asks_for_a_pause_gets_it(asked: str) -> None:
    at = (clock.real_now() + timedelta(hours=1)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    answers = [status(503, retry_after=at if asked == "date" else asked)]

    async def answer(_: Delivery, writer: Writer) -> None:
        writer.write(answers.pop() if answers else OK)

    async with receiving(Receiver(answer)) as receiver:
        await endpoint_at(receiver.url)
        await happens(30)
        came = []
        for minutes in (0, 30, 29, 2):
            await later(minutes=minutes)
            await deliver_webhooks_within(5)
            came.append(len(receiver.came))

    assert came == [1, 1, 1, 2]


async def test_an_event_that_fails_holds_back_its_account_alone() -> None:
    """R16.2: and its account's later events wait for it, in their order."""
    await add_customer("bob", now=await clock.now())
    fails = {"ada"}

    async def answer(delivery: Delivery, writer: Writer) -> None:
        writer.write(status(500) if delivery.data["customerId"] in fails else OK)

    async with receiving(Receiver(answer)) as receiver, receiving(Receiver()) as other:
        await endpoint_at(receiver.url)
        await endpoint_at(other.url)
        for points in (1, 2, 3):
            await happens(points)
            await happens(points, customer_id="bob")
        await deliver_webhooks_within(5)
        held_back = points_of(receiver)
        fails.clear()
        await later(seconds=10)
        await deliver_webhooks_within(5)

    assert held_back == [1]
    assert points_of(receiver, "bob") == [1, 2, 3]
    assert points_of(other) == points_of(other, "bob") == [1, 2, 3]
    assert points_of(receiver) == [1, 1, 2, 3]


async def test_after_one_was_given_up_the_next_goes_on_and_says_what_is_missing() -> None:
    """R16.2: until an event arrives that says so; later ones no longer do."""
    fails = {1, 2}

    async def answer(delivery: Delivery, writer: Writer) -> None:
        writer.write(status(500) if delivery.data["points"] in fails else OK)

    async with receiving(Receiver(answer)) as receiver:
        await endpoint_at(receiver.url)
        for points in (1, 2, 3, 4):
            await happens(points)
        for _ in range(21):
            await deliver_webhooks_within(5)
            await later(hours=29)

    given_up = [each for each in await log() if each.status is DeliveryStatus.FAILED]
    arrived = [each for each in receiver.came if each.data["points"] not in fails]
    assert [each.data["points"] for each in arrived] == [3, 4]
    assert arrived[0].event["missing"] == [str(each.message_id) for each in given_up]
    assert len(given_up) == 2
    assert "missing" not in arrived[1].event
    assert (await log())[2].payload == arrived[0].event


async def test_a_replay_has_the_same_id_and_waits_for_nobody() -> None:
    """R16.2: what was given up arrives after all, and no longer counts as missing."""
    fails = {1}

    async def answer(delivery: Delivery, writer: Writer) -> None:
        writer.write(status(500) if delivery.data["points"] in fails else OK)

    async with receiving(Receiver(answer)) as receiver:
        await endpoint_at(receiver.url)
        await happens(1)
        for _ in range(10):
            await deliver_webhooks_within(5)
            await later(hours=29)
        (given_up,) = await log()
        fails.clear()
        replay = await replay_delivery(
            delivery_id=str(given_up.id), caller=ADMIN, now=await clock.now()
        )
        await deliver_webhooks_within(5)
        await happens(2)
        await deliver_webhooks_within(5)

    first, again = (await log())[:2]
    assert (replay.message_id, replay.id != given_up.id) == (given_up.message_id, True)
    assert receiver.came[-2].message_id == str(given_up.message_id)
    assert receiver.came[-2].body == receiver.came[0].body
    assert (first.status, again.status) == (DeliveryStatus.FAILED, DeliveryStatus.DELIVERED)
    assert "missing" not in receiver.came[-1].event


async def test_a_replay_of_what_still_waits_tries_it_at_once() -> None:
    """With what is behind it: twice would be a copy that nobody asked for."""
    async with receiving(answering(500, 500)) as receiver:
        await endpoint_at(receiver.url)
        await happens(1)
        await happens(2)
        await deliver_webhooks_within(5)
        await later(seconds=7)
        await deliver_webhooks_within(5)
        first = (await log())[0]

        replay = await replay_delivery(
            delivery_id=str(first.id), caller=ADMIN, now=await clock.now()
        )
        await deliver_webhooks_within(5)

    assert replay.id == first.id
    assert points_of(receiver) == [1, 1, 1, 2]


async def test_410_disables_the_endpoint_which_goes_on_when_put_again() -> None:
    """R16.1."""
    async with receiving(answering(410)) as receiver:
        endpoint_id, secret = await endpoint_at(receiver.url)
        for points in (1, 2):
            await happens(points)
        await deliver_webhooks_within(5)
        await happens(3)
        (disabled,) = await list_endpoints()
        refused = (await log())[0]
        with pytest.raises(Disabled):
            await replay_delivery(delivery_id=str(refused.id), caller=ADMIN, now=await clock.now())
        came_meanwhile = len(receiver.came)

        put = await put_endpoint(
            endpoint_id=endpoint_id,
            url=receiver.url,
            events=[ADJUSTED],
            caller=ADMIN,
            now=await clock.now(),
        )
        await deliver_webhooks_within(5)

    assert (disabled.enabled, disabled.disabled_reason) == (
        False,
        "The receiver answered 410 Gone.",
    )
    assert (refused.status, refused.response_status) == (DeliveryStatus.FAILED, 410)
    assert came_meanwhile == 1
    assert (put.secret, put.endpoint.enabled, put.endpoint.disabled_reason) == (None, True, None)
    assert points_of(receiver) == [1, 2]
    assert receiver.came[1].event["missing"] == [str(refused.message_id)]
    Webhook(secret).verify(receiver.came[1].body, dict(receiver.came[1].headers))


async def test_a_redirect_is_not_followed() -> None:
    """R16.1."""
    async with receiving(Receiver()) as elsewhere:

        async def answer(_: Delivery, writer: Writer) -> None:
            writer.write(status(302, location=elsewhere.url))

        async with receiving(Receiver(answer)) as receiver:
            await endpoint_at(receiver.url)
            await happens(1)
            await deliver_webhooks_within(5)

    (logged,) = await log()
    assert (len(receiver.came), elsewhere.connections) == (1, 0)
    assert (logged.status, logged.response_status) == (DeliveryStatus.QUEUED, 302)
    assert "redirects are not followed" in str(logged.last_error)


async def stall(_: Delivery, writer: Writer) -> None:
    await writer.drain()
    await asyncio.sleep(60)


async def drip(_: Delivery, writer: Writer) -> None:
    """Answer 200, and a body that never ends."""
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n")
    for _number in range(600):
        writer.write(b".")
        await writer.drain()
        await asyncio.sleep(0.1)


async def drip_headers(_: Delivery, writer: Writer) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(600):
        writer.write(f"x-{number}: y\r\n".encode())
        await writer.drain()
        await asyncio.sleep(0.1)


async def pour(_: Delivery, writer: Writer) -> None:
    """Answer 200, and more than anybody wants to read."""
    writer.write(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")
    part = b"10000\r\n" + b"." * 0x10000 + b"\r\n"
    for _number in range(2_000):
        writer.write(part)
        await writer.drain()


@pytest.mark.parametrize(
    ("answer", "ended"),
    [
        (stall, DeliveryStatus.QUEUED),
        (drip_headers, DeliveryStatus.QUEUED),
        (drip, DeliveryStatus.DELIVERED),
        (pour, DeliveryStatus.DELIVERED),
    ],
    ids=["stalls", "drips its headers", "drips its body", "pours"],
)
async def test_a_receiver_has_fifteen_seconds_and_64_kb(
    answer: object, ended: DeliveryStatus, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R16.1: here, for the tests' sake, one second. What it has said by then stands."""
    monkeypatch.setattr("services.webhooks.sending.ANSWER_SECONDS", 1.0)
    async with receiving(Receiver(answer)) as receiver:  # type: ignore[arg-type]  # one of those
        await endpoint_at(receiver.url)
        await happens(1)
        began = time.monotonic()
        assert await deliver_webhooks_within(20) == 1

    (logged,) = await log()
    assert logged.status is ended
    assert time.monotonic() - began < 10


async def test_no_more_of_an_answer_is_read_than_64_kb() -> None:
    """R16.1: beyond what the system itself has taken by then."""
    poured = 0

    async def answer(_: Delivery, writer: Writer) -> None:
        nonlocal poured
        writer.write(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")
        for _number in range(1_000):
            writer.write(b"10000\r\n" + b"." * 0x10000 + b"\r\n")
            await writer.drain()
            poured += 1

    async with receiving(Receiver(answer)) as receiver:
        await endpoint_at(receiver.url)
        await happens(1)
        assert await deliver_webhooks_within(20) == 1

    assert [each.status for each in await log()] == [DeliveryStatus.DELIVERED]
    assert poured < 500


async def test_a_slow_receiver_slows_no_other_and_no_worker() -> None:
    """R16.1: and has a few connections only."""
    slow = Receiver(stall)
    async with receiving(slow), receiving(Receiver()) as quick:
        await endpoint_at(slow.url)
        await endpoint_at(quick.url)
        for number in range(12):
            await add_customer(f"c{number}", now=await clock.now())
            await happens(1, customer_id=f"c{number}")
        began = time.monotonic()
        while len(quick.came) < 12:
            await deliver_webhooks(seconds=0.5)
            assert time.monotonic() - began < 20
        await happens(2, customer_id="c0")
        while len(quick.came) < 13:
            await deliver_webhooks(seconds=0.5)

        assert time.monotonic() - began < 14
        assert slow.most_at_once == 8


async def test_workers_at_once_deliver_each_event_once_and_in_order() -> None:
    """R16.1: three senders of one queue, as three processes have."""
    await add_customer("bob", now=await clock.now())
    async with receiving(Receiver()) as receiver:
        endpoint_id, _ = await endpoint_at(receiver.url)
        for points in range(1, 7):
            for customer_id in ("ada", "bob"):
                await happens(points, customer_id=customer_id)
        senders = [delivery._Sender(UUID(endpoint_id)) for _ in range(3)]  # noqa: SLF001

        for _ in range(20):
            await asyncio.gather(*(sender.run() for sender in senders))
            senders = [delivery._Sender(UUID(endpoint_id)) for _ in range(3)]  # noqa: SLF001

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
