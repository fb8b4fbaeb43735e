"""Database: the one door to it, with raw SQL written once for both kinds.

`?` stands for values; a statement runs in the open transaction if there is one. How a database is
opened is in open_database.py, how transactions run in transactions.py; all of it is asked for here.
"""

import sqlite3
from collections.abc import Sequence

import asyncpg
from tortoise.exceptions import BaseORMException

from models.engines import values
from models.engines.looking_ahead import Query
from models.engines.noted_client import NotedTransaction
from models.engines.pending import Write
from models.engines.statements import StatementCount, count_statements
from models.engines.unlocked import LostRace, UnlockedTransaction
from models.engines.values import Dialect, document, identifier, instant, octets
from models.open_database import (
    APPS,
    PoolUse,
    close_database,
    current_client,
    dialect,
    is_behind_pooler,
    is_distributed,
    kept_while_open,
    open_database,
    pool_use,
)
from models.transactions import (
    can_be_unlocked,
    confirm_what_was_seen,
    has_lost_a_race,
    in_transaction,
    is_left_to_the_end,
    is_unlocked,
    must_lock,
    rely_on,
    transaction,
    unlocked_transaction,
    write_pending,
)

__all__ = [
    "APPS",
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

# Whatever a database that is not there, or not willing, makes its driver raise.
DatabaseFailure = (
    OSError,
    asyncpg.PostgresError,
    asyncpg.TargetServerAttributeNotMatched,
    BaseORMException,
    sqlite3.Error,
)


async def probe() -> None:
    """Ask the database something small. Raises what is in DatabaseFailure where it can't answer."""
    await fetch("SELECT name FROM sqlite_master LIMIT 1" if dialect() == "sqlite" else "SELECT 1")


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
