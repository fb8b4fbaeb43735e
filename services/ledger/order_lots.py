"""Lots of an order: those it took points from, to put points back, and those it opened."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from tortoise.expressions import Q

from models.database import fetch, identifier
from models.points import PointsLot
from services.command.identifiers import new_id
from services.ledger.account_book import AccountBook
from services.ledger.entries import EntryNote, LedgerEntry, entry_from_row
from services.ledger.lot_rows import lot_from_row
from services.rules.basics.enums import LedgerReason, LotKind
from services.rules.ledger import account as rules
from services.rules.ledger.expiry import LotDates
from services.rules.ledger.lots import Draw, Lot, last_taken

_BOOKED = """
SELECT e.id, e.reason, e.points AS moved, x.lot_id, x.points
FROM ledger_entries e
LEFT JOIN lot_allocations x
    ON x.customer_id = e.customer_id AND x.entry_id = e.id AND e.reason = 'REDEMPTION'
WHERE e.customer_id = ? AND (e.order_id = ? AND e.reason = 'PURCHASE'
    OR e.order_id IN ({orders}) AND e.reason IN ('REDEMPTION', 'REDEMPTION_RETURNED'))
ORDER BY e.sequence, x.position
"""
_NO_LOT = UUID(int=0)


@dataclass(frozen=True, slots=True)
class OrderLots:
    """What an order took and got back, in the order of booking, and the lots it opened."""

    taken: tuple[Draw, ...]
    opened: tuple[UUID, ...]


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
    rows = await fetch(booked, [book.account.customer_id, order_id, *orders])
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
        Q(id__in=list(drawn)) | Q(entry_id__in=earning), customer_id=book.account.customer_id
    )
    book.know_lots(lot_from_row(row, book.policy) for row in lots)
    newest_first = sorted((row for row in lots if row.entry_id in earning), key=_age, reverse=True)
    return OrderLots(tuple(taken), tuple(row.id for row in newest_first))


def give_back(
    book: AccountBook, points: int, note: EntryNote, lots: OrderLots
) -> tuple[tuple[LedgerEntry, ...], int]:
    """Give `points` that the order took back to where they came from (R6.11).

    Those whose lot has expired live for the grace days, in a lot for each kind (R15.3); with none
    they expire at once. What the
    account can't hold is cut off; how many those are is returned too (R3.7).
    """
    fitting = min(points, rules.room(book.state))
    cut = points - fitting
    if fitting == 0:
        return (), cut
    slices = last_taken(lots.taken, fitting)
    by_id = {lot.id: lot for lot in book.state.lots}
    live = tuple(draw for draw in slices if by_id[draw.lot_id].is_live(book.now))
    late = Counter[LotKind]()
    for draw in slices:
        if draw not in live:
            late[by_id[draw.lot_id].kind] += draw.points
    ends = book.now + timedelta(days=book.programme.settings.return_grace_days)
    new = [Lot(new_id(book.now), late[kind], late[kind], book.now, ends, kind) for kind in late]
    book.state, posting = rules.give_back(book.state, live, new, cut=cut)
    row = book.post(posting, note)
    dates = LotDates(book.now, ends, is_explicit=True)
    book.open_lots(posting, row, {lot.id: dates for lot in new})
    before = len(book.entries)
    book.expire_due(book.now)
    return tuple(entry_from_row(entry) for entry in (row, *book.entries[before:])), cut


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
