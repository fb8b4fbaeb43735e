"""Rows of lots and of what entries take from them: read as the rules' lots, made of postings."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from models.database import identifier, instant
from models.rows.inserts import new_row, row_of
from models.tables.points import LedgerEntryRow, LotAllocation, PointsLot
from services.command.identifiers import new_id
from services.rules.basics.enums import LotKind
from services.rules.ledger.account import Posting
from services.rules.ledger.expiry import ExpiryPolicy, LotDates, date_in_force
from services.rules.ledger.lots import Lot


def lot_from_row(row: PointsLot, policy: ExpiryPolicy) -> Lot:
    """Read a lot from its row, with the date in force."""
    return Lot(
        id=row.id,
        points=row.points,
        remaining=row.remaining,
        created_at=row.created_at,
        expires_at=date_in_force(dates_of_row(row), policy),
        kind=LotKind(row.kind),
        origin=row.origin_lot_id,
    )


# What `open_lot` reads, in this order.
LOT_COLUMNS: Final = (
    "l.id",
    "l.points",
    "l.remaining",
    "l.created_at",
    "l.static_expires_at",
    "l.has_explicit_expiry",
    "l.kind",
    "l.origin_lot_id",
)
_KINDS = {kind.value: kind for kind in LotKind}


def open_lot(values: Sequence[Any], policy: ExpiryPolicy) -> Lot:
    """Read a lot from its LOT_COLUMNS as JSON, with the date in force."""
    lot_id, points, remaining, created_at, static, is_explicit, kind, origin = values
    born = instant(created_at)
    ends = None if static is None else instant(static)
    return Lot(
        id=identifier(lot_id),
        points=points,
        remaining=remaining,
        created_at=born,
        expires_at=date_in_force(LotDates(born, ends, is_explicit=bool(is_explicit)), policy),
        kind=_KINDS[kind],
        origin=None if origin is None else identifier(origin),
    )


def dates_of_row(row: PointsLot) -> LotDates:
    """Return what is known of a lot's life."""
    return LotDates(row.created_at, row.static_expires_at, row.has_explicit_expiry)


def opened_lots(
    posting: Posting, entry: LedgerEntryRow, dates: Mapping[UUID, LotDates]
) -> list[PointsLot]:
    """Return the rows of the lots that `posting` opens by its entry."""
    return [_opened_lot(lot, entry, dates[lot.id]) for lot in posting.opened]


def _opened_lot(lot: Lot, entry: LedgerEntryRow, dates: LotDates) -> PointsLot:
    return row_of(
        PointsLot,
        {
            "id": lot.id,
            "customer_id": entry.customer_id,
            "account_id": entry.account_id,
            "entry_id": entry.id,
            "points": lot.points,
            "remaining": lot.remaining,
            "expired": 0,
            "created_at": dates.created_at,
            "static_expires_at": dates.static_expires_at,
            "has_explicit_expiry": dates.is_explicit,
            "kind": lot.kind.value,
            "origin_lot_id": lot.origin,
            "warned_by": None,
            "expiry_told_at": None,
        },
    )


def allocations(posting: Posting, entry: LedgerEntryRow, *, now: datetime) -> list[LotAllocation]:
    """Return the rows of what `posting` takes from lots or puts back, in its order (R3.2)."""
    return [
        new_row(
            LotAllocation,
            id=new_id(now),
            customer_id=entry.customer_id,
            entry_id=entry.id,
            lot_id=draw.lot_id,
            position=position,
            points=draw.points,
        )
        for position, draw in enumerate(posting.draws)
    ]
