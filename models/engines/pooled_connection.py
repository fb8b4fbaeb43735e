"""Connections of PostgreSQL's pool, given back to it without a round trip."""

import asyncpg
from asyncpg.pool import PoolConnectionHolder, PoolConnectionProxy


class PooledConnection(asyncpg.Connection):  # type: ignore[misc]  # asyncpg ships no types
    """A connection that is released without a round trip: nothing here changes its session."""

    def get_reset_query(self) -> str:
        """Return no statement to run on release; an open transaction is still rolled back."""
        return ""

    def is_at_rest(self) -> bool:
        """Test whether the connection can serve somebody else as it is."""
        return not (
            self.is_closed()
            or self.is_in_transaction()
            or self._listeners
            or self._log_listeners
            or self._protocol._is_cancelling()  # noqa: SLF001 - asyncpg has no public name for it
        )


async def give_back(pool: asyncpg.Pool, proxy: PoolConnectionProxy) -> None:
    """Return a connection to its pool: one at rest at once, any other in a task, as asyncpg does.

    That task costs as much as a small statement. This is what its `release` does besides waiting.
    """
    connection, holder = proxy._con, proxy._holder  # noqa: SLF001 - as asyncpg's own pool
    if connection is None or not connection.is_at_rest() or _is_worn(holder, pool):
        await pool.release(proxy)
        return
    connection._on_release()  # noqa: SLF001
    holder._timeout = None  # noqa: SLF001
    holder._release()  # noqa: SLF001
    holder._setup_inactive_callback()  # noqa: SLF001


def _is_worn(holder: PoolConnectionHolder, pool: asyncpg.Pool) -> bool:
    """Test whether the pool would close the connection: of an older generation, or used enough."""
    used = holder._con._protocol.queries_count  # noqa: SLF001 - as asyncpg's own pool
    return bool(used >= holder._max_queries or holder._generation != pool._generation)  # noqa: SLF001
