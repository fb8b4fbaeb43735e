"""Running the service, in the admin API: jobs, the sandbox clock, who asks, the audit log."""

from datetime import datetime
from typing import Self

import strawberry
from strawberry.scalars import JSON

from resolvers.admin.operation import operation
from resolvers.context import ANY_SCOPE
from schema.admin.pages import Connection
from schema.admin.user_errors import Payload, command
from schema.permissions import scoped


@strawberry.type(description="Who asks, as their token says.")
class Viewer:
    subject: str = strawberry.field(description="The token's subject, the actor of commands.")
    scopes: list[str] = strawberry.field(description="What the token allows; `admin` is all.")


@strawberry.type(description="A command as it was given.")
class AuditEntry:
    id: strawberry.ID = strawberry.field(description="Its id, which we gave.")
    actor: str = strawberry.field(description="Who gave it: the subject of their token.")
    action: str = strawberry.field(description="The mutation.")
    target: str | None = strawberry.field(description="The id or code of what it was about.")
    details: JSON = strawberry.field(description="What it was given.")
    created_at: datetime = strawberry.field(description="When.")


@strawberry.type(description="What a job has done, or why it did not run.")
class JobPayload(Payload):
    processed: int = strawberry.field(
        default=0, description="How many things it dealt with, like lots expired."
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
        description="Every command of admins and services, newest first.",
        extensions=scoped("reports:read"),
    )
    viewer = strawberry.field(
        resolver=operation.viewer,
        graphql_type=Viewer,
        description="Who asks.",
        extensions=scoped(ANY_SCOPE),
    )


@strawberry.type
class OperationMutation:
    job_run = command(
        operation.job_run,
        JobPayload,
        scope="admin",
        description="Run a job now; the worker runs them by itself too.",
    )
    sandbox_clock_advance = strawberry.mutation(
        resolver=operation.sandbox_clock_advance,
        graphql_type=datetime,
        description=(
            "Only when started as a sandbox: move the clock forward, and return the new instant."
        ),
        extensions=scoped("admin"),
    )
