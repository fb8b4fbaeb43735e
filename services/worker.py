"""The background worker: runs each job again and again until it is told to stop.

Any number of workers may run at once, in the server or alone: the jobs take turns by the rows they
lock. A job that fails is logged and tried again at its next turn; it never holds up the others.
"""

import asyncio
from dataclasses import dataclass, field

import structlog
from prometheus_client import Counter, Gauge

from services import clock
from services.jobs import run_job
from services.rules.enums import Job

_log: structlog.stdlib.BoundLogger = structlog.get_logger()

# Seconds between two runs.
_PAUSES = {
    Job.EXPIRE_POINTS: 30.0,
    Job.SEND_EXPIRY_WARNINGS: 30.0,
    Job.RELEASE_HOLDS: 60.0,
}
_PROCESSED = Counter("guerdon_job_processed", "Things that a job dealt with.", ["job"])
_FAILURES = Counter("guerdon_job_failures", "Runs of a job that failed.", ["job"])
_LAST_SUCCESS = Gauge(
    "guerdon_job_last_success_timestamp_seconds",
    "When a job last ran to its end, in seconds since 1970.",
    ["job"],
    multiprocess_mode="mostrecent",
)


@dataclass(frozen=True, slots=True)
class Pauses:
    """Seconds between two runs, by job."""

    seconds: dict[Job, float] = field(default_factory=lambda: dict(_PAUSES))


async def run(stop: asyncio.Event, pauses: Pauses | None = None) -> None:
    """Run all jobs in turn until `stop` is set; the job under way is finished first."""
    seconds = (pauses or Pauses()).seconds
    async with asyncio.TaskGroup() as group:
        for job, pause in seconds.items():
            group.create_task(_repeat(job, pause, stop))


async def _repeat(job: Job, pause: float, stop: asyncio.Event) -> None:
    while not stop.is_set():
        await _run_once(job)
        try:
            async with asyncio.timeout(pause):
                await stop.wait()
        except TimeoutError:
            continue


async def _run_once(job: Job) -> None:
    label = _FAILURES.labels(job.value)
    try:
        now = await clock.now()
        processed = await run_job(job=job, now=now)
    except Exception:  # noqa: BLE001  the loop goes on whatever a job fails of
        # Whatever a job fails of, it is tried again: logged whole and counted, never swallowed.
        label.inc()
        _log.exception("job failed", job=job.value)
        return
    _PROCESSED.labels(job.value).inc(processed)
    _LAST_SUCCESS.labels(job.value).set(now.timestamp())
    if processed:
        _log.info("job done", job=job.value, processed=processed)
