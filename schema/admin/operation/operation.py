"""Operation in the admin API: jobs, the sandbox clock, the viewer and the audit log (R12)."""

from datetime import datetime
from typing import Self

import strawberry
from strawberry.scalars import JSON

from resolvers.admin.operation import operation
from resolvers.context import ANY_SCOPE
from schema.admin.pages import Connection
from schema.admin.user_errors import Payload, command
from schema.permissions import scoped


@strawberry.type(description="The caller, according to their token.")
class Viewer:
    subject: str = strawberry.field(
        description="The token's subject, recorded as the actor of commands."
    )
    scopes: list[str] = strawberry.field(
        description="The token's scopes; `admin` includes all others."
    )


@strawberry.type(description="A command carried out by an admin or a service.")
class AuditEntry:
    id: strawberry.ID = strawberry.field(
        description="The audit entry's id, assigned by the service."
    )
    actor: str = strawberry.field(description="Who gave the command: the subject of their token.")
    action: str = strawberry.field(description="The name of the mutation.")
    target: str | None = strawberry.field(description="The id or code of what was changed.")
    details: JSON = strawberry.field(description="The input.")
    created_at: datetime = strawberry.field(description="When.")


@strawberry.type(description="The result of running a job.")
class JobPayload(Payload):
    processed: int = strawberry.field(
        default=0, description="How many items the job processed, for example expired lots."
    )

    @classmethod
    def of(cls, processed: int) -> Self:
        """Answer with the number."""
        return cls(processed=processed)


@strawberry.type
class OperationQuery:
    audit_log = strawberry.field(
        resolver=operation.list_audit_entries,
        graphql_type=Connection[AuditEntry],
        description="All commands of admins and services, newest first.",
        extensions=scoped("reports:read"),
    )
    viewer = strawberry.field(
        resolver=operation.viewer,
        graphql_type=Viewer,
        description="The caller: whose token this is and what it allows.",
        extensions=scoped(ANY_SCOPE),
    )


@strawberry.type
class OperationMutation:
    job_run = command(
        operation.job_run,
        JobPayload,
        scope="admin",
        description="Run a job now. The background worker also runs it on schedule.",
    )
    sandbox_clock_advance = strawberry.mutation(
        resolver=operation.sandbox_clock_advance,
        graphql_type=datetime,
        description="Move the clock forward and return the new time. Only in a sandbox.",
        extensions=scoped("admin"),
    )
