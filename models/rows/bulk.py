"""Bulk doors to the database: a snapshot of it read in streams, and many rows written at once."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from itertools import count
from typing import TYPE_CHECKING, Protocol, cast

import aiosqlite
import asyncpg
from tortoise.context import require_context

from models.database import (
    db_value,
    dialect,
    execute,
    fetch,
    in_transaction,
    is_distributed,
)
from models.engines.sqlite_connection import PRAGMAS, connect
from models.engines.values import placeholders
from models.scaling.distribution import REFERENCE
from models.scaling.shards import take_shards_in_turn

if TYPE_CHECKING:
    from models.engines.postgres import PostgresEngine, PostgresTransaction
    from models.engines.sqlite import SqliteEngine

Row = Sequence[object]

_PIECE = 2_000  # rows in memory at a time
# A stream of millions of rows takes longer than a request may.
_UNLIMITED = (
    "SET LOCAL statement_timeout = 0",
    "SET LOCAL lock_timeout = 0",
    "SET LOCAL idle_in_transaction_session_timeout = 0",
)
_ALL_ROWS = "SET LOCAL cursor_tuple_fraction = 1"  # a snapshot is read to its end
_CURSORS = count()


class Snapshot(Protocol):
    """The database as it stood at one instant."""

    def rows(self, sql: str) -> AsyncIterator[Sequence[Row]]:
        """Yield what a SELECT finds, some rows at a time, as the driver has them."""

    async def fetch(self, sql: str, parameters: Sequence[object] = ()) -> list[dict[str, object]]:
        """Return all rows of a SELECT with `?` for values, as `fetch` of `database` would."""


class _SqliteSnapshot:
    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    async def rows(self, sql: str) -> AsyncIterator[Sequence[Row]]:
        async with self._connection.execute(sql) as cursor:
            while rows := await cursor.fetchmany(_PIECE):
                yield [tuple(row) for row in rows]

    async def fetch(self, sql: str, parameters: Sequence[object] = ()) -> list[dict[str, object]]:
        bound = [db_value(value) for value in parameters]
        try:
            return [dict(row) for row in await self._connection.execute_fetchall(sql, bound)]
        except asyncio.CancelledError:
            await self._connection.interrupt()  # nobody waits for the answer: it need not be found
            raise


class _PostgresSnapshot:
    def __init__(self, connection: asyncpg.Connection) -> None:
        self._connection = connection

    async def rows(self, sql: str) -> AsyncIterator[Sequence[Row]]:
        # Not by a cursor of the driver's: its prepared statement would stay in the session, which
        # is not ours behind a pooler. What is prepared under a name is read under no other.
        name = f"rows_{next(_CURSORS)}"
        await self._connection.execute(f"DECLARE {name} NO SCROLL CURSOR FOR {sql}")
        while rows := await self._connection.fetch(f"FETCH {_PIECE} FROM {name}"):
            yield rows
        await self._connection.execute(f"CLOSE {name}")

    async def fetch(self, sql: str, parameters: Sequence[object] = ()) -> list[dict[str, object]]:
        bound = [db_value(value) for value in parameters]
        rows = await self._connection.fetch(placeholders(sql, "postgres"), *bound)
        return [dict(row) for row in rows]


@asynccontextmanager
async def snapshot() -> AsyncIterator[Snapshot]:
    """Open a snapshot for the block: a transaction of its own, which waits for no writer.

    On Citus it may make temporary tables (models/rows/excerpts.py).
    """
    client = require_context().db()
    if dialect() == "sqlite":
        engine = cast("SqliteEngine", client)
        connection = await connect(engine.filename, {**PRAGMAS, "query_only": "ON"})
        try:
            await connection.execute("BEGIN")
            await connection.execute_fetchall("SELECT name FROM sqlite_master LIMIT 1")
            yield _SqliteSnapshot(connection)
        finally:
            await connection.close()
        return
    async with (
        cast("PostgresEngine", client).acquire_connection() as connection,
        connection.transaction(isolation="repeatable_read", readonly=not is_distributed()),
    ):
        await connection.execute("; ".join((*_UNLIMITED, _ALL_ROWS)))  # one round trip
        yield _PostgresSnapshot(connection)


async def lift_limits() -> None:
    """Let the open transaction take as long as it needs, and its rows come in any order."""
    assert in_transaction(), "they are lifted for one transaction"
    if dialect() == "sqlite":
        await execute("PRAGMA defer_foreign_keys = ON")
        return
    for statement in _UNLIMITED:
        await fetch(statement)
    await take_shards_in_turn()


def _is_on_every_node(table: str) -> bool:
    """Tell whether Citus has a table on every node.

    Rows can't be copied there: its triggers would speak on connections that are taken.
    """
    return is_distributed() and table in REFERENCE


async def load(table: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
    """Write rows into a table, in the open transaction, the fastest way that the database has.

    The values are as its driver takes them.
    """
    if dialect() == "postgres" and not _is_on_every_node(table):
        await cast("PostgresTransaction", require_context().db()).copy(table, columns, rows)
        return
    names = ", ".join(f'"{name}"' for name in columns)
    marks = placeholders(", ".join("?" for _ in columns), dialect())
    await (
        require_context()
        .db()
        .execute_many(
            f'INSERT INTO "{table}" ({names}) VALUES ({marks})',  # noqa: S608 - names of ours
            cast("list[list[object]]", list(rows)),
        )
    )
