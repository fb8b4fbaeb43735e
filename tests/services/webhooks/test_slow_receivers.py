"""Receivers of webhooks that stall, drip or pour, and slow no other (R16.1)."""

import asyncio
import time

import pytest

from services.command import clock
from services.rules.basics.enums import DeliveryStatus
from services.webhooks.delivery import deliver_webhooks, deliver_webhooks_within
from tests.receiver import Delivery, Receiver, Writer, receiving
from tests.services.shop import add_customer
from tests.services.webhooks.delivery_life import (
    endpoint_at,
    happens,
    log,
    stall,
)

pytestmark = pytest.mark.usefixtures("sandbox_shop")


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
