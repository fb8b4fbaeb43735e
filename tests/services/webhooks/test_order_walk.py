"""Order and at-least-once, whatever a receiver does and whoever dies meanwhile (R16.1, R16.2)."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.database import execute, fetch
from services.command import clock
from services.webhooks import queue
from services.webhooks.delivery import deliver_webhooks_within, finish_webhooks
from services.webhooks.endpoints import put_endpoint
from services.webhooks.options import WebhookOptions, start_webhooks
from tests.receiver import OK, Delivery, Receiver, Writer, receiving, status
from tests.services.shop import ADMIN, add_customer, give, open_shop

pytestmark = pytest.mark.usefixtures("database")

CUSTOMERS = ("ada", "bob")
HAPPENS, DELIVER, LATER, DIE = "an event", "deliver", "hours later", "a worker dies"
STEPS = st.one_of(
    st.tuples(st.just(HAPPENS), st.sampled_from(CUSTOMERS)),
    st.tuples(st.just(DELIVER), st.none()),
    st.tuples(st.just(LATER), st.integers(0, 30)),
    st.tuples(st.just(DIE), st.integers(1, 3)),
)
TAKEN, LOST, REFUSED = "taken", "taken, but the answer is lost", "refused"


@pytest.fixture(autouse=True)
async def shop(database: str) -> AsyncIterator[None]:  # noqa: ARG001 - it has to be open
    clock.start_clock(sandbox=True)
    start_webhooks(WebhookOptions("x" * 32, is_sandbox=True))
    await open_shop(now=await clock.now())
    await add_customer("bob", now=await clock.now())
    yield
    await finish_webhooks()
    clock.start_clock(sandbox=False)
    start_webhooks(WebhookOptions())


async def later(hours: int) -> None:
    await clock.advance_sandbox_clock(days=0, seconds=hours * 3_600 + 7, caller=ADMIN)


async def take_step(kind: str, what: object, endpoint_id: UUID) -> None:
    now = await clock.now()
    match kind, what:
        case (_, str(customer_id)):
            await give(1, customer_id=customer_id, now=now)
        case (_, int(hours)) if kind == LATER:
            await later(hours)
        case (_, int(most)):
            await queue.claim(endpoint_id, most=most, now=now)  # and nobody ever notes it
            await execute(
                "UPDATE webhook_deliveries SET leased_until = ? WHERE leased_until IS NOT NULL",
                [clock.real_now() - timedelta(seconds=1)],
            )
        case _:
            await deliver_webhooks_within(5)


@settings(
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    steps=st.lists(STEPS, max_size=14), answers=st.lists(st.sampled_from((TAKEN, LOST, REFUSED)))
)
async def test_events_arrive_in_order_and_none_is_lost(
    steps: list[tuple[str, object]], answers: list[str]
) -> None:
    waiting, taken = list(answers), dict[str, list[str]]()

    async def answer(delivery: Delivery, writer: Writer) -> None:
        said = waiting.pop() if waiting else TAKEN
        if said == REFUSED:
            writer.write(status(500))
            return
        taken.setdefault(str(delivery.data["customerId"]), []).append(delivery.message_id)
        await asyncio.sleep(0)
        if said == TAKEN:
            writer.write(OK)

    async with receiving(Receiver(answer)) as receiver:
        saved = await put_endpoint(
            endpoint_id=None, url=receiver.url, caller=ADMIN, now=await clock.now()
        )
        for kind, what in steps:
            await take_step(kind, what, saved.endpoint.id)
        waiting.clear()
        while await fetch(
            "SELECT 1 FROM webhook_deliveries WHERE status = 'QUEUED' AND endpoint_id = ?",
            [saved.endpoint.id],
        ):
            await later(30)
            await deliver_webhooks_within(5)

    rows = await fetch(
        "SELECT customer_id, message_id, status FROM webhook_deliveries"
        " WHERE endpoint_id = ? ORDER BY position",
        [saved.endpoint.id],
    )
    await execute("DELETE FROM webhook_deliveries")
    await execute("DELETE FROM webhook_endpoints")
    for customer_id in CUSTOMERS:
        told = [row for row in rows if row["customer_id"] == customer_id]
        delivered = [str(row["message_id"]) for row in told if row["status"] == "DELIVERED"]
        first_times = list(dict.fromkeys(taken.get(customer_id, [])))
        in_order = [str(row["message_id"]) for row in told]
        assert [each for each in in_order if each in first_times] == first_times
        assert set(delivered) <= set(first_times)
        assert len(told) == len(delivered) or len(answers) > 9  # ten refusals give an event up
