"""Lots of an order: those it took points from, to put points back, and those it opened."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from tortoise.expressions import Q

from models.database import fetch, identifier
from models.rows.merged_customers import ALL_IDS, ALL_IDS_VALUES
from models.tables.points import PointsLot
from services.command.identifiers import new_id
from services.ledger.entries import EntryNote, LedgerEntry, entry_from_row
from services.ledger.lot_rows import dates_of_row, lot_from_row
from services.ledger.writing.account_book import AccountBook
from services.rules.basics.enums import LedgerReason, LotKind
from services.rules.ledger import account as rules
from services.rules.ledger.expiry import LotDates
from services.rules.ledger.lots import Draw, Lot, last_taken

# What was booked under an old id came before all that was booked since its customer was merged.
_BOOKED = f"""
SELECT e.customer_id, e.id, e.reason, e.points AS moved, x.lot_id, x.points
FROM ledger_entries e
LEFT JOIN customers c ON c.id = e.customer_id
LEFT JOIN lot_allocations x
    ON x.customer_id = e.customer_id AND x.entry_id = e.id AND e.reason = 'REDEMPTION'
WHERE e.customer_id IN ({ALL_IDS}) AND (e.order_id = ? AND e.reason = 'PURCHASE'
    OR e.order_id IN ({{orders}}) AND e.reason IN ('REDEMPTION', 'REDEMPTION_RETURNED'))
ORDER BY c.merged_at IS NULL, c.merged_at, e.sequence, x.position
"""  # noqa: S608 - put together of our own words
_NO_LOT = UUID(int=0)


@dataclass(frozen=True, slots=True)
class OrderLots:
    """What an order took and got back, in the order of booking, and the lots it opened.

    `left_behind` are those it took from that are of an old id of the customer's (R12.5).
    """

    taken: tuple[Draw, ...]
    opened: tuple[UUID, ...]
    left_behind: Mapping[UUID, PointsLot] = field(default_factory=dict)


async def load_order_lots(
    book: AccountBook, *, order_id: str, carried_from: Sequence[str] = ()
) -> OrderLots:
    """Return what was booked for the order, and make the book know the lots concerned.

    What it carries was taken for the orders `carried_from`, each replaced by the next. All that
    was booked for one of them came before its replacement, where what was not needed any more came
    back: so their draws and the order's own, in the order of booking, are what it has taken.
    """
    orders = [order_id, *carried_from]
    booked = _BOOKED.format(orders=", ".join("?" for _ in orders))
    whose = [book.account.customer_id] * ALL_IDS_VALUES
    rows = await fetch(booked, [*whose, order_id, *orders])
    taken: list[Draw] = []
    earning: list[UUID] = []
    for row in rows:
        match LedgerReason(str(row["reason"])):
            case LedgerReason.REDEMPTION:
                taken.append(Draw(identifier(row["lot_id"]), _number(row["points"])))
            case LedgerReason.REDEMPTION_RETURNED:
                taken.append(Draw(_NO_LOT, _number(row["moved"])))
            case _:
                earning.append(identifier(row["id"]))
    drawn = {draw.lot_id for draw in taken if draw.points < 0}
    lots = await PointsLot.filter(
        Q(id__in=list(drawn)) | Q(entry_id__in=earning),
        customer_id__in=sorted({str(row["customer_id"]) for row in rows}),
    )
    here = [row for row in lots if row.customer_id == book.account.customer_id]
    elsewhere = [row for row in lots if row.customer_id != book.account.customer_id]
    opened = [row for row in here if row.entry_id in earning]
    if elsewhere:
        opened += await _come_from([row for row in lots if row.entry_id in earning], book)
    book.know_lots(lot_from_row(row, book.policy) for row in (*here, *opened))
    newest_first = sorted(opened, key=_age, reverse=True)
    return OrderLots(
        tuple(taken),
        tuple(dict.fromkeys(row.id for row in newest_first)),
        {row.id: row for row in elsewhere},
    )


async def _come_from(lots: Sequence[PointsLot], book: AccountBook) -> list[PointsLot]:
    """Return the lots of the account with points that were in these before a merge (R12.5)."""
    first_ids = [row.origin_lot_id or row.id for row in lots]
    return await PointsLot.filter(
        customer_id=book.account.customer_id,
        account_id=book.account.id,
        origin_lot_id__in=first_ids,
    )


def give_back(
    book: AccountBook, points: int, note: EntryNote, lots: OrderLots
) -> tuple[tuple[LedgerEntry, ...], int]:
    """Give `points` that the order took back to where they came from (R6.11).

    Those whose lot has expired live for the grace days, in a lot for each kind (R15.3); with none
    they expire at once. Those that were taken before the customer was merged open a lot with the
    dates of theirs (R12.5). What the
    account can't hold is cut off; how many those are is returned too (R3.7).
    """
    fitting = min(points, rules.room(book.state))
    cut = points - fitting
    if fitting == 0:
        return (), cut
    slices = last_taken(lots.taken, fitting)
    by_id = {lot.id: lot for lot in book.state.lots}
    live = tuple(
        draw for draw in slices if draw.lot_id in by_id and by_id[draw.lot_id].is_live(book.now)
    )
    again = _opened_again(book, slices, lots)
    late = Counter[LotKind]()
    for draw in slices:
        there = _there(book, draw, lots)
        if not there.is_live(book.now):
            late[there.kind] += draw.points
    opened = [*again, *(_in_grace(book, late[kind], kind) for kind in late)]
    book.state, posting = rules.give_back(book.state, live, [lot for lot, _ in opened], cut=cut)
    row = book.post(posting, note)
    book.open_lots(posting, row, {lot.id: dates for lot, dates in opened})
    before = len(book.entries)
    book.expire_due(book.now)
    return tuple(entry_from_row(entry) for entry in (row, *book.entries[before:])), cut


def _opened_again(
    book: AccountBook, slices: Sequence[Draw], lots: OrderLots
) -> list[tuple[Lot, LotDates]]:
    """Return a lot for what goes back to each live lot that an old id left behind (R12.5)."""
    opened = []
    for draw in slices:
        row = lots.left_behind.get(draw.lot_id)
        if row is None:
            continue
        there = lot_from_row(row, book.policy)
        if there.is_live(book.now):
            lot = there._replace(
                id=new_id(book.now),
                points=draw.points,
                remaining=draw.points,
                origin=there.first_id,
            )
            opened.append((lot, dates_of_row(row)))
    return opened


def _there(book: AccountBook, draw: Draw, lots: OrderLots) -> Lot:
    """Return the lot that a draw took from, also one that an old id left behind."""
    left_behind = lots.left_behind.get(draw.lot_id)
    if left_behind is not None:
        return lot_from_row(left_behind, book.policy)
    return next(lot for lot in book.state.lots if lot.id == draw.lot_id)


def _in_grace(book: AccountBook, points: int, kind: LotKind) -> tuple[Lot, LotDates]:
    """Return the lot of points whose own has expired meanwhile (R6.11)."""
    ends = book.now + timedelta(days=book.programme.settings.return_grace_days)
    lot = Lot(new_id(book.now), points, points, book.now, ends, kind)
    return lot, LotDates(book.now, ends, is_explicit=True)


def reverse(
    book: AccountBook, points: int, note: EntryNote, lots: OrderLots
) -> tuple[LedgerEntry | None, int]:
    """Take back an earning of the order; return the entry and the points not taken (R4.4)."""
    clawback = book.programme.settings.clawback
    book.state, posting, missing = rules.reverse(
        book.state, points, opened_lots=lots.opened, clawback=clawback
    )
    if posting is None:
        return None, missing
    return entry_from_row(book.post(posting, note)), missing


def _age(row: PointsLot) -> tuple[object, UUID]:
    return (row.created_at, row.id)


def _number(value: object) -> int:
    assert isinstance(value, int), "points are whole"
    return value
