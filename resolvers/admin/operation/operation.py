"""Operation fields: jobs, the sandbox clock, the viewer and the audit log (R12)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

import strawberry

from resolvers.admin.pages import After, First, page_request
from resolvers.context import ANY_SCOPE, Info, caller, require_scope
from services.command import audit, clock
from services.command.audit import AuditEntry
from services.command.cursor_page import DEFAULT_PAGE_SIZE, Page
from services.operation import jobs
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
    first: First = DEFAULT_PAGE_SIZE, after: After = None
) -> Page[AuditEntry]:
    return await audit.list_audit_entries(page_request(first, after))


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
