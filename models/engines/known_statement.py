"""Known statements: run again on a connection at rest, without the driver's preliminaries.

A process sends the same few hundred statements again and again, mostly while some connection of the
pool is at rest. asyncpg still makes a proxy for it, has a coroutine hand it out, enters a context
manager and looks for what can't have changed: half as long as the whole statement takes. Whatever
is not as usual goes the driver's own way: no connection at rest, a statement that this one has not
prepared, a plan that a migration has made invalid.
"""

import asyncio
from collections.abc import Sequence
from typing import NamedTuple, cast

import asyncpg
from asyncpg.pool import PoolConnectionHolder

from models.engines.pooled_connection import is_worn


async def fetch_from(
    pool: asyncpg.Pool, query: str, values: Sequence[object]
) -> list[asyncpg.Record]:
    """Run one statement outside of a transaction, and return its rows."""
    taken = await take(pool)
    try:
        return await run(taken.connection, query, values)
    finally:
        await give_back(pool, taken)


class Taken(NamedTuple):
    """A connection out of the pool, for as long as its holder is in this use."""

    connection: asyncpg.Connection
    holder: PoolConnectionHolder
    use: object


async def take(pool: asyncpg.Pool) -> Taken:
    """Take a connection from its pool, to be given back whatever happens."""
    holder = _at_rest(pool)
    if holder is None:
        holder = (await pool.acquire())._holder  # noqa: SLF001 - asyncpg has no public names for these
    return Taken(holder._con, holder, holder._in_use)  # noqa: SLF001


async def run(
    connection: asyncpg.Connection, query: str, values: Sequence[object]
) -> list[asyncpg.Record]:
    """Run one statement that is a transaction of its own, and return its rows.

    A connection that the server has ended while it was idle may not know yet: it is ended here.
    """
    try:
        return await _run(connection, query, values)
    except asyncpg.InternalClientError:
        connection.terminate()
        raise


async def _run(
    connection: asyncpg.Connection, query: str, values: Sequence[object]
) -> list[asyncpg.Record]:
    statement = connection.prepared(query)
    if statement is not None:
        try:
            found = await connection._protocol.bind_execute(  # noqa: SLF001
                statement, values, "", 0, return_extra=False, timeout=None
            )
        except asyncpg.InvalidCachedStatementError:
            pass  # nothing was run: below, asyncpg meets it too, prepares it anew and asks again
        except asyncpg.OutdatedSchemaCacheError:
            await connection.reload_schema_state()  # it was run, so never again
            raise
        else:
            return cast("list[asyncpg.Record]", found)
    return cast("list[asyncpg.Record]", await connection.fetch(query, *values))


def _at_rest(pool: asyncpg.Pool) -> PoolConnectionHolder | None:
    """Take the connection that was used last from its pool, None if that needs to wait."""
    queue = pool._queue  # noqa: SLF001
    if pool.is_closing() or not queue or queue.empty():
        return None
    holder = queue.get_nowait()
    if not holder.is_connected() or holder._generation != pool._generation:  # noqa: SLF001
        queue.put_nowait(holder)
        return None
    holder._maybe_cancel_inactive_callback()  # noqa: SLF001
    holder._in_use = pool._loop.create_future()  # noqa: SLF001
    return holder


async def give_back(pool: asyncpg.Pool, taken: Taken) -> None:
    """Return a connection to its pool, unless it was lost, and its holder is back."""
    connection, holder, use = taken
    if holder._in_use is not use:  # noqa: SLF001
        return
    if connection.is_at_rest() and not is_worn(holder, pool):
        holder._release()  # noqa: SLF001
        holder._setup_inactive_callback()  # noqa: SLF001
    else:  # shielded: a cancelled request must not keep its connection
        await asyncio.shield(holder.release(None))
