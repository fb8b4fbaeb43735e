"""The background jobs: each works in batches, any number of workers at once.

Holds (R5.7), expiry (R10), mail (R11.3), maturity (R6.13) and webhooks (R16.1).
"""

from collections.abc import Callable
from datetime import datetime

from services.accounts.expiry import expire_points
from services.accounts.maturity import credit_matured_points
from services.command import audit
from services.command.caller import SYSTEM, Caller
from services.command.transaction import one_transaction
from services.ledger.holds import delete_dead_holds
from services.mail.delivery import deliver_emails, deliver_emails_within
from services.mail.forgetting import forget_sent_emails
from services.mail.warnings import send_expiry_warnings
from services.rules.basics.enums import Job
from services.webhooks.delivery import deliver_webhooks, deliver_webhooks_within
from services.webhooks.queue import forget_old_deliveries

_BATCH = 200
_SECONDS_OF_A_REQUEST = 7.0  # less than a query may take (R14.2)


async def run_job(
    *,
    job: Job,
    caller: Caller = SYSTEM,
    now: datetime,
    is_over: Callable[[], bool] = lambda: False,
) -> int:
    """Run a job to its end and return how many things it dealt with.

    When `is_over` says so it ends after the batch in hand.

    EXPIRE_POINTS counts expired lots, SEND_EXPIRY_WARNINGS warnings queued, RELEASE_HOLDS ended
    holds, DELIVER_EMAILS mails that were tried; it forgets old ones besides (R11.3).
    CREDIT_MATURED_POINTS counts orders (R6.13), DELIVER_WEBHOOKS attempts (R16.1); it forgets old
    deliveries besides. An admin's run is audited, and waits for slow mail servers and receivers for
    a few seconds only.
    """
    if caller is not SYSTEM:
        await _record(job, caller, now)
    match job:
        case Job.EXPIRE_POINTS:
            return await expire_points(now=now, is_over=is_over)
        case Job.SEND_EXPIRY_WARNINGS:
            return await send_expiry_warnings(now=now, is_over=is_over)
        case Job.RELEASE_HOLDS:
            return await release_ended_holds(now=now)
        case Job.DELIVER_EMAILS:
            return await _deliver_emails(caller, now, is_over)
        case Job.CREDIT_MATURED_POINTS:
            return await credit_matured_points(now=now, is_over=is_over)
        case Job.DELIVER_WEBHOOKS:
            return await _deliver_webhooks(caller, now)


async def release_ended_holds(*, now: datetime) -> int:
    """Delete the holds whose time is over; they have not counted since, and return how many."""
    released = 0
    while count := await _delete_batch(now=now):
        released += count
    return released


async def _deliver_emails(caller: Caller, now: datetime, is_over: Callable[[], bool]) -> int:
    await forget_sent_emails(now=now)
    if caller is SYSTEM:
        return await deliver_emails(is_over=is_over)
    return await deliver_emails_within(_SECONDS_OF_A_REQUEST)


async def _deliver_webhooks(caller: Caller, now: datetime) -> int:
    await forget_old_deliveries(now=now)
    if caller is SYSTEM:
        return await deliver_webhooks()
    return await deliver_webhooks_within(_SECONDS_OF_A_REQUEST)


@one_transaction
async def _delete_batch(*, now: datetime) -> int:
    return await delete_dead_holds(now=now, most=_BATCH)


@one_transaction
async def _record(job: Job, caller: Caller, now: datetime) -> None:
    await audit.record(action="jobRun", target=job.value, details={}, caller=caller, now=now)
