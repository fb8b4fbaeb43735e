"""Changes between two statements of a read or a job, as another process could commit them."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Thread

import asyncpg

from models.engines.statements import trace_statements

Do = Callable[[], None]


@contextmanager
def done_before(statement: int | str, do: Do) -> Iterator[None]:
    """Do something once, before the nth statement of what follows, or the first that begins so."""
    sent: list[str] = []
    done: list[str] = []

    @contextmanager
    def span(sql: str) -> Iterator[None]:
        sent.append(sql)
        is_it = len(sent) == statement if isinstance(statement, int) else _begins(sql, statement)
        if is_it and not done:
            done.append(sql)
            do()
        yield

    trace_statements(span)
    try:
        yield
    finally:
        trace_statements(None)
    assert done, f"the statement came: {sent}"


@contextmanager
def changed_before(statement: int | str, url: str, change: Sequence[str]) -> Iterator[None]:
    """Have another connection commit `change` then, which waits for it: it must find no lock."""
    with done_before(statement, lambda: _commit_beside(url, change)):
        yield


@contextmanager
def always_changing(url: str, change: Sequence[str]) -> Iterator[list[str]]:
    """Have another connection commit `change` before each statement; yield those that came."""
    sent: list[str] = []

    @contextmanager
    def span(sql: str) -> Iterator[None]:
        sent.append(sql)
        _commit_beside(url, change)
        yield

    trace_statements(span)
    try:
        yield sent
    finally:
        trace_statements(None)


def _commit_beside(url: str, change: Sequence[str]) -> None:
    other = Thread(target=_commit, args=(url, change))
    other.start()
    other.join()


def _begins(sql: str, beginning: str) -> bool:
    return " ".join(sql.split()).startswith(beginning)


def _commit(url: str, change: Sequence[str]) -> None:
    if not url.startswith("sqlite"):
        asyncio.run(_commit_there(url, change))
        return
    with sqlite3.connect(url.removeprefix("sqlite://")) as connection:
        for sql in change:
            connection.execute(sql)
    connection.close()


async def _commit_there(url: str, change: Sequence[str]) -> None:
    connection = await asyncpg.connect(url)
    async with connection.transaction():
        for sql in change:
            await connection.execute(sql)
    await connection.close()
