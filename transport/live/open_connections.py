"""Open connections of this process, counted and limited."""

from collections.abc import Iterator
from contextlib import contextmanager

from transport.watch.metrics import LIVE_CONNECTIONS
from transport.wire.refusals import TooManyConnections


class OpenConnections:
    """Counts sockets and event streams up to `most`."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._count = 0

    @contextmanager
    def one_more(self) -> Iterator[None]:
        """Count a connection for the length of the block. Raises TooManyConnections."""
        if self._count >= self._most:
            raise TooManyConnections
        self._count += 1
        LIVE_CONNECTIONS.inc()
        try:
            yield
        finally:
            self._count -= 1
            LIVE_CONNECTIONS.dec()
