"""Connections of PostgreSQL's pool, given back to it without a round trip."""

import asyncio
import os
import socket

import asyncpg
from asyncpg.pool import PoolConnectionHolder

_SECONDS_TO_CANCEL = 2
_SECONDS_OF_SILENCE = 5
# Where a system has no such options, its own times hold.
_SILENCE = {
    getattr(socket, name): value
    for name, value in (
        ("TCP_KEEPIDLE", _SECONDS_OF_SILENCE - 2),
        ("TCP_KEEPINTVL", 1),
        ("TCP_KEEPCNT", 2),
        ("TCP_USER_TIMEOUT", _SECONDS_OF_SILENCE * 1_000),
    )
    if hasattr(socket, name)
}


class PooledConnection(asyncpg.Connection):  # type: ignore[misc]  # asyncpg ships no types
    """A connection that is released without a round trip: nothing here changes its session."""

    def __init__(
        self, protocol: asyncio.Protocol, transport: asyncio.Transport, *others: object
    ) -> None:
        super().__init__(protocol, transport, *others)
        _notice_silence(transport.get_extra_info("socket"))

    async def _cancel(
        self, waiter: asyncio.Future[None], cancel_waiter: asyncio.Future[None] | None = None
    ) -> None:
        """Tell the server that nobody waits any longer; give up one that doesn't even answer that.

        Whoever gives the connection back waits for this. Where the server has not even taken the
        request, all others of the pool are likely to lead nowhere too, so none is used again. One
        that took it is alive, and only this statement is slow to end.
        """
        taken: list[object] = []
        waiter.add_done_callback(taken.append)
        async with asyncio.timeout(_SECONDS_TO_CANCEL) as limit:
            await super()._cancel(waiter, cancel_waiter)
        if limit.expired():
            holder = self._pool_holder and self._pool_holder()
            self.terminate()
            if holder is not None and not taken:
                await holder._pool.expire_connections()  # noqa: SLF001 - asyncpg has no other way

    def get_reset_query(self) -> str:
        """Return no statement to run on release; an open transaction is still rolled back."""
        return ""

    def prepared(self, query: str) -> object:
        """Return what asyncpg has kept of a statement that it has prepared before, None if not."""
        return self._stmt_cache.get((query, asyncpg.Record, False))

    def is_at_rest(self) -> bool:
        """Test whether the connection can serve somebody else as it is."""
        return not (
            self.is_closed()
            or self.is_in_transaction()
            or self._listeners
            or self._log_listeners
            or self._protocol._is_cancelling()  # noqa: SLF001 - asyncpg has no public name for it
        )


def _notice_silence(connected: socket.socket) -> None:
    """Have the kernel end the connection should the other machine be gone without a word (R18.2).

    Whoever waits then learns of it in time to try another host. A machine that is there but slow
    is not meant: its kernel answers.
    """
    if connected.family not in {socket.AF_INET, socket.AF_INET6}:
        return
    with socket.socket(fileno=os.dup(connected.fileno())) as same:  # uvloop's own sets no options
        same.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        for option, value in _SILENCE.items():
            same.setsockopt(socket.IPPROTO_TCP, option, value)


def is_worn(holder: PoolConnectionHolder, pool: asyncpg.Pool) -> bool:
    """Test whether the pool would close the connection: of an older generation, or used enough."""
    used = holder._con._protocol.queries_count  # noqa: SLF001 - as asyncpg's own pool
    return bool(used >= holder._max_queries or holder._generation != pool._generation)  # noqa: SLF001
