"""Open database of this process: opened by its URL, closed, and what kind it is.

One database per process, SQLite or PostgreSQL.
"""

from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import cast
from urllib.parse import unquote

import asyncpg
from tortoise.backends.base.config_generator import expand_db_url
from tortoise.backends.base.executor import EXECUTOR_CACHE
from tortoise.context import TortoiseContext

from models.engines.hosts import Hosts, addresses_of, hosts_and_ports
from models.engines.noted_client import NotedClient, NotedTransaction
from models.engines.values import Dialect

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


@dataclass(frozen=True, slots=True)
class _OpenDatabase:
    context: TortoiseContext
    dialect: Dialect
    is_pooler: bool
    is_distributed: bool
    kept: dict[str, object] = field(default_factory=dict)


_open: _OpenDatabase | None = None
_prepared_for: Dialect | None = None  # what the models' queries were last built for: it takes 10 ms
# Tortoise knows it too, but takes long to say so, and each statement and each write asks.
open_transaction: ContextVar[NotedTransaction | None] = ContextVar("transaction", default=None)


def _opened() -> _OpenDatabase:
    assert _open is not None, "open_database() comes first."
    return _open


def current_client() -> NotedClient:
    """Return the client of this task's transaction, or of the pool if none is open."""
    opened = _opened()
    return open_transaction.get() or cast("NotedClient", opened.context.db())


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
