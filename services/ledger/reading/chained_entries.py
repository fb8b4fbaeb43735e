"""Entries as they were chained: rows with their lots and allocations, in pages (R17.1).

Only columns, of no model: they are hashed as the database has them.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from models.database import fetch
from services.rules.ledger.chain import canonical_entry

Row = Mapping[str, object]
# Runs a SELECT: a command's, or that of a snapshot, which may take longer.
Fetch = Callable[[str, Sequence[object]], Awaitable[Sequence[Row]]]
Place = tuple[object, object, object]

FIRST_PLACE: Place = ("", "00000000-0000-0000-0000-000000000000", 0)
_ENTRIES = """
SELECT * FROM ledger
WHERE {whose} AND (customer_id, account_id, sequence) > (?, ?, ?)
ORDER BY customer_id, account_id, sequence LIMIT ?
"""
# What belongs to the entries from one to another.
_OF_PAGE = """
SELECT t.* FROM ledger_entries e
JOIN {table} t ON t.customer_id = e.customer_id AND t.entry_id = e.id
WHERE (e.customer_id, e.account_id, e.sequence) >= (?, ?, ?)
    AND (e.customer_id, e.account_id, e.sequence) <= (?, ?, ?)
"""


@dataclass(frozen=True, slots=True)
class ChainedEntry:
    """An entry's row, with what is hashed of it."""

    row: Row
    canonical: bytes

    @property
    def place(self) -> Place:
        """Where it stands among all entries: customer, account, sequence."""
        return _place(self.row)


async def chained_entries(
    whose: str,
    values: Sequence[object],
    *,
    after: Place = FIRST_PLACE,
    most: int,
    read: Fetch = fetch,
) -> list[ChainedEntry]:
    """Return the next `most` entries behind a place, account by account, in their sequence.

    `whose` is a condition on rows of the view `ledger`, `values` its values.
    """
    rows = await read(_ENTRIES.format(whose=whose), [*values, *after, most])
    if not rows:
        return []
    places = [*_place(rows[0]), *_place(rows[-1])]
    lots = _by_entry(await read(_OF_PAGE.format(table="points_lots"), places))
    allocations = _by_entry(await read(_OF_PAGE.format(table="lot_allocations"), places))
    return [
        ChainedEntry(
            row, canonical_entry(row, lots.get(row["id"], ()), allocations.get(row["id"], ()))
        )
        for row in rows
    ]


async def pages(
    whose: str,
    values: Sequence[object],
    *,
    after: Place = FIRST_PLACE,
    size: int,
    read: Fetch = fetch,
) -> AsyncIterator[list[ChainedEntry]]:
    """Yield all entries behind a place, a page at a time."""
    while page := await chained_entries(whose, values, after=after, most=size, read=read):
        yield page
        after = page[-1].place


def _place(row: Row) -> Place:
    return (row["customer_id"], row["account_id"], row["sequence"])


def _by_entry(rows: Sequence[Row]) -> Mapping[object, list[Row]]:
    by_entry: dict[object, list[Row]] = {}
    for row in rows:
        by_entry.setdefault(row["entry_id"], []).append(row)
    return by_entry
