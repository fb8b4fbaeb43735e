"""Points moved in this process, told to whoever counts them once they are committed.

What a transaction moves is kept until its commit and forgotten when it is undone or tried again.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

Listener = Callable[[Mapping[str, int]], None]

_listeners: list[Listener] = []
_moved: ContextVar[Counter[str] | None] = ContextVar("points_moved", default=None)


def listen(listener: Listener) -> None:
    """Have `listener` told, for as long as the process runs, how many points each reason moved."""
    _listeners.append(listener)


def note(reason: str, points: int) -> None:
    """Note that the transaction at hand moves `points`, up or down."""
    moved = _moved.get()
    if moved is not None:
        moved[reason] += abs(points)


@contextmanager
def told_at_the_end() -> Iterator[None]:
    """Tell what is noted within the block when it ends; nothing when it ends by an error."""
    moved: Counter[str] = Counter()
    token = _moved.set(moved)
    try:
        yield
    finally:
        _moved.reset(token)
    if moved:
        for listener in _listeners:
            listener(moved)
