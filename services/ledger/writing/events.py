"""Events of the ledger: an entry each, and one for each account that has changed (R16.1, R16.2).

Made of what is written, here and nowhere else, so that no change of a balance forgets its event.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.events.outbox import Event, is_anybody_told, tell
from services.ledger.entries import LedgerEntry, entry_from_row
from services.ledger.writing.account_book import AccountBook
from services.rules.events import payloads
from services.rules.events.event_types import EventType, type_of_entry
from services.rules.events.shown import shown, shown_money
from services.rules.ledger.expiry import LotDates, date_in_force
from services.rules.words.labels import reason_label


@dataclass(frozen=True, slots=True)
class ChangedAccount:
    """An account's new entries, at least one, in their order, and what it owes after them.

    `expires_at` has when points that an entry gave expire, by the entry; without one never.
    """

    entries: Sequence[LedgerEntry]
    debt: int
    expires_at: Mapping[UUID, datetime]


async def tell_of_books(books: Iterable[AccountBook], *, now: datetime) -> None:
    """Tell of what was decided about accounts, each with at least one entry."""
    if await is_anybody_told():
        await tell_of_accounts([_changed(book) for book in books], now=now)


async def tell_of_accounts(changes: Iterable[ChangedAccount], *, now: datetime) -> None:
    """Tell of each entry, and then of the account, once however many entries it has got."""
    events: list[Event] = []
    for change in changes:
        events += [_of_entry(each, change.expires_at.get(each.id), now) for each in change.entries]
        events.append(_of_account(change, now))
    await tell(events)


def _changed(book: AccountBook) -> ChangedAccount:
    soonest: dict[UUID, datetime] = {}
    for lot in book.opened:
        dates = LotDates(lot.created_at, lot.static_expires_at, lot.has_explicit_expiry)
        at = date_in_force(dates, book.policy)
        if at is not None:
            soonest[lot.entry_id] = min(at, soonest.get(lot.entry_id, at))
    return ChangedAccount([entry_from_row(row) for row in book.entries], book.state.debt, soonest)


def _of_entry(entry: LedgerEntry, expires_at: datetime | None, now: datetime) -> Event:
    data = payloads.Entry(
        id=str(entry.id),
        customerId=entry.customer_id,
        websiteCode=entry.website_code,
        points=entry.points,
        amount=shown_money(entry.amount.amount, entry.amount.currency),
        balance=entry.balance,
        amountBalance=shown_money(entry.amount_balance.amount, entry.amount_balance.currency),
        reason=entry.reason.value,
        reasonLabel=reason_label(entry.reason, entry.label),
        orderId=entry.order_id,
        shortfall=entry.shortfall,
        expiresAt=None if expires_at is None else shown(expires_at),
        createdAt=shown(entry.created_at),
    )
    event_type = type_of_entry(entry.reason)
    return Event(event_type, entry.customer_id, entry.website_code, data, now)


def _of_account(change: ChangedAccount, now: datetime) -> Event:
    last = change.entries[-1]
    worth = last.amount_balance
    data = payloads.Account(
        customerId=last.customer_id,
        websiteCode=last.website_code,
        balance=last.balance,
        amountBalance=shown_money(worth.amount, worth.currency),
        debt=change.debt,
        createdAt=shown(now),
    )
    return Event(EventType.ACCOUNT_CHANGED, last.customer_id, last.website_code, data, now)
