"""Database: the door to it, opened and closed, with transactions and raw SQL.

One database per process, SQLite or PostgreSQL by its URL. Raw SQL is written once for both, with
`?` for values; it runs in the open transaction if there is one.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar, cast
from urllib.parse import unquote

import asyncpg
from tortoise.backends.base.client import TransactionalDBClient
from tortoise.backends.base.config_generator import expand_db_url
from tortoise.backends.base.executor import EXECUTOR_CACHE
from tortoise.context import TortoiseContext
from tortoise.exceptions import BaseORMException, OperationalError

from models.engines import values
from models.engines.hosts import Hosts, addresses_of, hosts_and_ports
from models.engines.looking_ahead import Query
from models.engines.noted_client import NotedClient, NotedTransaction
from models.engines.pending import Premise, Write
from models.engines.statements import StatementCount, count_statements
from models.engines.unlocked import LostRace, MustLock, UnlockedTransaction
from models.engines.values import Dialect, document, identifier, instant, octets

if TYPE_CHECKING:
    from models.engines.postgres import PostgresEngine

T = TypeVar("T", bound=NotedTransaction)

__all__ = [
    "DatabaseFailure",
    "Dialect",
    "LostRace",
    "PoolUse",
    "Query",
    "StatementCount",
    "can_be_unlocked",
    "close_database",
    "confirm_what_was_seen",
    "count_statements",
    "current_client",
    "db_value",
    "dialect",
    "document",
    "execute",
    "execute_each",
    "execute_later",
    "fetch",
    "fetch_each",
    "has_lost_a_race",
    "identifier",
    "in_transaction",
    "instant",
    "is_behind_pooler",
    "is_distributed",
    "is_left_to_the_end",
    "is_unlocked",
    "kept_while_open",
    "look_ahead",
    "must_lock",
    "octets",
    "open_database",
    "pool_use",
    "rely_on",
    "rows_as_json",
    "transaction",
    "unlocked_transaction",
    "write_pending",
]

# Every module of models/ that holds models, in any order.
MODEL_MODULES = (
    "models.tables.operation",
    "models.tables.setup",
    "models.tables.points",
    "models.tables.checkout",
    "models.tables.promotions",
    "models.tables.activities",
    "models.tables.mail",
    "models.tables.webhooks",
)
APPS: dict[str, dict[str, object]] = {
    "models": {
        "models": list(MODEL_MODULES),
        "default_connection": "default",
        "migrations": "models.migrations",
    }
}
_POOL_SIZE = 10
_POSTGRES_PORT = 5432
# Whatever a database that is not there, or not willing, makes its driver raise.
DatabaseFailure = (
    OSError,
    asyncpg.PostgresError,
    asyncpg.TargetServerAttributeNotMatched,
    BaseORMException,
    sqlite3.Error,
)
_POSTGRES_CONFLICTS = (
    asyncpg.SerializationError,
    asyncpg.DeadlockDetectedError,
    asyncpg.LockNotAvailableError,
)
# Costs nothing to read, and no log where no commit waits anyway.
_WRITE_SOMETHING = (
    "SELECT pg_logical_emit_message(true, 'guerdon', '')"
    " WHERE current_setting('synchronous_standby_names') <> ''"
)
_SQLITE_CONFLICTS = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


@dataclass(frozen=True, slots=True)
class _OpenDatabase:
    context: TortoiseContext
    dialect: Dialect
    is_pooler: bool
    is_distributed: bool
    kept: dict[str, object] = field(default_factory=dict)


_open: _OpenDatabase | None = None
_prepared_for: Dialect | None = None  # what the models' queries were last built for: it takes 10 ms
_owner: ContextVar[asyncio.Task[object] | None] = ContextVar("transaction_owner", default=None)
# Tortoise knows it too, but takes long to say so, and each statement and each write asks.
_transaction: ContextVar["NotedTransaction | None"] = ContextVar("transaction", default=None)


def _opened() -> _OpenDatabase:
    assert _open is not None, "open_database() comes first."
    return _open


def current_client() -> NotedClient:
    """Return the client of this task's transaction, or of the pool if none is open."""
    opened = _opened()
    return _transaction.get() or cast("NotedClient", opened.context.db())


def _connection(url: str, *, pooler: bool) -> tuple[Dialect, dict[str, object]]:
    if url.startswith("sqlite:"):
        path = expand_db_url(url)["credentials"]["file_path"]
        return "sqlite", {"engine": "models.engines.sqlite", "credentials": {"file_path": path}}
    several = addresses_of(url)
    credentials: dict[str, object] = expand_db_url(several[0])["credentials"]
    if len(several) > 1:
        hosts = Hosts(
            *hosts_and_ports(several, _POSTGRES_PORT),
            str(credentials.pop("target_session_attrs", "primary")),
        )
        credentials["connect"] = hosts.connect
    credentials["pooler"], credentials["init"] = pooler, _forget_with
    credentials.setdefault("maxsize", _POOL_SIZE)
    if "sslmode" in credentials:
        credentials["ssl"] = credentials.pop("sslmode")
    if credentials.get("user"):
        credentials["user"] = unquote(str(credentials["user"]))
    return "postgres", {"engine": "models.engines.postgres", "credentials": credentials}


async def _forget_with(connection: asyncpg.Connection) -> None:
    """Keep nothing beyond the loss of `connection`: the next primary may not have it."""
    connection.add_termination_listener(_forget)


def _forget(_: asyncpg.Connection) -> None:
    if _open is not None:
        _open.kept.clear()


async def open_database(url: str, *, pooler: bool = False, citus: bool = False) -> None:
    """Make the database at `url` this process's; the first statement connects to it.

    `url` is `sqlite://path` or `postgres://user:password@host:port/name`, as settings.py checks it.
    Of several hosts, each new connection takes the first that is a primary. With `pooler`, it leads
    to PgBouncer in transaction mode (R18.2); with `citus`, to the coordinator of a cluster that the
    tables are distributed over (R18.1).
    """
    global _open, _prepared_for
    assert _open is None, "The database is open already."
    kind, connection = _connection(url, pooler=pooler)
    is_first = kind != _prepared_for
    if is_first:
        EXECUTOR_CACHE.clear()  # it remembers the placeholders of whatever dialect came first
    context = TortoiseContext()
    config = {"connections": {"default": connection}, "apps": APPS}
    with context:  # tasks of other contexts, requests among them, find it by the global fallback
        await context.init(config=config, init_connections=is_first, _enable_global_fallback=True)
        context.connections.get("default")
    _open, _prepared_for = _OpenDatabase(context, kind, pooler, citus), kind


async def close_database() -> None:
    """Close this process's connections; does nothing when none is open."""
    global _open
    if _open is not None:
        context, _open = _open.context, None
        await context.close_connections()


@dataclass(frozen=True, slots=True)
class PoolUse:
    """How many connections are in use and idle, and how many there may be."""

    used: int
    idle: int
    limit: int


def pool_use() -> PoolUse | None:
    """Return the use of PostgreSQL's pool; None on SQLite and before the first statement."""
    pool = getattr(_open.context.db(), "_pool", None) if _open is not None else None
    if pool is None:
        return None
    idle = pool.get_idle_size()
    return PoolUse(pool.get_size() - idle, idle, pool.get_max_size())


def kept_while_open() -> dict[str, object]:
    """Return what this process keeps of the open database, by names; gone when it is closed."""
    return _opened().kept


def dialect() -> Dialect:
    """Return which SQL the open database speaks."""
    return _opened().dialect


def is_behind_pooler() -> bool:
    """Return whether a statement outside of a transaction costs three round trips (R18.2)."""
    return _opened().is_pooler


def is_distributed() -> bool:
    """Tell whether several customers' rows may stand on several machines (R18.1)."""
    return _opened().is_distributed


async def probe() -> None:
    """Ask the database something small. Raises what is in DatabaseFailure where it can't answer."""
    await fetch("SELECT name FROM sqlite_master LIMIT 1" if dialect() == "sqlite" else "SELECT 1")


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
    owner, transaction_here = _owner.set(asyncio.current_task()), _transaction.set(client)
    try:
        yield client
    finally:
        _transaction.reset(transaction_here)
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
    bound = [db_value(value) for value in values]
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


def db_value(value: object) -> object:
    """Return `value` as the open database holds it; `fetch` and `execute` do so by themselves."""
    return values.to_database(value, dialect())


def rows_as_json(columns: Sequence[str]) -> str:
    """Return SQL that answers a subquery's rows as one value, JSON for `document`.

    It is an array of arrays with the values of `columns`, in no order; without rows it is null, or
    empty. Instants and UUIDs in it are text: read them with `instant` and `identifier`.
    """
    return values.rows_as_json(columns, dialect())


async def fetch(sql: str, parameters: Sequence[object] = ()) -> list[dict[str, object]]:
    """Run `sql` and return its rows, those of RETURNING too.

    Instants, UUIDs and JSON come back as the driver has them: read them with `instant`,
    `identifier` and `document`.
    """
    kind = dialect()
    bound = [values.to_database(value, kind) for value in parameters]
    return await current_client().execute_query_dict(values.placeholders(sql, kind), bound)


async def look_ahead(queries: Sequence[Query]) -> None:
    """Have what will be fetched soon answered by one statement, where that pays.

    Whoever fetches one of these then, word for word, has its answer already, once. Only without
    locks: whoever locks reads what it has locked.
    """
    client = current_client()
    if isinstance(client, UnlockedTransaction):
        await client.look_ahead([Query(q.sql, [db_value(v) for v in q.values]) for q in queries])


async def execute(sql: str, parameters: Sequence[object] = ()) -> int:
    """Run `sql` and return how many rows it wrote, rows written by triggers apart."""
    kind = dialect()
    bound = [values.to_database(value, kind) for value in parameters]
    return await current_client().affect(values.placeholders(sql, kind), bound)


async def execute_later(
    sql: str,
    parameters: Sequence[object] = (),
    *,
    inserts: str = "",
    changes: str = "",
    reads: Sequence[str] = (),
    claims: bool = False,
) -> None:
    """Run `sql`, which inserts into or changes one table, before anything else of the transaction.

    It waits for the next statement or the commit, and goes there with what else waits. Nobody is
    told how many rows it wrote. `reads` are the other tables that it reads. One that `claims`
    inserts one row that others wait for before they lock anything. Outside a transaction it runs
    at once.
    """
    kind = dialect()
    client = current_client()
    if not isinstance(client, NotedTransaction):
        await execute(sql, parameters)
        return
    bound = [values.to_database(value, kind) for value in parameters]
    await client.write_later(Write(inserts or changes, sql, bound, bool(inserts), reads, claims))


async def write_pending() -> None:
    """Send what waits in the open transaction, if there is one."""
    client = current_client()
    if isinstance(client, NotedTransaction):
        await client.write_pending()


async def confirm_what_was_seen() -> None:
    """Have a transaction that wrote nothing answered no sooner than what it saw is on a standby.

    PostgreSQL lets only those commits wait for a synchronous standby that have written, and shows
    what was committed as soon as its writer no longer waits, be it that it was cancelled (R18.2).
    """
    client = current_client()
    if dialect() == "postgres" and not cast("NotedTransaction", client).has_written:
        await client.execute_query(_WRITE_SOMETHING)


async def execute_each(sql: str, rows: Sequence[Sequence[object]]) -> None:
    """Run `sql` with the values of each row, sent together."""
    kind = dialect()
    bound = [[values.to_database(value, kind) for value in row] for row in rows]
    if bound:
        await current_client().execute_many(values.placeholders(sql, kind), bound)


async def fetch_each(sql: str, rows: Sequence[Sequence[object]]) -> list[dict[str, object]]:
    """Run `sql` with the values of each row, in their order, and return what all of them find.

    On PostgreSQL, within a transaction, it is one round trip.
    """
    kind = dialect()
    bound = [[values.to_database(value, kind) for value in row] for row in rows]
    return await current_client().fetch_each(values.placeholders(sql, kind), bound) if bound else []
