"""Health in the admin API: the version, the jobs, what waits (R12)."""

from datetime import datetime

import strawberry

from resolvers.admin.operation import operation
from schema.permissions import scoped
from schema.scalars import BigInt
from services.rules.basics.enums import Job


@strawberry.type(description="How a background job fares, over all workers.")
class JobHealth:
    job: Job = strawberry.field(description="The job.")
    late: bool = strawberry.field(
        description="Whether no worker has run it to its end within the last five minutes."
    )
    processed: BigInt = strawberry.field(description="How many items it has processed so far.")
    failures: BigInt = strawberry.field(description="How often it has failed so far.")
    last_success_at: datetime | None = strawberry.field(
        description="When it last ran to its end; null if it never has."
    )
    last_failure_at: datetime | None = strawberry.field(
        description="When it last failed; null if it never has."
    )
    last_error: str | None = strawberry.field(
        description="The kind of the last failure; the log says more."
    )


@strawberry.type(description="What waits in a queue.")
class QueueHealth:
    queued: int = strawberry.field(description="How many wait.")
    failed: int = strawberry.field(description="How many were given up.")
    oldest_at: datetime | None = strawberry.field(
        description="When the one that waits longest came; null if none waits."
    )


@strawberry.type(description="How the installation fares.")
class Health:
    version: str = strawberry.field(description="The program's version.")
    database: str = strawberry.field(description="The database's kind: SQLite or PostgreSQL.")
    now: datetime = strawberry.field(description="The instant, by the clock that rules go by.")
    jobs: list[JobHealth] = strawberry.field(description="The background jobs.")
    mail: QueueHealth = strawberry.field(description="Mails to customers.")
    webhooks: QueueHealth = strawberry.field(
        description="Events for webhook endpoints; the oldest is of endpoints that are enabled."
    )


@strawberry.type
class HealthQuery:
    health = strawberry.field(
        resolver=operation.read_health,
        graphql_type=Health,
        description="How the program fares: its version, its jobs, and what waits.",
        extensions=scoped("reports:read"),
    )
