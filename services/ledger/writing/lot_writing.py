"""Writing what a transaction did to lots, in two statements at most."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from models.rows.inserts import insert_rows, set_columns
from models.rows.updates import update_rows
from services.ledger.writing.account_book import AccountBook


@dataclass(frozen=True, slots=True)
class _Change:
    customer_id: str
    lot_id: UUID
    remaining: int
    expired: int


async def write_lots(books: Sequence[AccountBook]) -> None:
    """Insert the lots opened, as they stand at the end, and update those that changed."""
    drawn_from = [book for book in books if book.allocations]  # no other's lots have changed
    for book in drawn_from:
        _bring_up_to_date(book)
    await insert_rows([lot for book in books for lot in book.opened])
    changes = [change for book in drawn_from for change in _changes(book)]
    if changes:
        await _update(changes)


def _bring_up_to_date(book: AccountBook) -> None:
    """Have the rows of the lots opened say what is left of each."""
    remaining = {lot.id: lot.remaining for lot in book.state.lots}
    for lot in book.opened:
        set_columns(lot, remaining=remaining[lot.id], expired=book.expired.get(lot.id, 0))


def _changes(book: AccountBook) -> list[_Change]:
    return [
        _Change(book.account.customer_id, lot.id, lot.remaining, book.expired.get(lot.id, 0))
        for lot in book.state.lots
        if lot.id in book.lots_before and book.lots_before[lot.id] != lot.remaining
    ]


async def _update(changes: Sequence[_Change]) -> None:
    await update_rows(
        "points_lots",
        {
            "customer_id": [change.customer_id for change in changes],
            "id": [change.lot_id for change in changes],
        },
        {"remaining": [change.remaining for change in changes]},
        added={"expired": [change.expired for change in changes]},
    )
