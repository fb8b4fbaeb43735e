"""A customer's points as the storefront shows them (R1.6, R12.3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from services.command.pages.numbered_page import NumberedPage, PageInfo
from services.ledger.entries import LedgerEntry
from services.ledger.reading.history import entries_of_account
from services.ledger.reading.lots import lots_of_account, lots_of_entries
from services.ledger.reading.standing import AccountStanding, read_standing
from services.programme.programme import Programme
from services.rules.programme.conversion import RecordedRate
from services.rules.programme.visibility import are_points_shown
from services.rules.storefront.points_amounts import PointsAmount, spendable, worth
from services.rules.words.labels import reason_label

_tuple_of: Final = tuple.__new__  # a named tuple's own takes twice as long, and a page has many
LONGEST_HISTORY = 100  # entries of `balance_history`; `history` pages through all


@dataclass(frozen=True, slots=True)
class ExchangeRates:
    """The rates in force for the customer, None where none matches (R2.5)."""

    earning: RecordedRate | None
    redemption: RecordedRate | None


@dataclass(frozen=True, slots=True)
class CustomerPoints:
    """How a customer's points stand on the programme's website."""

    programme: Programme
    standing: AccountStanding

    @property
    def balance(self) -> PointsAmount:
        """The balance and its worth, which is 0 in debt (R4.4)."""
        return PointsAmount(self.standing.balance, self.standing.worth)

    @property
    def available(self) -> PointsAmount:
        """What can be spent: the balance less all holds, 0 below the threshold (R4.2)."""
        threshold = self.programme.settings.redemption_threshold
        points = spendable(
            self.standing.available, balance=self.standing.balance, threshold=threshold
        )
        return self._worth(points)

    @property
    def pending(self) -> PointsAmount:
        """What open orders will earn (R6.7), at today's worth."""
        return self._worth(self.standing.pending)

    @property
    def exchange_rates(self) -> ExchangeRates:
        """The rates for the customer's group."""
        return ExchangeRates(self.programme.earning, self.programme.redemption)

    def _worth(self, points: int) -> PointsAmount:
        return worth(points, self.programme.redemption, self.programme.website.base_currency)


class HistoryItem(NamedTuple):
    """A change of the balance, in the customer's language: a tuple, as its entry is."""

    entry: LedgerEntry
    programme: Programme

    @property
    def balance(self) -> PointsAmount:
        """The balance after it, and what that was worth then."""
        entry = self.entry
        return _tuple_of(PointsAmount, (entry.balance, entry.amount_balance))

    @property
    def change_reason(self) -> str:
        """Why the balance changed (R3.6)."""
        return reason_label(self.entry.reason, self.entry.label, self.programme.locale)


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """A page of the history, newest first."""

    items: list[HistoryItem]
    page_info: PageInfo
    total_count: int


@dataclass(frozen=True, slots=True)
class Expiration:
    """Points that expire at one instant."""

    amount: PointsAmount
    expires_at: datetime


async def read_customer_points(
    *, customer_id: str, programme: Programme, now: datetime
) -> CustomerPoints | None:
    """Return how the customer's points stand, None while customers may not see any (R1.6)."""
    if not are_points_shown(programme.settings):
        return None
    standing = await read_standing(customer_id=customer_id, programme=programme, now=now)
    return CustomerPoints(programme, standing)


async def newest_history(points: CustomerPoints) -> list[HistoryItem] | None:
    """Return the newest 100 changes of the balance, None where the history is hidden (R12.3)."""
    if not points.programme.settings.history_visible:
        return None
    return await _items(points, skip=0, most=LONGEST_HISTORY)


async def history_page(points: CustomerPoints, page: NumberedPage) -> HistoryPage | None:
    """Return a page of the changes, newest first, None where the history is hidden (R12.3)."""
    if not points.programme.settings.history_visible:
        return None
    total_count = points.standing.entries
    items = await _items(points, skip=page.skip, most=page.page_size)
    return HistoryPage(items, page.info(total_count), total_count)


async def expirations(points: CustomerPoints, *, now: datetime) -> list[Expiration]:
    """Return what expires when, soonest first; points that never expire are left out (R10.1)."""
    standing = points.standing
    if standing.account_id is None:
        return []
    lots = await lots_of_account(
        customer_id=standing.customer_id,
        account_id=standing.account_id,
        policy=points.programme.expiry,
        now=now,
    )
    by_date: dict[datetime, int] = {}
    for lot in lots:
        if lot.expires_at is not None:
            by_date[lot.expires_at] = by_date.get(lot.expires_at, 0) + lot.remaining
    currency = points.programme.website.base_currency
    rate = points.programme.redemption
    return [
        Expiration(worth(remaining, rate, currency), expires_at)
        for expires_at, remaining in by_date.items()
    ]


async def expiries_of_credits(items: Sequence[HistoryItem]) -> list[datetime | None]:
    """Return when the points that each item credited expire; None for debits and for never."""
    policies = {item.entry.website_code: item.programme.expiry for item in items}
    lots = await lots_of_entries([item.entry for item in items], policies)
    expiries = {entry_id: lot.expires_at for entry_id, lot in lots.items()}
    return [expiries.get(item.entry.id) for item in items]


async def _items(points: CustomerPoints, *, skip: int, most: int) -> list[HistoryItem]:
    entries = await entries_of_account(points.standing, skip=skip, most=most)
    programme = points.programme
    return [_tuple_of(HistoryItem, (entry, programme)) for entry in entries]
