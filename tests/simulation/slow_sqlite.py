"""Slow SQLite: the real library on the loop's own thread, where each call takes a time drawn.

Times drawn from a seed interleave concurrent commands at every statement, the same way each time.
"""

import asyncio
import random
import sqlite3
from collections.abc import Callable, Generator
from dataclasses import dataclass
from functools import partial
from typing import ParamSpec, TypeVar

import aiosqlite

P = ParamSpec("P")
T = TypeVar("T")

_LONGEST = 0.01  # seconds


@dataclass(slots=True)
class Disk:
    """What statements meet: the time they take, a full disk; and who hears of commits.

    `committed` is told whether the commit was a transaction's, else a statement's on its own.
    """

    chance: random.Random
    full_once_in: int | None = None
    committed: Callable[[bool], None] = lambda _: None

    def connect(self, path: str, isolation_level: None) -> "SlowConnection":
        """Open a file as aiosqlite does."""
        return SlowConnection(lambda: sqlite3.connect(path, isolation_level=isolation_level), self)

    def is_full(self) -> bool:
        """Draw whether the statement at hand finds the disk full."""
        return self.full_once_in is not None and self.chance.randrange(self.full_once_in) == 0


class SlowConnection(aiosqlite.Connection):
    """A connection without a thread."""

    def __init__(self, connector: Callable[[], sqlite3.Connection], disk: Disk) -> None:
        super().__init__(connector, iter_chunk_size=64)
        self._disk = disk
        self._busy_until = 0.0

    def __await__(self) -> Generator[None, None, "SlowConnection"]:
        self._connection = self._connector()
        yield from ()
        return self

    async def _execute(self, fn: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `fn` in its turn and after its time, as a connection's own thread does.

        Also when nobody waits for it any more: a ROLLBACK that was sent before a BEGIN runs before.
        """
        loop = asyncio.get_running_loop()
        time = self._disk.chance.uniform(0, _LONGEST)
        self._busy_until = max(self._busy_until, loop.time()) + time
        answer: asyncio.Future[T] = loop.create_future()
        loop.call_at(
            self._busy_until, self._answer, answer, partial(self._run, fn, *args, **kwargs)
        )
        return await answer

    def _answer(self, answer: asyncio.Future[T], run: Callable[[], T]) -> None:
        try:
            result = run()
        except (sqlite3.Error, ValueError) as error:  # the second: it has been closed
            if not answer.done():
                answer.set_exception(error)
        else:
            if not answer.done():
                answer.set_result(result)

    def _run(self, fn: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        if fn == self._conn.close:
            return fn(*args, **kwargs)
        had_begun = self._conn.in_transaction
        if had_begun and fn != self._conn.rollback and self._disk.is_full():
            self._conn.rollback()  # as SQLite does by itself
            raise _disk_is_full()
        changes_before = self._conn.total_changes
        result = fn(*args, **kwargs)
        is_end = fn == self._conn.commit
        is_alone = not had_begun and self._conn.total_changes != changes_before
        if not self._conn.in_transaction and ((had_begun and is_end) or is_alone):
            self._disk.committed(had_begun)
        return result

    def stop(self) -> None:
        """Close the file; there is no thread to stop."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _disk_is_full() -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorcode = sqlite3.SQLITE_FULL
    return error
