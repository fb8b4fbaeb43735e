"""Lots as they are shown: dates, who opened them, what entries took from them (R3.2, R10.2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

from models.rows.merged_customers import all_ids_of
from models.tables.points import LedgerEntryRow, LotAllocation, PointsLot
from services.ledger.entries import (
    LedgerEntry,
    entry_from_row,
)
from services.ledger.lot_rows import lot_from_row
from services.rules.basics.enums import LedgerReason
from services.rules.ledger.expiry import ExpiryPolicy, LotDates, date_in_force, dynamic_date
from services.rules.ledger.lots import Lot

_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class LotView:
    """A lot with the date in force and what STATIC and DYNAMIC say (R10.2)."""

    id: UUID
    entry_id: UUID
    points: int
    remaining: int
    expired: int
    reason: LedgerReason
    created_at: datetime
    expires_at: datetime | None
    static_expires_at: datetime | None
    dynamic_expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class LotShare:
    """Points that an entry took from a customer's lot or put into it."""

    lot_id: UUID
    points: int
    customer_id: str


async def lots_warned_by(
    *, customer_id: str, email_id: UUID, policy: ExpiryPolicy, now: datetime
) -> list[Lot]:
    """Return the lots that a mail warns of and that still expire, soonest first (R10.4)."""
    whose = all_ids_of(customer_id)  # lots that were warned of before their customer was merged
    rows = await PointsLot.filter(customer_id__in=whose, warned_by=email_id, remaining__gt=0)
    lots = [lot_from_row(row, policy) for row in rows]
    return sorted(
        (lot for lot in lots if lot.expires_at is not None and lot.is_live(now)),
        key=lambda lot: (lot.expires_at or _NEVER, lot.id),
    )


async def lots_of_account(
    *, customer_id: str, account_id: UUID, policy: ExpiryPolicy, now: datetime
) -> list[LotView]:
    """Return the lots that have points left and have not expired, soonest expiry first."""
    rows = await PointsLot.filter(
        customer_id=customer_id, account_id=account_id, remaining__gt=0
    ).order_by("created_at", "id")
    reasons = await _reasons(customer_id, [row.entry_id for row in rows])
    lots = [_lot_view(row, policy, reasons[row.entry_id]) for row in rows]
    live = [lot for lot in lots if lot.expires_at is None or now < lot.expires_at]
    return sorted(live, key=_soonest)


async def lots_of_entries(
    entries: Sequence[LedgerEntry], policies: Mapping[str, ExpiryPolicy]
) -> dict[UUID, LotView]:
    """Return the lot that each of these credits opened, by the entry's id.

    Of an entry that moved several in it is the one that expires first, `expired` counts them all.
    """
    by_id = {entry.id: entry for entry in entries if entry.points > 0}
    rows = await PointsLot.filter(
        customer_id__in=list({entry.customer_id for entry in by_id.values()}),
        entry_id__in=list(by_id),
    )
    found: dict[UUID, list[LotView]] = {}
    for row in rows:
        entry = by_id[row.entry_id]
        lot = _lot_view(row, policies[entry.website_code], entry.reason)
        found.setdefault(row.entry_id, []).append(lot)
    return {
        entry_id: replace(min(lots, key=_soonest), expired=sum(lot.expired for lot in lots))
        for entry_id, lots in found.items()
    }


async def allocations_of_entries(entries: Sequence[LedgerEntry]) -> dict[UUID, list[LotShare]]:
    """Return which lots each entry took points from or put points into, in order (R3.2).

    A debit's shares sum to its points, a credit's to its own less what repaid a debt.
    """
    customers = list({entry.customer_id for entry in entries})
    ids = [entry.id for entry in entries]
    whose = {entry.id: entry.customer_id for entry in entries}
    shares: dict[UUID, dict[UUID, int]] = {entry_id: {} for entry_id in ids}
    for lot in await PointsLot.filter(customer_id__in=customers, entry_id__in=ids):
        shares[lot.entry_id][lot.id] = lot.points
    rows = await LotAllocation.filter(customer_id__in=customers, entry_id__in=ids).order_by(
        "position"
    )
    for row in rows:
        of_entry = shares[row.entry_id]
        of_entry[row.lot_id] = of_entry.get(row.lot_id, 0) + row.points
    return {
        entry_id: [
            LotShare(lot_id, abs(points), whose[entry_id])
            for lot_id, points in of_entry.items()
            if points
        ]
        for entry_id, of_entry in shares.items()
    }


async def entries_that_opened(shares: Sequence[LotShare]) -> dict[UUID, LedgerEntry]:
    """Return the credit that opened each of these lots, by the lot's id (R3.2)."""
    customers = list({share.customer_id for share in shares})
    lots = await PointsLot.filter(
        customer_id__in=customers, id__in=list({share.lot_id for share in shares})
    )
    rows = await LedgerEntryRow.filter(
        customer_id__in=customers, id__in=list({lot.entry_id for lot in lots})
    )
    entries = {row.id: entry_from_row(row) for row in rows}
    return {lot.id: entries[lot.entry_id] for lot in lots}


async def _reasons(customer_id: str, entry_ids: Sequence[UUID]) -> dict[UUID, LedgerReason]:
    rows = await LedgerEntryRow.filter(customer_id=customer_id, id__in=list(entry_ids))
    return {row.id: LedgerReason(row.reason) for row in rows}


def _soonest(lot: LotView) -> tuple[datetime, datetime, UUID]:
    return (lot.expires_at or _NEVER, lot.created_at, lot.id)


def _lot_view(row: PointsLot, policy: ExpiryPolicy, reason: LedgerReason) -> LotView:
    dates = LotDates(row.created_at, row.static_expires_at, row.has_explicit_expiry)
    return LotView(
        id=row.id,
        entry_id=row.entry_id,
        points=row.points,
        remaining=row.remaining,
        expired=row.expired,
        reason=reason,
        created_at=row.created_at,
        expires_at=date_in_force(dates, policy),
        static_expires_at=row.static_expires_at,
        dynamic_expires_at=dynamic_date(dates, policy),
    )
