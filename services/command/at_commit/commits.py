"""Commit notices for those in this process who watch the database.

Other processes commit without a notice here, so listeners also look for themselves now and then.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

_listeners: set[Callable[[], None]] = set()


@contextmanager
def listening(listener: Callable[[], None]) -> Iterator[None]:
    """Have `listener` called after each commit of this process within the block."""
    _listeners.add(listener)
    try:
        yield
    finally:
        _listeners.discard(listener)


def tell() -> None:
    """Say that a transaction of this process has been committed."""
    for listener in tuple(_listeners):
        listener()
