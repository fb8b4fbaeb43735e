"""The background worker: jobs again and again, any number of workers at once."""

import asyncio
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from services.accounts.accounts import read_account
from services.accounts.verification import check_ledger
from services.command import clock
from services.operation import worker
from services.operation.jobs import run_job
from services.operation.states import late_jobs, note_failure, note_success
from services.operation.worker import Pauses
from services.rules.basics.enums import Job
from tests.clock import NOW
from tests.services.shop import ADMIN, add_customer, count_rows, give, open_shop

pytestmark = pytest.mark.usefixtures("database")

OFTEN = Pauses(dict.fromkeys(Job, 0.01))
SELDOM = Pauses(dict.fromkeys(Job, 3_600.0))
LIFE = timedelta(days=30)


async def leave_due_points(customers: int = 1) -> None:
    """Give each of some customers points that have expired by the real clock."""
    await open_shop(settings={"expiry_days": 30}, now=NOW - 100 * LIFE)
    for number in range(customers):
        await add_customer(f"c{number}", now=NOW - 100 * LIFE)
        await give(10, customer_id=f"c{number}", now=NOW - 100 * LIFE)


async def run_until(stop: asyncio.Event, *, entries: int) -> None:
    async with asyncio.timeout(60):
        while await count_rows("ledger_entries") < entries:  # noqa: ASYNC110 - nothing tells
            await asyncio.sleep(0.01)
    stop.set()


async def test_a_worker_runs_the_jobs_until_it_is_stopped() -> None:
    """R10.3."""
    await leave_due_points()
    stop = asyncio.Event()

    await asyncio.gather(worker.run(stop, OFTEN), run_until(stop, entries=2))

    account = await read_account(customer_id="c0", website_code="us", now=NOW)
    assert (account.balance, account.entries) == (0, 2)


async def test_a_worker_stops_at_once_between_two_runs() -> None:
    await open_shop()
    stop = asyncio.Event()
    stop.set()

    async with asyncio.timeout(60):
        await worker.run(stop, SELDOM)


async def test_a_job_under_way_ends_after_the_batch_in_hand_when_it_is_told_to() -> None:
    await leave_due_points()

    stopped = [await run_job(job=job, now=NOW, is_over=lambda: True) for job in Job]

    assert set(stopped) == {0}
    assert await run_job(job=Job.EXPIRE_POINTS, now=NOW) == 1


async def test_several_workers_at_once_expire_once() -> None:
    """R10.3."""
    await leave_due_points(customers=20)

    counts = await asyncio.gather(*(run_job(job=Job.EXPIRE_POINTS, now=NOW) for _ in range(4)))

    assert sum(counts) == 20
    assert await count_rows("ledger_entries") == 40
    assert (await check_ledger()).ok


async def test_a_job_that_fails_is_logged_and_the_others_go_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await open_shop()
    stop = asyncio.Event()
    runs: list[Job] = []

    async def failing(*, job: Job, now: object, is_over: object) -> int:  # noqa: ARG001 - its signature
        runs.append(job)
        if len(runs) >= 6:
            stop.set()
        raise RuntimeError("out of order")

    monkeypatch.setattr(worker, "run_job", failing)
    with capture_logs() as lines:
        await worker.run(stop, OFTEN)

    assert set(runs) == set(Job)
    assert {line["event"] for line in lines} == {"job failed"}


async def test_the_worker_goes_by_the_clock_of_the_service() -> None:
    """R12.1: the sandbox clock moves it too."""
    clock.start_clock(sandbox=True)
    try:
        await open_shop(settings={"expiry_days": 30}, now=await clock.now())
        await give(10, now=await clock.now())
        await clock.advance_sandbox_clock(days=31, seconds=0, caller=ADMIN)
        stop = asyncio.Event()

        await asyncio.gather(worker.run(stop, OFTEN), run_until(stop, entries=2))
    finally:
        clock.start_clock(sandbox=False)


async def test_a_job_is_late_that_was_never_done_or_not_within_five_minutes() -> None:
    for job in set(Job) - {Job.SEND_EXPIRY_WARNINGS}:
        await note_success(job, processed=0, now=NOW)
    await note_success(Job.DELIVER_EMAILS, processed=0, now=NOW - timedelta(seconds=1))
    await note_failure(Job.SEND_EXPIRY_WARNINGS, error=ValueError(), now=NOW)

    late = await late_jobs(now=NOW + timedelta(minutes=5))

    assert late == [Job.SEND_EXPIRY_WARNINGS, Job.DELIVER_EMAILS]
