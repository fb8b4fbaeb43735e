"""Opening and writing account books, any number at once in a constant number of statements.

However long a history is, and however many accounts a transaction changes, opening takes a lock
and one read, to add points the lock alone; writing takes one statement. Each account that comes
into being adds one, and what matures some (R6.13).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from models.rows.inserts import insert_rows
from models.rows.updates import update_rows
from services.command.at_commit import moved_points
from services.command.caller import Caller
from services.ledger.accounts import Account, LotCondition, lock_accounts
from services.ledger.due import due_lots
from services.ledger.lot_rows import open_lot
from services.ledger.maturing import (
    DueMaturity,
    due_maturity,
    next_maturity,
    write_matured,
    write_next,
)
from services.ledger.writing.account_book import AccountBook
from services.ledger.writing.balance_mail import BalanceChange, queue_balance_updates
from services.ledger.writing.chaining import chain
from services.ledger.writing.contents import Contents, read_contents
from services.ledger.writing.entry_writing import write_entries
from services.ledger.writing.events import tell_of_books
from services.ledger.writing.lot_writing import write_lots
from services.programme.programme import Programme
from services.rules.ledger.account import AccountState
from services.rules.ledger.chain import NO_ENTRY
from services.rules.programme.visibility import are_points_shown


async def open_book(
    *,
    customer_id: str,
    programme: Programme,
    caller: Caller,
    now: datetime,
    adds_only: bool = False,
) -> AccountBook:
    """Lock the customer's account on the programme's website and bring it up to date.

    The account comes into being on first use (R1.2). From a book that `adds_only` nothing can be
    taken: it costs less, however many lots there are.
    """
    wanted = {customer_id: [programme]}
    books = await open_books(wanted, caller=caller, now=now, adds_only=adds_only)
    return books[customer_id, programme.website.code]


async def open_books(
    wanted: Mapping[str, Sequence[Programme]],
    *,
    caller: Caller,
    now: datetime,
    adds_only: bool = False,
) -> dict[tuple[str, str], AccountBook]:
    """Lock the accounts of several customers, each on its programmes' websites, up to date.

    The books are found by customer id and website code.
    """
    programmes = {
        (customer_id, programme.website.code): programme
        for customer_id, of_customer in wanted.items()
        for programme in of_customer
    }
    due = _due_lots(programmes.values(), now) if adds_only else None
    accounts = await lock_accounts(list(programmes), now=now, lots=due)
    # Loaded after the lock: a statement sees what was committed before it began.
    contents = await read_contents([each for each in accounts.values() if each.lots is None])
    matured = await due_maturity(accounts.values(), now=now)
    books = {}
    for key, programme in programmes.items():
        account = accounts[key]
        book = _book(account, programme, contents.get(account.id), caller, now)
        book.write_due(matured.get(account.id, DueMaturity(next_at=account.matures_at)))
        books[key] = book
    return books


async def write_books(books: Iterable[AccountBook]) -> None:
    """Put everything down that was decided: entries, lots, allocations and accounts (R3.1).

    Once per account and transaction: each time is a mail to its customer (R11.1).
    """
    all_books = list(books)
    for book in all_books:
        if book.matured or book.waits_anew or book.matures_at != book.account.matures_at:
            await _write_maturity(book)
    changed = [book for book in all_books if book.entries]
    await _write_pending([book for book in all_books if not book.entries])
    if not changed:
        return
    for book in changed:
        chain(book)
    rows = [row for book in changed for row in book.entries]
    await write_entries(rows)
    for row in rows:
        moved_points.note(row.reason, row.points)
    await write_lots(changed)
    await insert_rows([row for book in changed for row in book.allocations])
    await _write_accounts(changed)
    await _queue_mail(changed)
    await tell_of_books(changed, now=changed[0].now)


def _due_lots(programmes: Iterable[Programme], now: datetime) -> LotCondition | None:
    """Return the condition of lots that have expired, None where websites differ in it."""
    policies = {programme.expiry for programme in programmes}
    if len(policies) > 1:
        return None
    return due_lots(policies.pop(), now)


def _book(
    account: Account,
    programme: Programme,
    contents: Contents | None,
    caller: Caller,
    now: datetime,
) -> AccountBook:
    """Return the book of an account; without contents, of one that nothing is taken from."""
    rows = (account.lots or ()) if contents is None else contents.lots
    lots = tuple(open_lot(row, programme.expiry) for row in rows)
    unread = 0
    if contents is None:  # R3.3: the lots hold the balance, and what is owed besides
        unread = account.balance + account.debt - sum(lot.remaining for lot in lots)
    return AccountBook(
        account=account,
        programme=programme,
        caller=caller,
        now=now,
        state=AccountState(lots, account.debt, unread),
        holds=[] if contents is None else list(contents.holds),
        lots_before={lot.id: lot.remaining for lot in lots},
        pending_points=account.pending_points,
        adds_only=contents is None,
    )


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
    if book.waits_anew:
        book.matures_at = await next_maturity(book.account)
    if book.matures_at != book.account.matures_at:
        await write_next(book.account, book.matures_at)


async def _write_accounts(books: Sequence[AccountBook]) -> None:
    """Set the new balances and the end of the chain, in one statement."""
    await _update_accounts(
        books,
        {
            "balance": [book.state.balance for book in books],
            "debt": [book.state.debt for book in books],
            "entries": [book.account.entries + len(book.entries) for book in books],
            "last_hash": [book.last_hash or NO_ENTRY for book in books],
        },
    )


async def _write_pending(books: Sequence[AccountBook]) -> None:
    """Set what is promised on accounts without an entry."""
    changed = [book for book in books if _promised(book)]
    if changed:
        await _update_accounts(changed, {})


def _promised(book: AccountBook) -> int:
    """Return by how many points more is promised than before."""
    return book.pending_points - book.account.pending_points


async def _update_accounts(
    books: Sequence[AccountBook], columns: Mapping[str, Sequence[int | bytes]]
) -> None:
    promised = [_promised(book) for book in books]
    await update_rows(
        "reward_accounts",
        {
            "customer_id": [book.account.customer_id for book in books],
            "id": [book.account.id for book in books],
        },
        columns,
        # Added, not set: who has not locked the account does not know of another who promises.
        added={"pending_points": promised} if any(promised) else {},
    )
