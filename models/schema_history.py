"""Schema history: migrates the open database, one migration per transaction, one process at a time.

Tables are spread over a Citus cluster, or split into partitions, by steps of the same kind (R18.1).
"""

import pkgutil
from functools import cache
from pathlib import Path

import asyncpg
from tortoise.exceptions import OperationalError

from models.database import (
    current_client,
    dialect,
    has_lost_a_race,
    is_distributed,
    transaction,
)
from models.engines.noted_client import NotedClient
from models.scaling import distribution
from models.scaling.partition_locks import TooManyPartitions
from models.scaling.partitions import partition, partitions_of

__all__ = [
    "TooManyPartitions",
    "is_split_otherwise",
    "is_spread",
    "migrate",
    "pending_migrations",
    "split",
]

_TURNS_TO_MIGRATE = 12  # on SQLite, each as long as its busy timeout: two minutes
# Any number does, as long as nothing else in this database uses it.
_ADVISORY_LOCK = 7_469_637
_APPLIED = "SELECT name FROM tortoise_migrations WHERE app = 'models'"
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


async def migrate() -> int:
    """Bring the database to the newest schema and return how many migrations that took.

    On Citus its tables are spread over the workers then, unless they are (R18.1).

    Safe when several processes start at once: they take turns. On PostgreSQL they wait for each
    other without end; on SQLite a turn of the others may outlast one wait on a busy machine.
    """
    applied = await _apply_all_in_turn()
    if is_distributed():
        async with transaction() as client:
            await _take_turn(client)
            await distribution.distribute(client)
    return applied


async def pending_migrations() -> list[str]:
    """Return the names of the migrations not yet applied, first to apply first.

    They are one chain in the order of their names, so that none is imported to tell (ADR 244).
    """
    applied = await _applied_migrations()
    return [name for name in _every_migration() if name not in applied]


@cache
def _every_migration() -> tuple[str, ...]:
    folder = Path(__file__).with_name("migrations")
    return tuple(sorted(module.name for module in pkgutil.iter_modules([str(folder)])))


async def _applied_migrations() -> set[str]:
    try:
        _, rows = await current_client().execute_query(_APPLIED)
    except OperationalError as error:
        if not _says_no_table(error):
            raise
        return set()  # nobody has migrated this database yet
    return {str(row["name"]) for row in rows}


def _says_no_table(error: OperationalError) -> bool:
    return isinstance(error.args[0], asyncpg.UndefinedTableError) or "no such table" in str(error)


async def split(partitions: int) -> bool:
    """Split the tables of points of a migrated PostgreSQL into that many partitions (R18.1).

    Returns whether they were not yet. All rows are written again meanwhile. Raises
    TooManyPartitions where the server has too few locks for it.
    """
    async with transaction() as client:
        await _take_turn(client)
        return await partition(client, partitions)


async def is_split_otherwise(partitions: int | None) -> bool:
    """Tell whether the tables of points have another number of partitions than is wanted."""
    return partitions is not None and await partitions_of(current_client()) != partitions


async def is_spread() -> bool | None:
    """Tell whether the tables are distributed, whatever was said; None where Citus is not."""
    return await distribution.is_spread(current_client()) if dialect() == "postgres" else None


async def _apply_all_in_turn() -> int:
    for _ in range(_TURNS_TO_MIGRATE - 1):
        try:
            return await _apply_all()
        except OperationalError as error:
            if dialect() != "sqlite" or not has_lost_a_race(error):
                raise
    return await _apply_all()


async def _apply_all() -> int:
    """Apply what is pending and return how many migrations that were.

    Each migration and the note that it was applied are one transaction, so a crash leaves whole
    steps only. Processes that start together take turns and find nothing left to do.
    """
    applied = 0
    while await _apply_next():
        applied += 1
    return applied


async def _apply_next() -> bool:
    async with transaction() as client:
        await _take_turn(client)
        names = await pending_migrations()
        if names:
            from models.migration_executor import apply  # noqa: PLC0415 - at first use (ADR 244)

            await apply(client, names[0])
        return bool(names)


async def _take_turn(client: NotedClient) -> None:
    """Wait for other processes; on SQLite the transaction itself has waited already."""
    if dialect() == "postgres":
        # A migration may run longer than a request may. Its ALTERs still give up soon on a lock
        # that a running transaction holds, rather than stop every request queueing up behind them.
        await client.execute_query("SET LOCAL statement_timeout = 0")
        await client.execute_query("SET LOCAL idle_in_transaction_session_timeout = 0")
        await client.execute_query("SET LOCAL lock_timeout = 0")
        await client.execute_query(f"SELECT pg_advisory_xact_lock({_ADVISORY_LOCK})")
        await client.execute_query("SET LOCAL lock_timeout = '3s'")
    await client.execute_query(_TABLE[dialect()])
