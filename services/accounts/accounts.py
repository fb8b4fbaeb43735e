"""Reward accounts as the API shows them: how they stand, their lots, their history (R1.2, R3.1)."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from services.command.pages.cursor_page import Page, PageRequest, decode_cursor, make_page
from services.ledger.entries import LedgerEntry
from services.ledger.reading import history, lots
from services.ledger.reading import standing as standings
from services.ledger.reading.history import EntryFilter
from services.ledger.reading.lots import LotShare, LotView
from services.ledger.reading.standing import AccountRead, AccountStanding
from services.programme.programme import load_recorded_programme
from services.programme.rule_book import RuleBook, proven
from services.rules.basics.limits import check_id, check_length

_HISTORY = "history"  # whose cursors
_LAST_SEQUENCE = 2**31 - 1


async def read_account(*, customer_id: str, website_code: str, now: datetime) -> AccountStanding:
    """Return how the customer stands on a website: all zero where they were never seen (R1.2).

    A deleted website's account is shown as an orphan (R1.5). Raises NotFound for a website that
    never was.
    """

    async def read(book: RuleBook) -> tuple[int, AccountRead]:
        return await standings.read_account(
            book, customer_id=customer_id, website_code=website_code, now=now
        )

    return (await proven(read)).standing


async def read_accounts(*, customer_id: str, now: datetime) -> list[AccountStanding]:
    """Return the customer's accounts, those on deleted websites too (R1.5)."""
    return [
        await read_account(customer_id=customer_id, website_code=website_code, now=now)
        for website_code in await history.accounts_of_customer(customer_id)
    ]


async def account_history(*, standing: AccountStanding, page: PageRequest) -> Page[LedgerEntry]:
    """Return the account's entries, newest first; cursors are their places in its sequence."""
    before = None if page.after is None else decode_cursor(page.after, _HISTORY, _as_sequence)[0]
    entries = await history.entries_of_account(standing, before=before, most=page.first + 1)
    return make_page(
        entries,
        page,
        of=_HISTORY,
        position=lambda entry: [str(entry.sequence)],
        total_count=standing.entries,
    )


async def account_lots(*, standing: AccountStanding, now: datetime) -> list[LotView]:
    """Return the account's lots that have points to spend, soonest expiry first (R3.2)."""
    if standing.account_id is None:
        return []
    programme = await load_recorded_programme(
        website_code=standing.website_code, customer_id=standing.customer_id
    )
    return await lots.lots_of_account(
        customer_id=standing.customer_id,
        account_id=standing.account_id,
        policy=programme.expiry,
        now=now,
    )


async def list_ledger_entries(*, wanted: EntryFilter, page: PageRequest) -> Page[LedgerEntry]:
    """Return the entries that match, over all accounts, newest first.

    Raises OutOfRange, Invalid for an unknown cursor.
    """
    check_length(len(wanted.reasons), path=("reasons",))
    return await history.list_entries(wanted, page)


async def order_entries(*, order_id: str, customer_id: str | None) -> list[LedgerEntry]:
    """Return all that was booked for the order, newest first; nothing is for a guest's."""
    if customer_id is None:
        return []
    return await history.entries_of_order(order_id, customer_id=customer_id, most=1_000)


async def lots_by_entry(entries: Sequence[LedgerEntry]) -> dict[UUID, LotView]:
    """Return the lots that these credits opened, with the dates in force, by the entry's id."""
    policies = {
        code: (await load_recorded_programme(website_code=code, customer_id=None)).expiry
        for code in {entry.website_code for entry in entries}
    }
    return await lots.lots_of_entries(entries, policies)


async def allocations_by_entry(entries: Sequence[LedgerEntry]) -> dict[UUID, list[LotShare]]:
    """Return which lots each entry took points from or put points into."""
    return await lots.allocations_of_entries(entries)


async def entries_that_opened(shares: Sequence[LotShare]) -> dict[UUID, LedgerEntry]:
    """Return the credit that opened each of these lots, by the lot's id."""
    return await lots.entries_that_opened(shares)


def _as_sequence(text: str) -> int:
    """Read a place in an account's history from a cursor; 31 bits at most, as the column."""
    check_id(text, path=("after",))
    if not text.isdecimal() or not 1 <= int(text) <= _LAST_SEQUENCE:
        raise ValueError(text)
    return int(text)
