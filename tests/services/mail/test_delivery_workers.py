"""Workers that deliver mail: several at once, stopped, dead, and an admin's run (R11.3)."""

import asyncio
from datetime import UTC, datetime

import pytest

from models.database import execute
from services.command import clock
from services.mail.delivery import (
    deliver_emails,
    deliver_emails_within,
)
from services.operation.jobs import run_job
from services.rules.basics.enums import Job
from tests.mail_server import Postman
from tests.services.mail.delivery_life import (
    mail,
    mail_service,
    outbox,
    until_tried,
)
from tests.services.shop import ADMIN, add_customer

# A password without TLS is a danger on a network; the tests' server is on this machine.
pytestmark = [
    pytest.mark.usefixtures("sandbox_shop"),
    pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS"),
]


async def test_several_workers_at_once_send_each_mail_once() -> None:
    """R11.3."""
    for number in range(30):
        await add_customer(f"c{number}")
        await mail(customer_id=f"c{number}")
    postman = Postman(slow=0.01)

    with mail_service(postman):
        counts = await asyncio.gather(*(deliver_emails() for _ in range(4)))

    assert sum(counts) == len(postman.taken) == 30
    assert len(set(postman.tried)) == 30


async def test_a_mail_in_the_hands_of_a_worker_that_died_is_sent_when_its_lease_is_over() -> None:
    """R11.3: at least once."""
    await mail()
    postman = Postman(slow=30)
    with mail_service(postman):
        worker = asyncio.create_task(deliver_emails())
        await until_tried(postman)
        worker.cancel()
        await asyncio.gather(worker, return_exceptions=True)
        postman.slow = 0

        assert await deliver_emails() == 0, "nobody knows what became of it"
        await execute("UPDATE emails SET leased_until = ?", [datetime.now(UTC)])
        assert await deliver_emails() == 1

    assert await outbox() == [("SENT", 2, None)]
    assert len(set(postman.tried)) == 1


async def test_a_worker_that_is_stopped_gives_back_what_it_has_not_tried() -> None:
    """R11.3."""
    for number in range(10):
        await add_customer(f"c{number}")
        await mail(customer_id=f"c{number}")
    postman = Postman(slow=30)

    with mail_service(postman):
        worker = asyncio.create_task(deliver_emails())
        await until_tried(postman, mails=4)
        worker.cancel()
        await asyncio.gather(worker, return_exceptions=True)
        postman.slow = 0
        assert await deliver_emails() == 6


async def test_an_admin_s_run_waits_for_what_another_worker_has_in_hand() -> None:
    """R11.3."""
    await mail()
    postman = Postman(slow=0.5)

    with mail_service(postman):
        other = asyncio.create_task(deliver_emails())
        await until_tried(postman)

        assert await run_job(job=Job.DELIVER_EMAILS, caller=ADMIN, now=await clock.now()) == 0

        assert [status for status, _, _ in await outbox()] == ["SENT"]
        await other


async def test_an_admin_s_run_does_not_wait_for_ever_and_loses_nothing() -> None:
    """R11.3: what is on its way when the time is over is still noted as sent."""
    await mail()

    with mail_service(Postman(slow=1)):
        assert await deliver_emails_within(0.2) == 0
        async with asyncio.timeout(60):
            while [status for status, _, _ in await outbox()] != ["SENT"]:  # noqa: ASYNC110
                await asyncio.sleep(0.05)


async def test_a_worker_told_to_end_ends_after_the_mails_in_hand_and_gives_back_the_others() -> (
    None
):
    """R11.3."""
    for number in range(20):
        await add_customer(f"c{number}")
        await mail(customer_id=f"c{number}")
    postman = Postman()

    with mail_service(postman):
        sent = await deliver_emails(is_over=lambda: bool(postman.taken))
        rest = await deliver_emails()

    assert 1 <= sent <= 8
    assert (sent + rest, len(postman.taken)) == (20, 20)
