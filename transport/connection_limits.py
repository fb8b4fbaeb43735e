"""Limits on connections, whatever is said on them: bytes, seconds, and how many (R14.1)."""

import asyncio
import resource
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

_FILES_FOR_OTHERS = 100  # of the process: its database, its log, its pages


@dataclass(frozen=True, slots=True)
class ConnectionLimits:
    """A setting per limit.

    `head_bytes` are those of the request line and the headers together. A body has `body_seconds`,
    and another second for every `body_bytes_a_second` that have come, but `request_seconds` are all
    that a request has from its first byte to its last: a slow client gets through, and one that
    only holds the connection does not. `unread_seconds` is how long an answer waits for a client
    that does not read it, `linger_seconds` how long a refused client may still talk.
    """

    head_bytes: int = 64_000
    head_seconds: float = 10.0
    body_seconds: float = 15.0
    body_bytes_a_second: int = 1_000
    request_seconds: float = 30.0
    unread_seconds: float = 60.0
    linger_seconds: float = 2.0
    connections: int = 22_000  # of one process: listeners, and those who ask beside them

    def body_deadline(self, began_at: float, head_ended_at: float, body_bytes: int) -> float:
        """Return until when a body must be complete of which `body_bytes` have come."""
        earned = body_bytes / self.body_bytes_a_second
        return min(head_ended_at + self.body_seconds + earned, began_at + self.request_seconds)


class Deadline:
    """A moment that moves; `expire` is called once it has passed.

    There is one timer at most, and none is touched for a moment that moves away: setting a
    deadline for each request costs next to nothing.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, expire: Callable[[], None]) -> None:
        self._loop = loop
        self._expire = expire
        self._at: float | None = None
        self._timer: asyncio.TimerHandle | None = None

    def set(self, at: float | None) -> None:
        """Move the deadline; None is never."""
        self._at = at
        if at is None:
            return
        if self._timer is not None and self._timer.when() > at:
            self._timer.cancel()
            self._timer = None
        if self._timer is None:
            self._timer = self._loop.call_at(at, self._ring)

    def cancel(self) -> None:
        """Forget the deadline for good."""
        self._at = None
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _ring(self) -> None:
        self._timer = None
        if self._at is None:
            return
        if self._loop.time() < self._at:
            self.set(self._at)
            return
        self._at = None
        self._expire()


def allow_many_connections() -> None:
    """Let this process and those it starts open as many files as the machine lets them."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


@cache
def connections_possible() -> int:
    """Return how many connections the files that this process may open are enough for."""
    files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return max(1, files - _FILES_FOR_OTHERS)
