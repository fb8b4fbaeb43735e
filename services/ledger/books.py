"""Opening and writing account books, any number at once in a constant number of statements.

However long a history is, and however many accounts a transaction changes, opening takes a lock
and two reads, writing five statements; each account that comes into being adds one, and what
matures some (R6.13).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from models.points import PointsHold, PointsLot, RewardAccount
from models.row_inserts import insert_rows
from models.row_reads import marks, read_rows
from models.row_updates import update_rows
from services.command import movements
from services.command.caller import Caller
from services.ledger.account_book import AccountBook
from services.ledger.accounts import lock_accounts
from services.ledger.balance_mail import BalanceChange, queue_balance_updates
from services.ledger.chaining import chain
from services.ledger.entry_writing import write_entries
from services.ledger.events import tell_of_books
from services.ledger.lot_rows import lot_from_row
from services.ledger.lot_writing import write_lots
from services.ledger.maturing import DueMaturity, due_maturity, write_matured, write_next
from services.programme.programme import Programme
from services.rules.ledger.account import AccountState
from services.rules.ledger.chain import NO_ENTRY
from services.rules.ledger.expiry import ExpiryPolicy
from services.rules.ledger.lots import Lot
from services.rules.programme.visibility import are_points_shown

_OF_ACCOUNTS = """
SELECT * FROM {table} WHERE customer_id IN ({customers}) AND account_id IN ({accounts})
"""
_OPEN = " AND remaining > 0"


async def open_book(
    *, customer_id: str, programme: Programme, caller: Caller, now: datetime
) -> AccountBook:
    """Lock the customer's account on the programme's website and bring it up to date.

    The account comes into being on first use (R1.2).
    """
    books = await open_books({customer_id: [programme]}, caller=caller, now=now)
    return books[customer_id, programme.website.code]


async def open_books(
    wanted: Mapping[str, Sequence[Programme]], *, caller: Caller, now: datetime
) -> dict[tuple[str, str], AccountBook]:
    """Lock the accounts of several customers, each on its programmes' websites, up to date.

    The books are found by customer id and website code.
    """
    programmes = {
        (customer_id, programme.website.code): programme
        for customer_id, of_customer in wanted.items()
        for programme in of_customer
    }
    accounts = await lock_accounts(list(programmes), now=now)
    # Loaded after the lock: a statement sees what was committed before it began.
    lots = await _open_lots(list(accounts.values()))
    holds = await _holds(list(accounts.values()))
    due = await due_maturity(accounts.values(), now=now)
    books = {
        key: _book(accounts[key], programme, lots, holds, caller, now)
        for key, programme in programmes.items()
    }
    for book in books.values():
        book.write_due(due.get(book.account.id, DueMaturity(next_at=book.account.matures_at)))
    return books


async def write_books(books: Iterable[AccountBook]) -> None:
    """Put everything down that was decided: entries, lots, allocations and accounts (R3.1).

    Once per account and transaction: each time is a mail to its customer (R11.1).
    """
    all_books = list(books)
    for book in all_books:
        await _write_maturity(book)
    changed = [book for book in all_books if book.entries]
    if not changed:
        return
    for book in changed:
        chain(book)
    rows = [row for book in changed for row in book.entries]
    await write_entries(rows)
    for row in rows:
        movements.note(row.reason, row.points)
    await write_lots(changed)
    await insert_rows([row for book in changed for row in book.allocations])
    await _write_accounts(changed)
    await _queue_mail(changed)
    await tell_of_books(changed, now=changed[0].now)


def _book(
    account: RewardAccount,
    programme: Programme,
    lots: Mapping[UUID, list[PointsLot]],
    holds: Mapping[UUID, list[PointsHold]],
    caller: Caller,
    now: datetime,
) -> AccountBook:
    rows = lots.get(account.id, [])
    open_lots = _lots(rows, programme.expiry)
    return AccountBook(
        account=account,
        programme=programme,
        caller=caller,
        now=now,
        state=AccountState(open_lots, account.debt),
        holds=holds.get(account.id, []),
        open_lots_before=rows,
        lots_before={lot.id: lot.remaining for lot in open_lots},
    )


def _lots(rows: Sequence[PointsLot], policy: ExpiryPolicy) -> tuple[Lot, ...]:
    return tuple(lot_from_row(row, policy) for row in rows)


async def _open_lots(accounts: Sequence[RewardAccount]) -> dict[UUID, list[PointsLot]]:
    sql, values = _of(accounts, "points_lots")
    by_account: dict[UUID, list[PointsLot]] = {}
    for row in await read_rows(PointsLot, sql + _OPEN, values):
        by_account.setdefault(row.account_id, []).append(row)
    return by_account


async def _holds(accounts: Sequence[RewardAccount]) -> dict[UUID, list[PointsHold]]:
    by_account: dict[UUID, list[PointsHold]] = {}
    for row in await read_rows(PointsHold, *_of(accounts, "point_holds")):
        by_account.setdefault(row.account_id, []).append(row)
    return by_account


def _of(accounts: Sequence[RewardAccount], table: str) -> tuple[str, list[object]]:
    """Return what selects these accounts' rows of a table, with its values."""
    customers = sorted({account.customer_id for account in accounts})
    ids = [account.id for account in accounts]
    sql = _OF_ACCOUNTS.format(table=table, customers=marks(customers), accounts=marks(ids))
    return sql, [*customers, *ids]


async def _queue_mail(books: Sequence[AccountBook]) -> None:
    """Tell the customers of it, where they may see their points at all (R1.6)."""
    shown = [
        book for book in books if book.told_entries and are_points_shown(book.programme.settings)
    ]
    changes = [
        BalanceChange(
            customer_id=book.account.customer_id,
            account_id=book.account.id,
            website_code=book.account.website_code,
            first_sequence=book.account.entries + 1,
            last_sequence=book.account.entries + book.told_entries,
        )
        for book in shown
    ]
    await queue_balance_updates(changes, now=books[0].now)


async def _write_maturity(book: AccountBook) -> None:
    for order_id, ledger in book.matured.items():
        await write_matured(order_id, ledger)
    if book.matures_at != book.account.matures_at:
        await write_next(book.account, book.matures_at)


async def _write_accounts(books: Sequence[AccountBook]) -> None:
    """Set the new balances and the end of the chain, in one statement."""
    await update_rows(
        "reward_accounts",
        {
            "customer_id": [book.account.customer_id for book in books],
            "id": [book.account.id for book in books],
        },
        {
            "balance": [book.state.balance for book in books],
            "debt": [book.state.debt for book in books],
            "entries": [book.account.entries + len(book.entries) for book in books],
            "last_hash": [book.last_hash or NO_ENTRY for book in books],
        },
    )
