"""Attempts to deliver a webhook: pauses, order, replays, and answers that end it (R16.1)."""

import asyncio
from datetime import timedelta

import pytest
from standardwebhooks.webhooks import Webhook

from services.command import clock
from services.rules.basics.enums import DeliveryStatus
from services.rules.basics.refusals import Disabled
from services.webhooks.deliveries import replay_delivery
from services.webhooks.delivery import deliver_webhooks_within
from services.webhooks.endpoints import (
    list_endpoints,
    put_endpoint,
)
from tests.receiver import OK, Delivery, Receiver, Writer, receiving, status
from tests.services.shop import ADMIN, add_customer
from tests.services.webhooks.delivery_life import (
    ADJUSTED,
    answering,
    endpoint_at,
    happens,
    later,
    log,
    points_of,
)

pytestmark = pytest.mark.usefixtures("sandbox_shop")


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


async def test_410_of_an_address_that_the_endpoint_has_left_disables_nothing() -> None:
    """R16.1: what that address refused goes to the new one."""
    is_asked, may_answer = asyncio.Event(), asyncio.Event()

    async def answer(_: Delivery, writer: Writer) -> None:
        is_asked.set()
        await may_answer.wait()
        writer.write(status(410))

    async with receiving(Receiver(answer)) as old, receiving(Receiver()) as new:
        endpoint_id, _ = await endpoint_at(old.url)
        await happens(1)
        delivering = asyncio.create_task(deliver_webhooks_within(5))
        await is_asked.wait()
        await put_endpoint(
            endpoint_id=endpoint_id,
            url=new.url,
            events=[ADJUSTED],
            caller=ADMIN,
            now=await clock.now(),
        )
        may_answer.set()
        await delivering
        await later(seconds=10)
        await deliver_webhooks_within(5)

    (endpoint,) = await list_endpoints()
    assert (endpoint.enabled, endpoint.disabled_reason) == (True, None)
    assert points_of(new) == [1]


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
