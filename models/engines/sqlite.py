"""Tortoise's engine for SQLite: BEGIN IMMEDIATE, a second connection for reads, locks never leaked.

Write transactions take the write lock at their start, so that several processes wait for each other
instead of failing with "database is locked" when a reader turns writer. Reads outside a transaction
go to a connection of their own and, the journal being a WAL, wait for no writer.
"""

import asyncio
import re
import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from types import TracebackType
from typing import cast

import aiosqlite
from tortoise.backends.base.client import (
    NestedTransactionContext,
    TransactionalDBClient,
    TransactionContext,
)
from tortoise.backends.sqlite.client import (
    SqliteClient,
    SqliteTransactionContext,
    SqliteTransactionWrapper,
    translate_exceptions,
)
from tortoise.connection import get_connections
from tortoise.exceptions import OperationalError

from models.engines.noted_client import NotedClient, NotedTransaction
from models.engines.pending import Write, as_one
from models.engines.sqlite_connection import PRAGMAS, connect
from models.engines.statements import sending

_READ = re.compile(r"\s*(SELECT|WITH)\b", re.IGNORECASE)
_WRITE = re.compile(r"\b(INSERT|UPDATE|DELETE)\b", re.IGNORECASE)


def utc_text(instant: datetime) -> str:
    """Write an aware instant as SQLite holds it: UTC, so that text order is the order in time."""
    if instant.tzinfo is None:
        raise ValueError(f"{instant!r} names no instant: it has no time zone.")
    utc = instant if instant.tzinfo is UTC else instant.astimezone(UTC)
    return utc.isoformat(" ")


# Tortoise's own adapter, imported above, keeps whatever offset the instant came with.
sqlite3.register_adapter(datetime, utc_text)


async def _affect(connection: aiosqlite.Connection, query: str, values: Sequence[object]) -> int:
    cursor = await connection.execute(query, values)
    affected = cursor.rowcount
    await cursor.close()
    return affected


def _run_all(connection: sqlite3.Connection, writes: Sequence[Write]) -> None:
    for write in writes:
        connection.execute(write.sql, write.values)


class SqliteEngine(NotedClient, SqliteClient):
    """One connection to write, one to read, in this process."""

    def __init__(self, file_path: str, **options: object) -> None:
        super().__init__(file_path, **options)
        self.pragmas = dict(PRAGMAS)
        self._reader: aiosqlite.Connection | None = None
        self._read_lock = asyncio.Lock()

    async def create_connection(self, with_db: bool) -> None:  # noqa: ARG002, FBT001 - tortoise's signature
        """Open the writing connection; the caller holds its lock."""
        if self._connection is None:
            self._connection = await connect(self.filename, self.pragmas)
            await self._post_connect()

    async def close(self) -> None:
        """Close both connections."""
        if self._reader is not None:
            await self._reader.close()
            self._reader = None
        await super().close()

    @translate_exceptions
    async def affect(self, query: str, values: Sequence[object]) -> int:
        """Run one statement; return how many rows it wrote, triggers' rows apart."""
        with sending(query):
            async with self.acquire_connection() as connection:
                return await _affect(connection, query, values)

    async def execute_query(
        self, query: str, values: list[object] | None = None
    ) -> tuple[int, list[dict[str, object]]]:
        """Run one statement, a SELECT on the connection for reads."""
        if not _is_read(query):
            return await super().execute_query(query, values)
        rows = await self._read(query, values)
        return len(rows), rows

    async def execute_query_dict(
        self, query: str, values: list[object] | None = None
    ) -> list[dict[str, object]]:
        """Run one statement, a SELECT on the connection for reads; return its rows."""
        if not _is_read(query):
            return await super().execute_query_dict(query, values)
        return [dict(row) for row in await self._read(query, values)]

    @translate_exceptions
    async def _read(self, query: str, values: list[object] | None) -> list[dict[str, object]]:
        with sending(query):
            async with self._read_lock:
                if self._reader is None:
                    pragmas = {**self.pragmas, "query_only": "ON"}
                    self._reader = await connect(self.filename, pragmas)
                    await self._post_connect()
                return cast(
                    "list[dict[str, object]]", await self._reader.execute_fetchall(query, values)
                )

    def _in_transaction(self) -> TransactionContext:
        return SqliteTransactionScope(SqliteTransaction(self), self._lock)


def _is_read(query: str) -> bool:
    return _READ.match(query) is not None and _WRITE.search(query) is None


class SqliteTransaction(NotedTransaction, SqliteTransactionWrapper):
    """A transaction that owns the write lock from its first statement on."""

    @translate_exceptions
    async def affect(self, query: str, values: Sequence[object]) -> int:
        """Run one statement; return how many rows it wrote, triggers' rows apart."""
        await self.write_pending()
        with sending(query):
            async with self.acquire_connection() as connection:
                return await _affect(connection, query, values)

    @translate_exceptions
    async def _write_together(self, writes: Sequence[Write]) -> None:
        """Run them one after the other, in one turn of the connection's thread."""
        with sending(as_one(tuple(write.sql for write in writes))):
            async with self.acquire_connection() as connection:
                await connection._execute(_run_all, connection._conn, writes)  # noqa: SLF001 - no other door

    async def execute_script(self, query: str) -> None:
        """Run one statement; sqlite3's own script would commit the transaction before it."""
        await self.execute_query(query)

    async def begin(self) -> None:
        """Wait for the database's write lock, at most the busy timeout.

        Raises tortoise's OperationalError when another process keeps it longer.
        """
        try:
            await self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise OperationalError(error) from error

    async def commit(self) -> None:
        """Keep what was written; SQLite undoes a transaction by itself when its disk is full."""
        if not self._connection.in_transaction:
            raise OperationalError("SQLite has already undone this transaction.")
        await super().commit()

    def _in_transaction(self) -> TransactionContext:
        return NestedTransactionContext(SqliteTransaction(self))


class SqliteTransactionScope(SqliteTransactionContext):
    """Opens and ends a transaction; whatever fails, no transaction and no lock are left behind."""

    connection: SqliteTransaction

    async def __aenter__(self) -> TransactionalDBClient:
        await self._trxlock.acquire()
        try:
            await self.ensure_connection()
            with sending("BEGIN IMMEDIATE"):
                await self.connection.begin()
        except BaseException:
            try:
                await self._undo()
            finally:  # whoever cancels it now too: the rollback is queued, and before all else
                self._trxlock.release()
            raise
        self.token = get_connections().set(self.connection_name, self.connection)
        return self.connection

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc_val: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        get_connections().reset(self.token)
        try:
            if exc_type is None:
                with sending("COMMIT"):
                    await self.connection.commit()
            else:
                with sending("ROLLBACK"):
                    await self._undo()
        except BaseException:
            await self._undo()
            raise
        finally:
            self._trxlock.release()

    async def _undo(self) -> None:
        """Roll back if a transaction is open.

        A cancelled BEGIN still runs in the connection's thread: the rollback queues up behind it,
        and is shielded, since a second cancellation must not leave the transaction open either.
        """
        connection = self.connection._connection  # noqa: SLF001 - tortoise has no other door to it
        if connection is not None:
            with suppress(sqlite3.Error, ValueError):
                await asyncio.shield(asyncio.ensure_future(connection.rollback()))


client_class = SqliteEngine
