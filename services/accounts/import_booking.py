"""Booking of imported rows: each in its account's book, or refused for itself (R15.4)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from services.accounts.imported_customers import ImportedCustomers, imported_customers
from services.command.caller import Caller
from services.ledger.entries import EntryNote
from services.ledger.writing.account_book import AccountBook
from services.ledger.writing.books import open_books
from services.programme.programme import Programme, customers_programme
from services.programme.rule_book import rule_book
from services.programme.websites import list_websites
from services.rules.basics.enums import LedgerReason
from services.rules.basics.refusals import NotFound, RewardsError
from services.rules.checkout.redemption.choice import check_available
from services.rules.ledger.import_rows import ImportRow, check_import_row, points_to_move

_NOTE: Final = EntryNote(LedgerReason.IMPORT)

AccountKey = tuple[str, str]  # a customer's id and a website's code
Moved = Mapping[AccountKey, int]


@dataclass(frozen=True, slots=True)
class ImportRowResult:
    """What became of a row: its entry, or why it is refused.

    Neither where nothing was to be moved, and in a dry run.
    """

    index: int
    entry_id: UUID | None = None
    error: RewardsError | None = None


@dataclass(frozen=True, slots=True)
class BookedRows:
    """The books that rows were booked in, to be written, and what became of each row.

    `moved` is what the rows move on each account.
    """

    books: Sequence[AccountBook]
    results: list[ImportRowResult]
    moved: Moved


def _nothing(_: Iterable[AccountKey]) -> Moved:
    return {}


async def book_rows(
    rows: Sequence[ImportRow],
    *,
    caller: Caller,
    now: datetime,
    moved_before: Callable[[Iterable[AccountKey]], Moved] = _nothing,
) -> BookedRows:
    """Book each row that can be in its account's book, in the order of the rows (R15.4).

    In a dry run `moved_before` says what earlier rows, which were not written, move on accounts.
    """
    refused = _refusals(rows, now)
    customers = await imported_customers(
        [row for index, row in enumerate(rows) if index not in refused]
    )
    websites = {website.code for website in await list_websites()}
    accounts: dict[int, AccountKey] = {}
    for index, row in enumerate(rows):
        if index not in refused:
            try:
                accounts[index] = _account_of(row, customers, websites)
            except RewardsError as error:
                refused[index] = error
    books = await _open(accounts.values(), customers, caller, now)
    for account, points in moved_before(books).items():
        _move(books[account], points, ImportRow(None, "", points))
    entries: dict[int, UUID | None] = {}
    moved: dict[AccountKey, int] = {}
    for index, account in accounts.items():
        book, row = books[account], rows[index]
        points = points_to_move(row, book.state.balance)
        try:
            entries[index] = _move(book, points, row)
        except RewardsError as error:
            refused[index] = error
        else:
            moved[account] = moved.get(account, 0) + points
    results = [
        ImportRowResult(index, entries.get(index), refused.get(index)) for index in range(len(rows))
    ]
    return BookedRows(list(books.values()), results, moved)


def _refusals(rows: Sequence[ImportRow], now: datetime) -> dict[int, RewardsError]:
    refused: dict[int, RewardsError] = {}
    for index, row in enumerate(rows):
        try:
            check_import_row(row, now=now)
        except RewardsError as error:
            refused[index] = error
    return refused


def _account_of(row: ImportRow, customers: ImportedCustomers, websites: set[str]) -> AccountKey:
    customer_id = customers.customer_of(row)
    if row.website_code not in websites:
        raise NotFound(f"There is no website {row.website_code}.", path=("website_code",))
    return customer_id, row.website_code


async def _open(
    accounts: Iterable[AccountKey], customers: ImportedCustomers, caller: Caller, now: datetime
) -> dict[AccountKey, AccountBook]:
    wanted = sorted(set(accounts))
    if not wanted:
        return {}
    book = await rule_book()
    by_customer: dict[str, list[Programme]] = {}
    for customer_id, website_code in wanted:
        known = customers.by_id[customer_id]
        programme = customers_programme(book, website_code, known, given_id=customer_id)
        by_customer.setdefault(customer_id, []).append(programme)
    return await open_books(by_customer, caller=caller, now=now)


def _move(book: AccountBook, points: int, row: ImportRow) -> UUID | None:
    """Add points to the row's account or take them, of those that are available (R15.4).

    Raises OutOfRange, InsufficientPoints.
    """
    note = _NOTE if row.comment is None else _NOTE._replace(comment=row.comment)
    if points < 0:
        check_available(-points, book.funds())
        return book.debit_row(-points, note, created_at=row.created_at).id
    book.check_room(points, path=("points",))
    entry, _ = book.credit_row(
        points, note, is_capped=False, created_at=row.created_at, expires_at=row.expires_at
    )
    return None if entry is None else entry.id
