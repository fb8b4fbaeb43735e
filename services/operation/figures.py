"""Figures for operators: the jobs, the outboxes, the database's connections."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

import structlog

from models import database
from models.database import PoolUse
from services.command import clock
from services.operation.states import (
    JobState,
    MailBacklog,
    WebhookBacklog,
    read_closed_books,
    read_job_states,
    read_mail_backlog,
    read_webhook_backlog,
)

_TIMEOUT_SECONDS = 2.0

_log: structlog.stdlib.BoundLogger = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Background:
    """State of jobs, mail and webhooks at an instant, and until when websites' books are closed."""

    jobs: list[JobState]
    mail: MailBacklog
    webhooks: WebhookBacklog
    closed_until: dict[str, datetime]
    now: datetime


def pool_use() -> PoolUse | None:
    """Return how much of this process's connection pool is in use; None without a pool."""
    return database.pool_use()


async def read_background() -> Background | None:
    """Return the state of them all, None where the database does not answer within 2 s."""
    try:
        async with asyncio.timeout(_TIMEOUT_SECONDS):
            return Background(
                await read_job_states(),
                await read_mail_backlog(),
                await read_webhook_backlog(),
                await read_closed_books(),
                await clock.now(),
            )
    except Exception as error:  # noqa: BLE001 - whatever the driver raises, there are no figures
        _log.warning("no figures of jobs and mail", error=str(error))
        return None
