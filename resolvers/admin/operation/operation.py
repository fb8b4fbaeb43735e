"""Operation fields: jobs, the sandbox clock, health, the viewer and the audit log (R12)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

import strawberry

from resolvers.admin.pages import After, First, page_request
from resolvers.context import ANY_SCOPE, Info, caller, require_scope
from services.command import audit, clock
from services.command.audit import AuditEntry, AuditFilter
from services.command.pages.cursor_page import DEFAULT_PAGE_SIZE, Page
from services.operation import health, jobs
from services.operation.health import Health
from services.rules.basics.enums import Job


@dataclass(frozen=True, slots=True)
class Viewer:
    """The caller: whose token this is and what it allows."""

    subject: str
    scopes: list[str]


async def viewer(info: Info) -> Viewer:
    bearer = require_scope(info.context, ANY_SCOPE)
    return Viewer(bearer.subject, sorted(bearer.scopes))


async def list_audit_entries(
    actor: Annotated[
        str | None, strawberry.argument(description="Only commands that this actor gave.")
    ] = None,
    action: Annotated[
        str | None, strawberry.argument(description="Only commands of this name: `pointsAdjust`.")
    ] = None,
    target: Annotated[
        str | None, strawberry.argument(description="Only commands about this id or code.")
    ] = None,
    since: Annotated[
        datetime | None,
        strawberry.argument(
            name="from", description="Only commands given at this instant or later."
        ),
    ] = None,
    until: Annotated[
        datetime | None,
        strawberry.argument(name="to", description="Only commands given before this instant."),
    ] = None,
    first: First = DEFAULT_PAGE_SIZE,
    after: After = None,
) -> Page[AuditEntry]:
    wanted = AuditFilter(actor=actor, action=action, target=target, since=since, until=until)
    return await audit.list_audit_entries(page_request(first, after), wanted)


async def read_health(info: Info) -> Health:
    return await health.read_health(now=info.context.now)


async def job_run(
    info: Info, job: Annotated[Job, strawberry.argument(description="The job to run.")]
) -> int:
    return await jobs.run_job(job=job, caller=caller(info), now=info.context.now)


async def sandbox_clock_advance(
    info: Info,
    days: Annotated[int | None, strawberry.argument(description="Days to move forward.")] = 0,
    seconds: Annotated[
        int | None,
        strawberry.argument(description="Seconds to move forward, in addition to the days."),
    ] = 0,
) -> datetime:
    return await clock.advance_sandbox_clock(
        days=days or 0, seconds=seconds or 0, caller=caller(info)
    )
