"""Endings: what a transaction writes last, once, whatever its commands have asked for.

What several parts of one transaction add to is collected, and written by one statement before the
commit. It is forgotten with a transaction that is undone, and collected again by its next try.
"""

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Generic, TypeVar

Item = TypeVar("Item")

_collected: ContextVar[dict["Ending[object]", list[object]] | None] = ContextVar(
    "collected", default=None
)


class Ending(Generic[Item]):
    """A kind of things that a transaction collects, and how they are written at its end."""

    def __init__(self, write: Callable[[list[Item]], Awaitable[None]]) -> None:
        self._write = write

    async def add(self, items: list[Item]) -> None:
        """Have the transaction write these too; at once where nobody collects."""
        collected = _collected.get()
        if collected is None:
            await self._write(items)
        else:
            collected.setdefault(self, []).extend(items)  # type: ignore[arg-type]  # the keys' own

    async def write(self, items: list[Item]) -> None:
        """Write what was collected."""
        await self._write(items)


@contextmanager
def collecting() -> Iterator[None]:
    """Collect within the block, until `write_endings`."""
    token = _collected.set({})
    try:
        yield
    finally:
        _collected.reset(token)


async def write_endings() -> None:
    """Write what the transaction has collected, before its commit."""
    for ending, items in (_collected.get() or {}).items():
        await ending.write(items)
