"""Excerpts: rows brought together from several machines, for statements that join them (R18.1).

On Citus only rows of one customer are sure to stand on one machine. A check that compares orders
with entries, or a job that works off many accounts, first takes out what it is about, into
temporary tables of the same names, which hide the real ones: its statement stays the same on every
database.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from models.database import fetch, in_transaction, is_distributed
from models.rows.bulk import Snapshot, snapshot

_Fetch = Callable[[str, Sequence[object]], Awaitable[list[dict[str, object]]]]


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Rows of a table that meet a condition; `some_TABLE` in it are those taken before."""

    table: str
    condition: str
    values: Sequence[object] = ()


async def bring_together(books: Snapshot, excerpts: Sequence[Excerpt]) -> None:
    """Hide tables behind their excerpts until the snapshot ends; where all rows are, do nothing."""
    if is_distributed():
        await _take_out(books.fetch, excerpts)


async def fetch_together(
    sql: str, values: Sequence[object], excerpts: Sequence[Excerpt]
) -> list[dict[str, object]]:
    """Return what a statement finds in these rows; where all rows are, it simply runs.

    In the open transaction, if there is one. It must change none of these tables.
    """
    if not is_distributed():
        return await fetch(sql, values)
    if in_transaction():
        return await _found_in(fetch, sql, values, excerpts)
    async with snapshot() as books:
        await bring_together(books, excerpts)
        return await books.fetch(sql, values)


async def fetch_in_snapshot(
    books: Snapshot, sql: str, values: Sequence[object], excerpts: Sequence[Excerpt]
) -> list[dict[str, object]]:
    """Do the same in a snapshot, which has all rows again afterwards."""
    if not is_distributed():
        return await books.fetch(sql, values)
    return await _found_in(books.fetch, sql, values, excerpts)


async def _found_in(
    run: _Fetch, sql: str, values: Sequence[object], excerpts: Sequence[Excerpt]
) -> list[dict[str, object]]:
    tables = await _take_out(run, excerpts)
    found = await run(sql, values)
    for table in tables:
        await run(f"DROP TABLE pg_temp.{table}", ())
    return found


async def _take_out(run: _Fetch, excerpts: Sequence[Excerpt]) -> list[str]:
    tables = list(dict.fromkeys(excerpt.table for excerpt in excerpts))
    for table in tables:
        await run(f"CREATE TEMPORARY TABLE some_{table} (LIKE {table}) ON COMMIT DROP", ())
    for excerpt in excerpts:
        await run(
            f"INSERT INTO some_{excerpt.table}"  # noqa: S608 - names and conditions of ours
            f" SELECT * FROM {excerpt.table} WHERE {excerpt.condition}",
            excerpt.values,
        )
    for table in tables:
        await run(f"ALTER TABLE some_{table} RENAME TO {table}", ())
    return tables
