"""Schema history: migrates a database, one migration per transaction, one process at a time."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.migrations.executor import MigrationExecutor, MigrationTarget
from tortoise.migrations.graph import MigrationKey
from tortoise.migrations.schema_generator.state import State

from models.engines.noted_client import NotedClient

Apps = dict[str, dict[str, object]]
Transaction = Callable[[], AbstractAsyncContextManager[NotedClient]]

# Any number does, as long as nothing else in this database uses it.
_ADVISORY_LOCK = 7_469_637
_TABLE = {
    "sqlite": """
        CREATE TABLE IF NOT EXISTS tortoise_migrations (
            id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
            app VARCHAR(255) NOT NULL,
            name VARCHAR(255) NOT NULL,
            applied_at TIMESTAMP NOT NULL,
            CONSTRAINT tortoise_migrations_app_name UNIQUE (app, name)
        )
    """,
    "postgres": """
        CREATE TABLE IF NOT EXISTS tortoise_migrations (
            id SERIAL NOT NULL PRIMARY KEY,
            app VARCHAR(255) NOT NULL,
            name VARCHAR(255) NOT NULL,
            applied_at TIMESTAMPTZ NOT NULL,
            CONSTRAINT tortoise_migrations_app_name UNIQUE (app, name)
        )
    """,
}


async def pending(client: BaseDBAsyncClient, apps: Apps) -> list[str]:
    """Return the names of the migrations not yet applied, first to apply first."""
    steps = await MigrationExecutor(client, apps).plan()
    return [step.migration.name for step in steps]


class _Executor(MigrationExecutor):
    """Goes on from the models as the last migration left them.

    Tortoise works them out for each migration anew, from the first one on: of 24 migrations that
    took more than half of the time. Where another process has applied one meanwhile, so does this.
    """

    known: tuple[set[MigrationKey], State] | None = None  # what is applied, and the models then

    async def go_on_from(self, last: "_Executor | None", target: MigrationTarget) -> None:
        """Apply one migration, `last` having applied those before it."""
        self.known = None if last is None else last.known
        await self.migrate([target], direction="forward")

    async def _project_state(
        self, applied: set[MigrationKey], *, upto: MigrationKey | None = None
    ) -> State:
        state = self.known[1] if self.known and self.known[0] == applied else None
        if state is None:
            state = await super()._project_state(applied, upto=upto)
        self.known = applied, state  # tortoise adds to both what it applies
        return state


async def apply_all(transaction: Transaction, apps: Apps) -> int:
    """Apply what is pending and return how many migrations that were.

    Each migration and the note that it was applied are one transaction, so a crash leaves whole
    steps only. Processes that start together take turns and find nothing left to do.
    """
    applied, last = 0, await _apply_next(transaction, apps, None)
    while last is not None:
        applied, last = applied + 1, await _apply_next(transaction, apps, last)
    return applied


async def _apply_next(
    transaction: Transaction, apps: Apps, last: _Executor | None
) -> _Executor | None:
    async with transaction() as client:
        await _take_turn(client)
        names = await pending(client, apps)
        if not names:
            return None
        executor = _Executor(client, apps)
        await executor.go_on_from(last, MigrationTarget(app_label="models", name=names[0]))
        return executor


async def _take_turn(client: NotedClient) -> None:
    """Wait for other processes; on SQLite the transaction itself has waited already."""
    dialect = client.capabilities.dialect
    if dialect == "postgres":
        # A migration may run longer than a request may. Its ALTERs still give up soon on a lock
        # that a running transaction holds, rather than stop every request queueing up behind them.
        await client.execute_query("SET LOCAL statement_timeout = 0")
        await client.execute_query("SET LOCAL idle_in_transaction_session_timeout = 0")
        await client.execute_query("SET LOCAL lock_timeout = 0")
        await client.execute_query(f"SELECT pg_advisory_xact_lock({_ADVISORY_LOCK})")
        await client.execute_query("SET LOCAL lock_timeout = '3s'")
    await client.execute_query(_TABLE[dialect])
