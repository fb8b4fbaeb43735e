"""Health of the installation at a glance: its version, its jobs, and what waits."""

from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version

from models.database import Dialect, dialect
from services.operation.states import (
    JobState,
    MailBacklog,
    WebhookBacklog,
    read_all_jobs,
    read_mail_backlog,
    read_webhook_backlog,
)
from services.rules.basics.enums import Job

_DATABASES: dict[Dialect, str] = {"sqlite": "SQLite", "postgres": "PostgreSQL"}


@dataclass(frozen=True, slots=True)
class JobHealth:
    """How a job fares; `late` if no worker has run it to its end within the last five minutes."""

    job: Job
    late: bool
    processed: int
    failures: int
    last_success_at: datetime | None
    last_failure_at: datetime | None
    last_error: str | None


@dataclass(frozen=True, slots=True)
class Health:
    """How the installation fares at an instant."""

    version: str
    database: str
    now: datetime
    jobs: list[JobHealth]
    mail: MailBacklog
    webhooks: WebhookBacklog


async def read_health(*, now: datetime) -> Health:
    """Return how the program, its jobs and its queues fare."""
    return Health(
        version=version("guerdon"),
        database=_DATABASES[dialect()],
        now=now,
        jobs=[_health(state, now) for state in await read_all_jobs()],
        mail=await read_mail_backlog(),
        webhooks=await read_webhook_backlog(),
    )


def _health(state: JobState, now: datetime) -> JobHealth:
    return JobHealth(
        job=state.job,
        late=state.is_late(now),
        processed=state.processed,
        failures=state.failures,
        last_success_at=state.last_success_at,
        last_failure_at=state.last_failure_at,
        last_error=state.last_error,
    )
