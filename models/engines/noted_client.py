"""Noted client: the part our SQLite and PostgreSQL clients share; it notes every statement."""

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import lru_cache
from typing import cast

from tortoise.backends.base.client import BaseDBAsyncClient, TransactionalDBClient

from models.engines.pending import PendingWrites, Write
from models.engines.statements import sending

_CHANGES_ROWS = re.compile(
    r"\s*(INSERT|UPDATE|DELETE)\b|.*\bFOR\s+UPDATE\b", re.IGNORECASE | re.DOTALL
)


@lru_cache(maxsize=1024)
def _changes_rows(query: str) -> bool:
    """Test whether a statement has changed or locked the rows that it answers."""
    return _CHANGES_ROWS.match(query) is not None


class NotedClient(BaseDBAsyncClient, ABC):
    """A database client whose statements can be counted."""

    @abstractmethod
    async def affect(self, query: str, values: Sequence[object]) -> int:
        """Run one statement; return how many rows it wrote, triggers' rows apart."""

    async def execute_insert(self, query: str, values: list[object]) -> object:
        """Run one INSERT."""
        with sending(query):
            return await super().execute_insert(query, values)

    async def execute_many(self, query: str, values: list[list[object]]) -> None:
        """Run one statement with many rows of values, sent together."""
        with sending(query):
            await super().execute_many(query, values)

    async def execute_query(
        self, query: str, values: list[object] | None = None
    ) -> tuple[int, list[dict[str, object]]]:
        """Run one statement; return the rows affected or found, and the rows."""
        with sending(query):
            count, rows = await super().execute_query(query, values)
        return count, cast("list[dict[str, object]]", rows)

    async def execute_query_dict(
        self, query: str, values: list[object] | None = None
    ) -> list[dict[str, object]]:
        """Run one statement; return its rows."""
        with sending(query):
            return await super().execute_query_dict(query, values)

    async def fetch_each(
        self, query: str, rows: Sequence[Sequence[object]]
    ) -> list[dict[str, object]]:
        """Run one statement with the values of each row; return what all of them answer."""
        found: list[dict[str, object]] = []
        for values in rows:
            found += await self.execute_query_dict(query, list(values))
        return found

    async def execute_script(self, query: str) -> None:
        """Run statements without values."""
        with sending(query):
            await super().execute_script(query)


class NotedTransaction(NotedClient, TransactionalDBClient, ABC):
    """An open transaction: its savepoints are counted too, and writes may wait for each other."""

    def __init__(self, connection: BaseDBAsyncClient) -> None:
        super().__init__(connection)  # type: ignore[arg-type]  # the dialect's is next
        # One within another shares what waits: it goes out before the savepoint.
        self._pending: PendingWrites = getattr(connection, "_pending", None) or PendingWrites()

    async def write_later(self, write: Write) -> None:
        """Let `write` wait for the next statement, or the commit."""
        if not self._pending.can_be_one_with(write):
            await self.write_pending()
        self._pending.writes.append(write)

    async def write_pending(self) -> None:
        """Send the writes that wait, in one round trip."""
        writes = self._pending.take()
        if writes:
            await self._write_together(writes)
            self._pending.has_written = True

    @property
    def has_written(self) -> bool:
        """Whether the transaction is certain to have changed or locked a row, or to do so."""
        return self._pending.has_written or bool(self._pending.writes)

    def note_rows(self, query: str, count: int) -> None:
        """Note how many rows `query` has changed or found."""
        if count and not self._pending.has_written and _changes_rows(query):
            self._pending.has_written = True

    @abstractmethod
    async def _write_together(self, writes: Sequence[Write]) -> None: ...

    async def execute_insert(self, query: str, values: list[object]) -> object:
        """Run one INSERT."""
        await self.write_pending()
        self._pending.has_written = True
        return await super().execute_insert(query, values)

    async def execute_many(self, query: str, values: list[list[object]]) -> None:
        """Run one statement with many rows of values, sent together."""
        await self.write_pending()
        await super().execute_many(query, values)

    async def execute_query(
        self, query: str, values: list[object] | None = None
    ) -> tuple[int, list[dict[str, object]]]:
        """Run one statement; return the rows affected or found, and the rows."""
        await self.write_pending()
        count, rows = await super().execute_query(query, values)
        self.note_rows(query, count)
        return count, rows

    async def execute_query_dict(
        self, query: str, values: list[object] | None = None
    ) -> list[dict[str, object]]:
        """Run one statement; return its rows."""
        await self.write_pending()
        rows = await super().execute_query_dict(query, values)
        self.note_rows(query, len(rows))
        return rows

    async def execute_script(self, query: str) -> None:
        """Run statements without values."""
        await self.write_pending()
        await super().execute_script(query)

    async def savepoint(self) -> None:
        """Open a savepoint."""
        await self.write_pending()
        with sending("SAVEPOINT"):
            await super().savepoint()  # type: ignore[safe-super]  # the dialect's is next

    async def savepoint_rollback(self) -> None:
        """Undo what was written since the savepoint."""
        self._pending.take()
        with sending("ROLLBACK TO SAVEPOINT"):
            await super().savepoint_rollback()  # type: ignore[safe-super]

    async def release_savepoint(self) -> None:
        """Keep what was written since the savepoint."""
        await self.write_pending()
        with sending("RELEASE SAVEPOINT"):
            await super().release_savepoint()  # type: ignore[safe-super]
