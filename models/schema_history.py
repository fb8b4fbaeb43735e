"""Schema history: migrates a database, one migration per transaction, one process at a time."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.migrations.executor import MigrationExecutor
from tortoise.migrations.schema_generator.state import State
from tortoise.migrations.schema_generator.state_apps import StateApps

from models.ddl import HandWritten
from models.distribution import distribute
from models.engines.noted_client import NotedClient
from models.partitions import partition

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
    """Runs the statements of a migration, which models/ddl.py has written down for each database.

    Tortoise would work out all models as they were before and after each operation, to write the
    statements itself: that took four fifths of the time. What goes by the models is refused.
    """

    async def apply(self, name: str) -> None:
        """Run one migration and note that it was applied."""
        (migration,) = [step.migration for step in await self.plan() if step.migration.name == name]
        editor = self._schema_editor(atomic=False)
        unknown = State(models={}, apps=StateApps())
        for operation in migration.operations:
            assert isinstance(operation, HandWritten), "its statements are written by hand"
            await operation.database_forward(migration.app_label, unknown, unknown, editor)
        await self.recorder.record_applied(migration.app_label, name)


async def apply_all(transaction: Transaction, apps: Apps) -> int:
    """Apply what is pending and return how many migrations that were.

    Each migration and the note that it was applied are one transaction, so a crash leaves whole
    steps only. Processes that start together take turns and find nothing left to do.
    """
    applied = 0
    while await _apply_next(transaction, apps):
        applied += 1
    return applied


async def spread(transaction: Transaction) -> None:
    """Distribute the tables over a Citus cluster, unless they are (R18.1)."""
    async with transaction() as client:
        await _take_turn(client)
        await distribute(client)


async def split(transaction: Transaction, partitions: int) -> bool:
    """Split the tables of points into so many partitions; return whether they were not (R18.1)."""
    async with transaction() as client:
        await _take_turn(client)
        return await partition(client, partitions)


async def _apply_next(transaction: Transaction, apps: Apps) -> bool:
    async with transaction() as client:
        await _take_turn(client)
        names = await pending(client, apps)
        if names:
            await _Executor(client, apps).apply(names[0])
        return bool(names)


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
