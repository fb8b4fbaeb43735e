"""The background worker: runs each job, and closes the books, until it is told to stop.

Any number of workers may run at once, in the server or alone: the jobs take turns by the rows they
lock. A job that fails is logged and tried again at its next turn; it never holds up the others.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog

from services.command import clock
from services.operation.jobs import run_job
from services.operation.states import note_failure, note_success
from services.reports.books.bookkeeping import close_books
from services.rules.basics.enums import Job
from services.webhooks.delivery import finish_webhooks

_log: structlog.stdlib.BoundLogger = structlog.get_logger()

# Seconds between two runs.
_PAUSES = {
    Job.EXPIRE_POINTS: 30.0,
    Job.SEND_EXPIRY_WARNINGS: 30.0,
    Job.RELEASE_HOLDS: 60.0,
    Job.DELIVER_EMAILS: 2.0,
    Job.CREDIT_MATURED_POINTS: 15.0,
    Job.DELIVER_WEBHOOKS: 1.0,
}
_PAUSE_OF_BOOKKEEPING = 60.0
_NOTED_AGAIN_AFTER = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Pauses:
    """Seconds between two runs, by job; and of closing the books."""

    seconds: dict[Job, float] = field(default_factory=lambda: dict(_PAUSES))
    bookkeeping: float = _PAUSE_OF_BOOKKEEPING


async def run(stop: asyncio.Event, pauses: Pauses | None = None) -> None:
    """Run all jobs in turn until `stop` is set; the batches under way are finished first."""
    pauses = pauses or Pauses()
    async with asyncio.TaskGroup() as group:
        for job, pause in pauses.seconds.items():
            group.create_task(_repeat(job, pause, stop))
        group.create_task(_keep_books(pauses.bookkeeping, stop))
    await finish_webhooks()


async def _repeat(job: Job, pause: float, stop: asyncio.Event) -> None:
    noted_at: datetime | None = None
    while not stop.is_set():
        noted_at = await _run_once(job, noted_at, stop)
        try:
            async with asyncio.timeout(pause):
                await stop.wait()
        except TimeoutError:
            continue


async def _keep_books(pause: float, stop: asyncio.Event) -> None:
    """Close the books again and again: only the speed of reports depends on it."""
    while not stop.is_set():
        try:
            made = await close_books(now=await clock.now(), is_over=stop.is_set)
            if made:
                _log.info("books closed", closings=made)
        except Exception:  # noqa: BLE001  the loop goes on, as for jobs
            _log.exception("books not closed")
        try:
            async with asyncio.timeout(pause):
                await stop.wait()
        except TimeoutError:
            continue


async def _run_once(job: Job, noted_at: datetime | None, stop: asyncio.Event) -> datetime | None:
    """Run a job and note how it went; return when that was last noted."""
    try:
        now = await clock.now()
        processed = await run_job(job=job, now=now, is_over=stop.is_set)
        if not processed and noted_at is not None and now - noted_at < _NOTED_AGAIN_AFTER:
            return noted_at  # nothing new: a job that looks every second need not write as often
        await note_success(job, processed=processed, now=now)
    except Exception as error:  # noqa: BLE001  the loop goes on whatever a job fails of
        # Whatever a job fails of, it is tried again: logged whole and counted, never swallowed.
        _log.exception("job failed", job=job.value)
        await _note_failure(job, error)
        return None
    if processed:
        _log.info("job done", job=job.value, processed=processed)
    return now


async def _note_failure(job: Job, error: Exception) -> None:
    try:
        await note_failure(job, error=error, now=await clock.now())
    except Exception:  # noqa: BLE001  as above
        # Most likely what the job failed of as well: the database is away.
        _log.exception("job's failure not noted", job=job.value)
