"""Entries of the ledger: one change of a balance each (R3.1), with the command's notes."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any, Final, NamedTuple
from uuid import UUID

from models.database import identifier, instant
from models.tables.points import LedgerEntryRow
from services.command.amounts import from_e4, to_e4
from services.rules.basics.enums import LedgerReason, RateDirection
from services.rules.basics.money import Money
from services.rules.programme.conversion import RecordedRate, recorded_worth

# In the order in which `entry_from_columns` reads them; the account's three are the same in each.
ENTRY_COLUMNS: Final = (
    "id", "sequence", "points", "currency", "amount_e4", "balance", "amount_balance_e4",
    "rate_points", "rate_amount_e4", "rate_currency", "rate_direction", "rate_priority", "reason",
    "label", "comment", "actor", "order_id", "shortfall", "created_at",
)  # fmt: skip
_REASONS: Final = {reason.value: reason for reason in LedgerReason}
_entry_of: Final = (
    tuple.__new__
)  # the named tuple's own takes as long as all the rest of reading it


class EntryNote(NamedTuple):
    """Why an entry is written; `label` is what the reason's label names: an order's number."""

    reason: LedgerReason
    comment: str | None = None
    order_id: str | None = None
    label: str | None = None
    rate: RecordedRate | None = None


class LedgerEntry(NamedTuple):
    """One change of a balance, as it was written (R3.1).

    `sequence` counts the entries of the account from 1. It is a tuple, and its money is made when
    it is asked for, because every look at an account makes a page of these.
    """

    id: UUID
    customer_id: str
    website_code: str
    account_id: UUID
    sequence: int
    points: int
    currency: str
    amount_e4: int
    balance: int
    amount_balance_e4: int
    rate: RecordedRate | None
    reason: LedgerReason
    label: str | None
    comment: str | None
    actor: str
    order_id: str | None
    shortfall: int
    created_at: datetime

    @property
    def amount(self) -> Money:
        """By how much the worth of the balance changed."""
        return _money(self.amount_e4, self.currency)

    @property
    def amount_balance(self) -> Money:
        """The worth of the balance after it, at the redemption rate of the moment."""
        return _money(self.amount_balance_e4, self.currency)


def entry_from_row(row: LedgerEntryRow) -> LedgerEntry:
    """Read an entry from its row."""
    return LedgerEntry(
        id=row.id,
        customer_id=row.customer_id,
        website_code=row.website_code,
        account_id=row.account_id,
        sequence=row.sequence,
        points=row.points,
        currency=row.currency,
        amount_e4=row.amount_e4,
        balance=row.balance,
        amount_balance_e4=row.amount_balance_e4,
        rate=_rate(
            row.rate_points,
            row.rate_amount_e4,
            row.rate_currency,
            row.rate_direction,
            row.rate_priority,
        ),
        reason=LedgerReason(row.reason),
        label=row.label,
        comment=row.comment,
        actor=row.actor,
        order_id=row.order_id,
        shortfall=row.shortfall,
        created_at=row.created_at,
    )


def entry_from_columns(
    columns: Iterable[Any], *, customer_id: str, website_code: str, account_id: UUID
) -> LedgerEntry:
    """Read an entry of an account from what a statement has answered of `ENTRY_COLUMNS`."""
    (
        entry_id, sequence, points, currency, amount_e4, balance, amount_balance_e4,
        rate_points, rate_amount_e4, rate_currency, rate_direction, rate_priority, reason,
        label, comment, actor, order_id, shortfall, created_at,
    ) = columns  # fmt: skip
    return _entry_of(LedgerEntry, (
        identifier(entry_id), customer_id, website_code, account_id, sequence, points,
        currency, amount_e4, balance, amount_balance_e4,
        _rate(rate_points, rate_amount_e4, rate_currency, rate_direction, rate_priority),
        _REASONS[reason], label, comment, actor, order_id, shortfall, instant(created_at),
    ))  # fmt: skip


@lru_cache(maxsize=1_024)
def rate_columns(rate: RecordedRate | None) -> Mapping[str, object]:
    """Return the columns that record `rate` with an entry (R2.6), the same for many entries."""
    return {
        "rate_points": rate.points if rate else None,
        "rate_amount_e4": to_e4(rate.currency_amount) if rate else None,
        "rate_currency": rate.currency if rate else None,
        "rate_direction": rate.direction.value if rate else None,
        "rate_priority": rate.priority if rate else None,
    }


def worth_column(balance: int, rate: RecordedRate | None) -> int:
    """Return the worth of a balance by a rate, as an entry keeps it."""
    # An account that was empty, as a new one, was worth nothing: that needs no looking up.
    return _worth_e4(balance, rate) if balance > 0 else 0


@lru_cache(maxsize=4_096)
def _worth_e4(balance: int, rate: RecordedRate | None) -> int:
    """Reckon a worth. Points come in round numbers, so the same balances recur."""
    return to_e4(recorded_worth(balance, rate))


@lru_cache(maxsize=4_096)
def _money(amount_e4: int, currency: str) -> Money:
    """Read an amount. Points come in round numbers, so the same worths recur."""
    return Money(from_e4(amount_e4), currency)


@lru_cache(maxsize=1_024)
def _rate(
    points: int | None,
    amount_e4: int | None,
    currency: str | None,
    direction: str | None,
    priority: int | None,
) -> RecordedRate | None:
    """Read a rate's columns. Many entries have the same one."""
    if points is None or amount_e4 is None or direction is None:
        return None
    assert currency is not None, "a rate is recorded whole or not at all"
    assert priority is not None, "a rate is recorded whole or not at all"
    return RecordedRate(
        points=points,
        currency_amount=from_e4(amount_e4),
        currency=currency,
        direction=RateDirection(direction),
        priority=priority,
    )
