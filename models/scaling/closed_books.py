"""Closed books, opened again by what is written late, where no trigger can (R15.1, R18.1).

On Citus a row's trigger runs on the row's machine and can't write to what every node has: who
writes a dated row says so here, in the same transaction.
"""

from collections.abc import Iterable
from datetime import datetime

from models.database import fetch, instant, is_distributed

_CLOSED = "SELECT website_code, closed_until FROM book_keeping"
_REOPEN = "SELECT reopen_books(ARRAY[CAST(? AS TEXT)], CAST(? AS TIMESTAMPTZ))"


async def written_at(at: datetime, website_code: str | None = None) -> None:
    """Remove closings that what was written at an instant makes wrong; of all websites if None."""
    if is_distributed():
        await written([(website_code, at)])


async def written(rows: Iterable[tuple[str | None, datetime]]) -> None:
    """Do so for rows of websites, each with its instant."""
    if not is_distributed():
        return
    closed = {
        str(row["website_code"]): instant(row["closed_until"]) for row in await fetch(_CLOSED)
    }
    first: dict[str, datetime] = {}
    for code, at in rows:
        for site in closed if code is None else [code]:
            first[site] = min(at, first.get(site, at))
    for site, at in sorted(first.items()):
        if site in closed and closed[site] >= at:
            await fetch(_REOPEN, [site, at])
