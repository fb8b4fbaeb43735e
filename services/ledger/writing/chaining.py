"""Chaining of new entries: their hashes, worked out as they are written (R17.1).

By then all of an entry is final: its allocations, and of the lots that it opens all but what is
left of them.
"""

from collections.abc import Mapping, Sequence
from typing import TypeVar
from uuid import UUID

from models.rows.inserts import set_columns
from models.tables.points import LotAllocation, PointsLot
from services.ledger.writing.account_book import AccountBook
from services.rules.ledger.chain import NO_ENTRY, Columns, canonical_entry, entry_hash

OfEntry = TypeVar("OfEntry", PointsLot, LotAllocation)


def chain(book: AccountBook) -> None:
    """Give the book's entries their hashes, the account the last of them."""
    lots, allocations = _by_entry(book, book.opened), _by_entry(book, book.allocations)
    last = book.account.last_hash or NO_ENTRY
    for row in book.entries:
        canonical = canonical_entry(vars(row), lots.get(row.id, ()), allocations.get(row.id, ()))
        last = entry_hash(last, canonical)
        set_columns(row, hash=last)
    book.last_hash = last


def _by_entry(book: AccountBook, rows: Sequence[OfEntry]) -> Mapping[UUID, list[Columns]]:
    """Return the columns of the book's rows by their entry; most books have one entry."""
    if len(book.entries) == 1:
        return {book.entries[0].id: [vars(row) for row in rows]} if rows else {}
    found: dict[UUID, list[Columns]] = {}
    for row in rows:
        found.setdefault(row.entry_id, []).append(vars(row))
    return found
