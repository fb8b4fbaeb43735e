"""Job states over all workers, for operators."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from models.database import execute, fetch, instant
from models.tables.mail import EmailRow, JobStateRow
from models.tables.webhooks import WebhookDeliveryRow
from services.rules.basics.enums import DeliveryStatus, EmailStatus, Job

_ERROR_LENGTH = 500
_LATE_AFTER = timedelta(minutes=5)  # each job runs to its end every minute or so
_DONE = """
INSERT INTO job_states (job, processed, failures, last_success_at) VALUES (?, ?, 0, ?)
ON CONFLICT (job) DO UPDATE SET processed = job_states.processed + excluded.processed,
    last_success_at = excluded.last_success_at
"""
_FAILED = """
INSERT INTO job_states (job, processed, failures, last_failure_at, last_error)
VALUES (?, 0, 1, ?, ?)
ON CONFLICT (job) DO UPDATE SET failures = job_states.failures + 1,
    last_failure_at = excluded.last_failure_at, last_error = excluded.last_error
"""
_OLDEST_MAIL = "SELECT MIN(created_at) AS oldest FROM emails WHERE status = 'QUEUED'"
_CLOSED = """
SELECT k.website_code, (
    SELECT c.until FROM book_closings c
    WHERE c.website_code = k.website_code ORDER BY c.at DESC LIMIT 1
) AS until FROM book_keeping k ORDER BY k.website_code
"""
# What waits for an endpoint that is disabled waits for a person.
_OLDEST_EVENT = """
SELECT MIN(created_at) AS oldest FROM webhook_deliveries
WHERE status = 'QUEUED' AND endpoint_id IN (SELECT id FROM webhook_endpoints WHERE enabled)
"""


@dataclass(frozen=True, slots=True)
class JobState:
    """What a job has done and when it last ran to its end; the failures of all workers."""

    job: Job
    processed: int
    failures: int
    last_success_at: datetime | None
    last_failure_at: datetime | None = None
    last_error: str | None = None

    def is_late(self, now: datetime) -> bool:
        """Tell whether no worker has run the job to its end within the last five minutes."""
        return self.last_success_at is None or now - self.last_success_at > _LATE_AFTER


@dataclass(frozen=True, slots=True)
class MailBacklog:
    """How many mails wait and how many were given up; when the one that waits longest came."""

    queued: int
    failed: int
    oldest_at: datetime | None


@dataclass(frozen=True, slots=True)
class WebhookBacklog:
    """How many events wait and how many were given up; when the one that waits longest came.

    The last is of endpoints that are enabled.
    """

    queued: int
    failed: int
    oldest_at: datetime | None


async def note_success(job: Job, *, processed: int, now: datetime) -> None:
    """Note that a job has run to its end, having dealt with `processed` things."""
    await execute(_DONE, [job.value, processed, now])


async def note_failure(job: Job, *, error: BaseException, now: datetime) -> None:
    """Note that a job has failed."""
    await execute(_FAILED, [job.value, now, type(error).__name__[:_ERROR_LENGTH]])


async def read_job_states() -> list[JobState]:
    """Return the state of each job that has ever run."""
    return [
        JobState(
            Job(row.job),
            row.processed,
            row.failures,
            row.last_success_at,
            row.last_failure_at,
            row.last_error,
        )
        for row in await JobStateRow.all().order_by("job")
    ]


async def late_jobs(*, now: datetime) -> list[Job]:
    """Return the jobs that no worker has run to the end within the last five minutes."""
    return [state.job for state in await read_all_jobs() if state.is_late(now)]


async def read_all_jobs() -> list[JobState]:
    """Return the state of each job, of those too that have never run."""
    ran = {state.job: state for state in await read_job_states()}
    return [ran.get(job, JobState(job, 0, 0, None)) for job in Job]


async def read_mail_backlog() -> MailBacklog:
    """Return how far the outbox is behind."""
    queued = await EmailRow.filter(status=EmailStatus.QUEUED.value).count()
    failed = await EmailRow.filter(status=EmailStatus.FAILED.value).count()
    oldest = (await fetch(_OLDEST_MAIL))[0]["oldest"]
    return MailBacklog(queued, failed, instant(oldest) if oldest else None)


async def read_webhook_backlog() -> WebhookBacklog:
    """Return how far the delivery of events is behind."""
    queued = await WebhookDeliveryRow.filter(status=DeliveryStatus.QUEUED.value).count()
    failed = await WebhookDeliveryRow.filter(status=DeliveryStatus.FAILED.value).count()
    oldest = (await fetch(_OLDEST_EVENT))[0]["oldest"]
    return WebhookBacklog(queued, failed, instant(oldest) if oldest else None)


async def read_closed_books() -> dict[str, datetime]:
    """Return until when each website's books are closed, of those that have any closing (R15.1)."""
    rows = await fetch(_CLOSED)
    return {str(row["website_code"]): instant(row["until"]) for row in rows if row["until"]}
