"""Tortoise's engine for PostgreSQL: bounded waits, no RESET on release, no connection leaked."""

import asyncio
from collections.abc import Iterable, Sequence
from contextlib import suppress
from types import TracebackType
from typing import cast

import asyncpg
from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.backends.base.client import (
    NestedTransactionContext,
    TransactionalDBClient,
    TransactionContext,
    TransactionContextPooled,
)
from tortoise.backends.base_postgres.client import translate_exceptions
from tortoise.connection import get_connections

from models.engines import pooler
from models.engines.known_statement import fetch_from, give_back, run, take
from models.engines.looking_ahead import Query, as_one_read, taken_apart
from models.engines.noted_client import NotedClient, NotedTransaction
from models.engines.pending import Part, Write, as_one, as_one_checked
from models.engines.pooled_connection import PooledConnection
from models.engines.statements import sending
from models.engines.unlocked import UnlockedTransaction
from models.engines.values import placeholders

# Milliseconds. A transaction that waits longer than these gives up, so that no lock is held for
# ever by a process that hangs (R14.2).
SERVER_SETTINGS = {
    "application_name": "guerdon",
    "statement_timeout": "5000",
    "lock_timeout": "3000",
    "idle_in_transaction_session_timeout": "10000",
    "timezone": "UTC",
    "jit": "off",  # short statements: compiling them costs more than running them
}
_SECONDS_TO_CONNECT = 10


async def _affect(connection: asyncpg.Connection, query: str, values: Sequence[object]) -> int:
    status: str = await connection.execute(query, *values)
    return int(status.rsplit(" ", 1)[-1])  # "INSERT 0 3", "UPDATE 3"


class PostgresEngine(NotedClient, AsyncpgDBClient):
    """A pool of connections in this process."""

    connection_class = PooledConnection

    async def create_connection(self, with_db: bool) -> None:  # noqa: FBT001 - tortoise's signature
        """Open the pool, whose sessions all have our limits; behind a pooler, the transactions."""
        if "connect" not in self.extra:  # of several hosts, each has its own time
            self.extra.setdefault("timeout", _SECONDS_TO_CONNECT)
        if self.extra.pop("pooler", False):
            self._leave_nothing_in_sessions()
        elif not issubclass(self.connection_class, pooler.PoolerConnection):  # a second attempt
            self.server_settings = {**SERVER_SETTINGS, **self.server_settings}
        await super().create_connection(with_db)

    def _leave_nothing_in_sessions(self) -> None:
        """Have what sessions are told at their start told to each transaction (R18.2)."""
        told = {**SERVER_SETTINGS, **self.server_settings}
        name = self.application_name or told[pooler.NAME]
        if self.schema:
            told["search_path"] = self.schema
        self.connection_class = pooler.connection_with(told)
        self.server_settings, self.schema = {pooler.NAME: name}, None
        self.extra.setdefault("statement_cache_size", 0)

    async def execute_query_dict(
        self, query: str, values: list[object] | None = None
    ) -> list[dict[str, object]]:
        """Run one statement; return its rows."""
        with sending(query):
            return [dict(row) for row in await self._rows(query, values or ())]

    @translate_exceptions
    async def _rows(self, query: str, values: Sequence[object]) -> list[asyncpg.Record]:
        if self._pool is None:
            await self.acquire_connection().ensure_connection()
        return await fetch_from(cast("asyncpg.Pool", self._pool), query, values)

    @translate_exceptions
    async def affect(self, query: str, values: Sequence[object]) -> int:
        """Run one statement; return how many rows it wrote, triggers' rows apart."""
        with sending(query):
            async with self.acquire_connection() as connection:
                return await _affect(connection, query, values)

    def _in_transaction(self) -> TransactionContext:
        return PostgresTransactionScope(PostgresTransaction(self), self._pool_init_lock)

    def unlocked_transaction(self) -> TransactionContext:
        """Return a transaction that locks only when it writes, at its end."""
        return UnlockedPostgresScope(UnlockedPostgresTransaction(self), self._pool_init_lock)


class PostgresTransaction(NotedTransaction, TransactionWrapper):
    """A transaction on one connection of the pool."""

    @translate_exceptions
    async def affect(self, query: str, values: Sequence[object]) -> int:
        """Run one statement; return how many rows it wrote, triggers' rows apart."""
        await self.write_pending()
        with sending(query):
            async with self.acquire_connection() as connection:
                count = await _affect(connection, query, values)
        self.note_rows(query, count)
        return count

    @translate_exceptions
    async def fetch_each(
        self, query: str, rows: Sequence[Sequence[object]]
    ) -> list[dict[str, object]]:
        """Run one statement with the values of each row, sent together; return all answers."""
        await self.write_pending()
        with sending(query):
            async with self.acquire_connection() as connection:
                found = [dict(row) for row in await connection.fetchmany(query, rows)]
        self.note_rows(query, len(found))
        return found

    @translate_exceptions
    async def copy(
        self, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]
    ) -> None:
        """Write rows by COPY; their values are as the driver takes them."""
        await self.write_pending()  # rows may refer to what waits
        async with self.acquire_connection() as connection:
            await connection.copy_records_to_table(table, columns=columns, records=rows)

    @translate_exceptions
    async def _write_together(self, writes: Sequence[Write]) -> None:
        query = placeholders(as_one(tuple(write.sql for write in writes)), "postgres")
        with sending(query):
            async with self.acquire_connection() as connection:
                await connection.execute(query, *(v for write in writes for v in write.values))

    def _in_transaction(self) -> TransactionContext:
        return NestedTransactionContext(PostgresTransaction(self))


class UnlockedPostgresTransaction(UnlockedTransaction, PostgresTransaction):
    """Statements on one connection of the pool, each its own transaction."""

    @translate_exceptions
    async def look_ahead(self, queries: Sequence[Query]) -> None:
        """Run SELECTs that will be asked for, by one statement; keep the answers until then."""
        self.has_asked = True
        query = placeholders(as_one_read(tuple(each.sql for each in queries)), "postgres")
        values = [value for each in queries for value in each.values]
        with sending(query):
            (row,) = await run(self._connection, query, values)
        for each, answer in zip(queries, taken_apart(row.keys(), row.values()), strict=True):
            self._foreseen[placeholders(each.sql, "postgres"), *each.values] = answer

    async def commit(self) -> None:
        """Write what waits, if what was decided on stands."""
        if self._pending.writes:
            await self._write_whole(self._pending.checked_parts())

    @translate_exceptions
    async def _write_whole(self, parts: Sequence[Part]) -> None:
        query = placeholders(
            as_one_checked(
                tuple(part.sql for part in parts if part.checks),
                tuple(part.sql for part in parts if not part.checks),
            ),
            "postgres",
        )
        with sending(query):
            await run(self._connection, query, [v for part in parts for v in part.values])


class PostgresTransactionScope(TransactionContextPooled):
    """Opens and ends a transaction; whatever fails, its connection goes back to the pool."""

    client: PostgresTransaction

    async def __aenter__(self) -> TransactionalDBClient:
        await self.ensure_connection()
        self._pool = cast("asyncpg.Pool", self.client._parent._pool)  # noqa: SLF001 - as tortoise
        self.client._connection = await self._pool.acquire()  # noqa: SLF001
        try:
            with sending("BEGIN"):
                await self.client.begin()
        except BaseException:
            await self._release()
            raise
        self.token = get_connections().set(self.connection_name, self.client)
        return self.client

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
                    await self.client.commit()
            else:
                with sending("ROLLBACK"):
                    await self._undo()
        finally:
            await self._release()

    async def _undo(self) -> None:
        # A connection that is gone has undone the transaction; the caller's own error matters more.
        with suppress(asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
            await self.client.rollback()

    async def _release(self) -> None:
        # Shielded: a cancelled request must not keep its connection. The pool ends what is open.
        connection = self.client._connection  # noqa: SLF001 - as tortoise
        await asyncio.shield(asyncio.ensure_future(self._pool.release(connection)))


class UnlockedPostgresScope(PostgresTransactionScope):
    """Opens and ends an unlocked transaction: on a connection that has none open."""

    client: UnlockedPostgresTransaction

    async def __aenter__(self) -> TransactionalDBClient:
        await self.ensure_connection()
        self._pool = cast("asyncpg.Pool", self.client._parent._pool)  # noqa: SLF001 - as tortoise
        self._taken = await take(self._pool)
        self.client._connection = self._taken.connection  # noqa: SLF001
        self.token = get_connections().set(self.connection_name, self.client)
        return self.client

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc_val: BaseException | None,
        exc_tb: TracebackType | None,
    ) -> None:
        get_connections().reset(self.token)
        try:
            if exc_type is None:
                await self.client.commit()
        finally:
            await give_back(self._pool, self._taken)


client_class = PostgresEngine
