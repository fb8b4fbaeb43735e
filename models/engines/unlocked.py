"""Unlocked transaction: it reads, decides, and writes all at its end by one statement.

That statement is a transaction of its own, so neither BEGIN nor COMMIT is a round trip, and no lock
is held while the program thinks. With it goes what was decided on, its premises: where one does not
hold any longer, nothing is written. Whoever uses one runs again with locks then, and as soon as
anything has to be locked, or read after it was written (`MustLock`). Each statement sees its own
moment, as in a transaction with locks here; on SQLite, whose transactions have one moment for all,
there is none.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from functools import lru_cache

from tortoise.backends.base.client import BaseDBAsyncClient

from models.engines.looking_ahead import Query
from models.engines.noted_client import NotedTransaction
from models.engines.pending import Premise

_READ = re.compile(r"\s*(SELECT|WITH)\b", re.IGNORECASE)
_MORE = re.compile(r"\b(INSERT|UPDATE|DELETE|FOR\s+(KEY\s+)?SHARE)\b", re.IGNORECASE)


class LostRace(Exception):
    """Says that another transaction has changed what this one goes by: try it again whole."""


class MustLock(LostRace):
    """Says that a transaction can't do without locks: run it again with them."""


@lru_cache(maxsize=1024)
def _is_read(query: str) -> bool:
    return _READ.match(query) is not None and _MORE.search(query) is None


class UnlockedTransaction(NotedTransaction, ABC):
    """A transaction of reads, and of one statement that writes."""

    has_asked = False

    def __init__(self, connection: BaseDBAsyncClient) -> None:
        super().__init__(connection)
        self._foreseen: dict[tuple[object, ...], list[dict[str, object]]] = {}

    @abstractmethod
    async def look_ahead(self, queries: Sequence[Query]) -> None:
        """Run SELECTs that will be asked for, by one statement; keep the answers until then."""

    def rely_on(self, premise: Premise) -> None:
        """Write only if `premise` still holds."""
        self._pending.premises.append(premise)

    async def write_pending(self) -> None:
        """Refuse to write anything but at the end.

        Raises MustLock.
        """
        self.has_asked = True
        if self._pending.writes:
            raise MustLock

    async def before_read(self, query: str) -> None:
        """Refuse what does more than read, and to read what was not written yet.

        Raises MustLock.
        """
        if not _is_read(query):
            raise MustLock
        await self.write_pending()

    async def execute_query(
        self, query: str, values: list[object] | None = None
    ) -> tuple[int, list[dict[str, object]]]:
        """Run a SELECT."""
        await self.before_read(query)
        return await super().execute_query(query, values)

    async def execute_query_dict(
        self, query: str, values: list[object] | None = None
    ) -> list[dict[str, object]]:
        """Run a SELECT; return its rows, which may have been foreseen."""
        await self.before_read(query)
        if self._foreseen:
            answer = self._foreseen.pop((query, *(values or ())), None)
            if answer is not None:
                return answer
        return await super().execute_query_dict(query, values)

    async def fetch_each(
        self, query: str, rows: Sequence[Sequence[object]]
    ) -> list[dict[str, object]]:
        """Run a SELECT with the values of each row; return what all of them answer."""
        await self.before_read(query)
        return await super().fetch_each(query, rows)

    async def copy(
        self,
        table: str,  # noqa: ARG002
        columns: Sequence[str],  # noqa: ARG002
        rows: Iterable[Sequence[object]],  # noqa: ARG002
    ) -> None:
        """Refuse what is written before the end."""
        raise MustLock

    async def execute_query_dict_with_affected(
        self,
        query: str,  # noqa: ARG002
        values: list[object] | None = None,  # noqa: ARG002
    ) -> tuple[list[dict[str, object]], int]:
        """Refuse what counts what it writes."""
        raise MustLock

    async def execute_insert(self, query: str, values: list[object]) -> object:  # noqa: ARG002
        """Refuse what is written before the end."""
        raise MustLock

    async def execute_many(self, query: str, values: list[list[object]]) -> None:  # noqa: ARG002
        """Refuse what is written before the end."""
        raise MustLock

    async def execute_script(self, query: str) -> None:  # noqa: ARG002
        """Refuse what is written before the end."""
        raise MustLock

    async def affect(self, query: str, values: Sequence[object]) -> int:  # noqa: ARG002
        """Refuse what is written before the end."""
        raise MustLock

    async def savepoint(self) -> None:
        """Refuse a transaction within this one."""
        raise MustLock
