"""Balance imports from another system: many rows per call, each with its own result (R3.5)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from services.command.caller import Caller
from services.command.idempotency import callers_key
from services.command.once import Command, Done, once
from services.command.transaction import one_transaction, rolled_back
from services.ledger.account_book import AccountBook
from services.ledger.accounts import AccountKey
from services.ledger.books import open_books, write_books
from services.ledger.entries import EntryNote
from services.programme.known_customers import known_customers
from services.programme.programme import Programme, customers_programme
from services.programme.rule_book import rule_book
from services.programme.websites import list_websites
from services.rules.basics.enums import LedgerReason
from services.rules.basics.limits import (
    IMPORT_LENGTH,
    check_comment,
    check_future,
    check_id,
    check_length,
    check_points,
)
from services.rules.basics.refusals import Invalid, NotFound, OutOfRange, RewardsError

_MUTATION = "pointsImport"

Customers = Mapping[str, Mapping[str, object]]  # by id, what the programme depends on of each


@dataclass(frozen=True, slots=True)
class ImportRow:
    """Points that a customer brings; dates given are kept as they are (R10.2)."""

    customer_id: str
    website_code: str
    points: int
    created_at: datetime | None = None
    expires_at: datetime | None = None
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class ImportRowResult:
    """What became of a row: its entry, or why there is no entry; neither in a dry run."""

    index: int
    entry_id: UUID | None = None
    error: RewardsError | None = None


@dataclass(frozen=True, slots=True)
class PointsImport:
    """What became of all rows; `imported` counts those that are or, in a dry run, would be in."""

    imported: int
    rows: list[ImportRowResult]
    replayed: bool


async def import_points(
    *,
    idempotency_key: str,
    dry_run: bool,
    rows: Sequence[ImportRow],
    notify: bool = False,
    caller: Caller,
    now: datetime,
) -> PointsImport:
    """Book the rows that can be, say of the others why not; a dry run books nothing.

    Imported points are never cut by the cap (R4.1). Customers get mail about them only with
    `notify` (R11.1). Raises Invalid, OutOfRange,
    IdempotencyConflict for the call as a whole.
    """
    check_length(len(rows), most=IMPORT_LENGTH, least=1, path=("rows",))
    check_id(idempotency_key, path=("idempotency_key",))
    if dry_run:
        _, results = await _try_rows(rows, caller, now)
        shown = [ImportRowResult(result.index, None, result.error) for result in results]
        return _import(shown, replayed=False)
    return await _import_once(idempotency_key, rows, caller, now, notify=notify)


@one_transaction
async def _import_once(
    idempotency_key: str, rows: Sequence[ImportRow], caller: Caller, now: datetime, *, notify: bool
) -> PointsImport:
    given: dict[str, object] = {"rows": [asdict(row) for row in rows]}
    if notify:  # so that a key of before there was a choice is still the same
        given["notify"] = notify
    key = callers_key(caller, _MUTATION, idempotency_key, given, now)

    async def do() -> Done[PointsImport]:
        books, results = await _book_rows(rows, caller, now)
        for book in books:
            book.is_quiet = not notify
        await write_books(books)
        done = _import(results, replayed=False)
        return Done(done, _kept(results), {"rows": len(rows), "imported": done.imported})

    async def replay(kept: Mapping[str, object]) -> PointsImport:
        return _import(_results_of(kept), replayed=True)

    return await once(Command(_MUTATION, idempotency_key, [key], caller, now), do, replay=replay)


async def _book_rows(
    rows: Sequence[ImportRow], caller: Caller, now: datetime
) -> tuple[Iterable[AccountBook], list[ImportRowResult]]:
    """Book each row in its account's book, oldest first within an account."""
    customers = await known_customers({row.customer_id for row in rows})
    websites = {website.code for website in await list_websites()}
    refused: dict[int, RewardsError] = {}
    for index, row in enumerate(rows):
        error = _refusal(row, customers, websites, now)
        if error is not None:
            refused[index] = error
    good = {index: row for index, row in enumerate(rows) if index not in refused}
    books = await _open(good.values(), customers, caller, now)
    entries: dict[int, UUID] = {}
    for index, row in sorted(good.items(), key=lambda item: item[1].created_at or now):
        try:
            entries[index] = _credit(books[_account_of(row, customers)], row)
        except OutOfRange as error:
            refused[index] = error
    results = [
        ImportRowResult(index, entries.get(index), refused.get(index)) for index in range(len(rows))
    ]
    return books.values(), results


_try_rows = rolled_back(_book_rows)


def _refusal(
    row: ImportRow, customers: Customers, websites: set[str], now: datetime
) -> RewardsError | None:
    try:
        _check(row, customers, websites, now)
    except RewardsError as error:
        return error
    return None


def _check(row: ImportRow, customers: Customers, websites: set[str], now: datetime) -> None:
    check_points(row.points, least=1, path=("points",))
    check_comment(row.comment, path=("comment",))
    if row.customer_id not in customers:
        raise NotFound(f"There is no customer {row.customer_id}.", path=("customer_id",))
    if row.website_code not in websites:
        raise NotFound(f"There is no website {row.website_code}.", path=("website_code",))
    if row.created_at is not None and row.created_at > now:
        raise Invalid("Must not be in the future.", path=("created_at",))
    check_future(row.expires_at, now=now, path=("expires_at",))


def _account_of(row: ImportRow, customers: Customers) -> AccountKey:
    """Return whose account the row is for, by their present id, and on which website."""
    return str(customers[row.customer_id]["customer_id"]), row.website_code


async def _open(
    rows: Iterable[ImportRow], customers: Customers, caller: Caller, now: datetime
) -> dict[tuple[str, str], AccountBook]:
    wanted = sorted({_account_of(row, customers) for row in rows})
    if not wanted:
        return {}
    book = await rule_book()
    by_customer: dict[str, list[Programme]] = {}
    by_id = {str(known["customer_id"]): known for known in customers.values()}
    for customer_id, website_code in wanted:
        programme = customers_programme(
            book, website_code, by_id[customer_id], given_id=customer_id
        )
        by_customer.setdefault(programme.present_id, []).append(programme)
    return await open_books(by_customer, caller=caller, now=now)


def _credit(book: AccountBook, row: ImportRow) -> UUID:
    book.check_room(row.points, path=("points",))
    credited = book.credit(
        row.points,
        EntryNote(LedgerReason.IMPORT, comment=row.comment),
        is_capped=False,
        created_at=row.created_at,
        expires_at=row.expires_at,
    )
    assert credited.entry is not None, "nothing cuts imported points"
    return credited.entry.id


def _import(results: list[ImportRowResult], *, replayed: bool) -> PointsImport:
    imported = sum(result.error is None for result in results)
    return PointsImport(imported, results, replayed)


def _kept(results: Sequence[ImportRowResult]) -> dict[str, object]:
    return {
        "rows": [
            {
                "entry": str(result.entry_id) if result.entry_id else None,
                "error": _kept_error(result.error),
            }
            for result in results
        ]
    }


def _kept_error(error: RewardsError | None) -> dict[str, object] | None:
    if error is None:
        return None
    return {"code": error.code, "message": error.message, "path": list(error.path)}


def _results_of(done: Mapping[str, object]) -> list[ImportRowResult]:
    rows = cast("list[dict[str, object]]", done["rows"])
    return [
        ImportRowResult(
            index,
            UUID(str(row["entry"])) if row["entry"] else None,
            _error_of(cast("dict[str, object] | None", row["error"])),
        )
        for index, row in enumerate(rows)
    ]


def _error_of(kept: dict[str, object] | None) -> RewardsError | None:
    if kept is None:
        return None
    kinds = {kind.code: kind for kind in (Invalid, NotFound, OutOfRange)}
    path = tuple(cast("list[str | int]", kept["path"]))
    return kinds[str(kept["code"])](str(kept["message"]), path=path)
