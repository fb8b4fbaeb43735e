"""Transactions on the open database: with locks, or without any until their end.

Who opens one, and how often it is tried, is services/command/transaction.py.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, TypeVar, cast

import asyncpg
from tortoise.backends.base.client import TransactionalDBClient
from tortoise.exceptions import OperationalError

from models.engines.noted_client import NotedClient, NotedTransaction
from models.engines.pending import Premise
from models.engines.unlocked import LostRace, MustLock, UnlockedTransaction
from models.engines.values import to_database
from models.open_database import (
    current_client,
    dialect,
    is_behind_pooler,
    is_distributed,
    open_transaction,
)

if TYPE_CHECKING:
    from models.engines.postgres import PostgresEngine

T = TypeVar("T", bound=NotedTransaction)

_POSTGRES_CONFLICTS = (
    asyncpg.SerializationError,
    asyncpg.DeadlockDetectedError,
    asyncpg.LockNotAvailableError,
)
_SQLITE_CONFLICTS = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
# Costs nothing to read, and no log where no commit waits anyway.
_WRITE_SOMETHING = (
    "SELECT pg_logical_emit_message(true, 'guerdon', '')"
    " WHERE current_setting('synchronous_standby_names') <> ''"
)
_owner: ContextVar[asyncio.Task[object] | None] = ContextVar("transaction_owner", default=None)


def in_transaction() -> bool:
    """Tell whether this task has a transaction open."""
    return isinstance(current_client(), TransactionalDBClient)


@asynccontextmanager
async def transaction() -> AsyncIterator[NotedClient]:
    """Run the block in one transaction, the open one if there is one; an error undoes it.

    Await nothing in it but the database: SQLite has one connection to write on, and another task
    started here would write into this transaction.
    """
    if in_transaction():
        assert _owner.get() is asyncio.current_task(), "A transaction belongs to one task."
        yield current_client()
        return
    async with current_client()._in_transaction() as client:  # noqa: SLF001 - what tortoise itself calls
        with _owned(cast("NotedTransaction", client)) as owned:
            yield owned
            await owned.write_pending()


@asynccontextmanager
async def unlocked_transaction() -> AsyncIterator[UnlockedTransaction]:
    """Run the block as a transaction that locks nothing, but when it writes, at its end.

    What it has read, and decides on, it must `rely_on`: it writes nothing where that has changed.
    Raises LostRace then, and as soon as the block asks for a lock.
    """
    assert not in_transaction(), "what is locked already, a part can't leave unlocked"
    async with cast("PostgresEngine", current_client()).unlocked_transaction() as client:
        with _owned(cast("UnlockedTransaction", client)) as owned:
            yield owned


@contextmanager
def _owned(client: T) -> Iterator[T]:
    """Have the block's statements run in a transaction, which belongs to this task."""
    owner, here = _owner.set(asyncio.current_task()), open_transaction.set(client)
    try:
        yield client
    finally:
        open_transaction.reset(here)
        _owner.reset(owner)


def can_be_unlocked() -> bool:
    """Tell whether it pays to leave transactions unlocked.

    SQLite locks all of it, next door; through PgBouncer a statement alone costs a transaction. On
    Citus what one statement would write may stand on several machines.
    """
    return dialect() == "postgres" and not is_behind_pooler() and not is_distributed()


def is_unlocked() -> bool:
    """Tell whether this task's transaction locks nothing before its end."""
    return isinstance(current_client(), UnlockedTransaction)


def is_left_to_the_end() -> bool:
    """Tell whether what would be claimed now is claimed by an unlocked transaction's last write.

    If so, until then nobody knows whose it is, and a refusal is looked into with locks.
    """
    client = current_client()
    if isinstance(client, UnlockedTransaction):
        client.has_asked = True
    return isinstance(client, UnlockedTransaction)


def must_lock() -> None:
    """Say that what follows takes locks.

    Raises LostRace where the transaction is unlocked: it is run again with locks.
    """
    if is_unlocked():
        raise MustLock


def rely_on(table: str, condition: str, values: Sequence[object]) -> None:
    """Have an unlocked transaction write only if its row of `table` still meets `condition`.

    The condition, `?` for its values, finds one row by its key.
    """
    client = current_client()
    assert isinstance(client, UnlockedTransaction), "a lock keeps what was decided on"
    bound = [to_database(value, dialect()) for value in values]
    client.rely_on(Premise(table, condition, bound))


def has_lost_a_race(error: BaseException) -> bool:
    """Tell whether a transaction failed only because another ran beside it: try it again whole.

    True for serialization failures and deadlocks of PostgreSQL (40001, 40P01), and for a lock that
    either did not get in time (55P03, SQLITE_BUSY); for LostRace.
    """
    if isinstance(error, OperationalError) and error.args:
        error = error.args[0]  # tortoise's own wrap around what the driver raised
    if isinstance(error, sqlite3.OperationalError):
        return getattr(error, "sqlite_errorcode", 0) & 0xFF in _SQLITE_CONFLICTS
    return isinstance(error, (*_POSTGRES_CONFLICTS, LostRace))


async def write_pending() -> None:
    """Send what waits in the open transaction, if there is one."""
    client = current_client()
    if isinstance(client, NotedTransaction):
        await client.write_pending()


async def confirm_what_was_seen() -> None:
    """Have a transaction that wrote nothing answered no sooner than what it saw is on a standby.

    PostgreSQL lets only those commits wait for a synchronous standby that have written, and shows
    what was committed as soon as its writer stops waiting, even if it was cancelled (R18.2).
    """
    client = current_client()
    if dialect() == "postgres" and not cast("NotedTransaction", client).has_written:
        await client.execute_query(_WRITE_SOMETHING)
