"""Merging of accounts: one customer's points become another's, website by website (R12.5)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from models.tables.points import PointsHold, PointsLot, RewardAccount
from services.command.caller import Caller
from services.ledger.accounts import count_other_change
from services.ledger.entries import EntryNote
from services.ledger.lot_rows import dates_of_row
from services.ledger.writing.account_book import AccountBook
from services.ledger.writing.books import open_books, write_books
from services.programme.programme import Programme
from services.rules.basics.enums import LedgerReason
from services.rules.basics.refusals import Path
from services.rules.ledger import account as rules
from services.rules.ledger.lots import Lot

_NOTE = EntryNote(LedgerReason.MERGE)
_INTO: Path = ("into_id",)


async def websites_of_accounts(customer_id: str) -> list[str]:
    """Return the websites on which the customer has an account, whatever is on it."""
    rows = await RewardAccount.filter(customer_id=customer_id).order_by("website_code")
    return [row.website_code for row in rows]


async def merge_accounts(
    *,
    from_id: str,
    into_id: str,
    leaving: Sequence[Programme],
    staying: Sequence[Programme],
    notify: bool,
    caller: Caller,
    now: datetime,
) -> None:
    """Move all points, debts and holds of a customer, and close their accounts for good.

    `leaving` has their programmes on all websites, so that no account of theirs can come into being
    later: a command that is about to open one waits, finds it closed and starts over. `staying` are
    the other customer's, on those websites where the first had an account. Accounts are locked in
    the order of the customers' ids (R18.1). The customer who stays gets mail with `notify` only.
    Raises OutOfRange, path ("into_id",).
    """
    wanted = {from_id: leaving, into_id: staying}
    books: dict[tuple[str, str], AccountBook] = {}
    for customer_id in sorted(wanted):
        opened = await open_books({customer_id: wanted[customer_id]}, caller=caller, now=now)
        books.update(opened)
    for programme in staying:
        website_code = programme.website.code
        source, target = books[from_id, website_code], books[into_id, website_code]
        await _merge(source, target)
        await _move_holds(source, target)
    for customer_id in sorted(wanted):
        of_customer = [book for (whose, _), book in books.items() if whose == customer_id]
        for book in of_customer:
            book.is_quiet = customer_id == from_id or not notify
        await write_books(of_customer)
    await RewardAccount.filter(customer_id=from_id).update(merged=True)


async def _merge(source: AccountBook, target: AccountBook) -> None:
    """Move all that is in an account, or its debt, to another customer's."""
    if source.state.debt:
        owed = source.state.debt
        rules.check_owed(target.state, owed, path=_INTO)
        source.state, posting = rules.repay(source.state)
        source.post(posting, _NOTE)
        target.state, posting = rules.owe(target.state, owed)
        target.post(posting, _NOTE)
    elif source.state.remaining:
        target.check_room(source.state.remaining, path=_INTO)
        rows = await _lot_rows(source)
        before = [rows[lot.id] for lot in source.state.lots if lot.remaining]
        _, lots = source.move_out(_NOTE)
        _take_in(target, before, lots)
    target.pending_points += source.pending_points
    source.pending_points = 0
    if source.matures_at is not None:
        target.await_maturity(source.matures_at)
        source.matures_at = None


async def _lot_rows(book: AccountBook) -> dict[UUID, PointsLot]:
    """Return the rows of the book's open lots, and of those that it has opened itself."""
    account = book.account
    rows = PointsLot.filter(customer_id=account.customer_id, account_id=account.id, remaining__gt=0)
    return {row.id: row for row in (*await rows, *book.opened)}


def _take_in(book: AccountBook, before: Sequence[PointsLot], lots: Sequence[Lot]) -> None:
    """Put lots in as new ones, with the dates and the warnings of those they were `before`."""
    known = [
        lot._replace(origin=row.origin_lot_id or row.id)
        for row, lot in zip(before, lots, strict=True)
    ]
    book.state, posting = rules.move_in(book.state, known)
    entry = book.post(posting, _NOTE)
    first = len(book.opened)
    dates = {lot.id: dates_of_row(row) for row, lot in zip(before, lots, strict=True)}
    book.open_lots(posting, entry, dates)
    for row, opened in zip(before, book.opened[first:], strict=True):
        opened.warned_by = row.warned_by
        opened.expiry_told_at = row.expiry_told_at


async def _move_holds(source: AccountBook, target: AccountBook) -> None:
    """Let the other account keep what this one keeps for carts and orders."""
    if not source.holds:
        return
    ids = [hold.id for hold in source.holds]
    await PointsHold.filter(customer_id=source.account.customer_id, id__in=ids).delete()
    await PointsHold.bulk_create(
        [
            PointsHold(
                id=hold.id,
                customer_id=target.account.customer_id,
                account_id=target.account.id,
                cart_id=hold.cart_id,
                order_id=hold.order_id,
                points=hold.points,
                expires_at=hold.expires_at,
                created_at=hold.created_at,
            )
            for hold in source.holds
        ]
    )
    await count_other_change(customer_id=target.account.customer_id, account_id=target.account.id)
