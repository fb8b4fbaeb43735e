"""Movements: what entries of a span moved in paid and promotional lots, by reason (R15.3)."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from typing import Final

from models.database import Dialect, dialect
from models.rows.bulk import Snapshot
from models.rows.excerpts import Excerpt, fetch_in_snapshot
from services.command.amounts import from_e4
from services.reports.books.valuation import Valuation
from services.reports.books.worth_sql import sum_sql, summed, whole
from services.rules.basics.enums import LedgerReason, LotKind
from services.rules.reports.journal import Movement, shared_worth

_AT: dict[Dialect, str] = {"sqlite": "?", "postgres": "CAST(? AS TIMESTAMPTZ)"}

# Entries of the period with what they moved in lots of each kind, by reason. Those that moved both
# kinds come one by one, lot by lot: what they opened first, then in the order of taking. Lots are
# found by indexes, again where they are few: nothing depends on how many the database expects.
_MOVED: Final = """
WITH written AS (
    SELECT customer_id, id, reason, amount_e4 FROM ledger_entries
    WHERE website_code = ? AND recorded_at > {at} AND recorded_at <= {at}
),
moved AS (
    SELECT w.customer_id, w.id, w.reason, w.amount_e4, l.kind, x.points
    FROM written w JOIN lot_allocations x ON x.customer_id = w.customer_id AND x.entry_id = w.id
    JOIN points_lots l ON l.customer_id = x.customer_id AND l.id = x.lot_id
    UNION ALL
    SELECT w.customer_id, w.id, w.reason, w.amount_e4, l.kind, l.points
    FROM written w JOIN points_lots l ON l.customer_id = w.customer_id AND l.entry_id = w.id
),
by_entry AS MATERIALIZED (
    SELECT customer_id, id, MIN(reason) AS reason, MIN(amount_e4) AS amount_e4,
        SUM(points) AS points, SUM(CASE WHEN kind = 'PAID' THEN points ELSE 0 END) AS paid
    FROM moved GROUP BY customer_id, id
),
mixed AS (SELECT * FROM by_entry WHERE paid <> 0 AND paid <> points)
SELECT NULL AS entry_id, w.reason AS reason,
    CASE WHEN w.paid = 0 THEN 'PROMOTIONAL' ELSE 'PAID' END AS kind, SUM(w.points) AS points,
    {added}, {taken}, NULL AS place, NULL AS lot_id
FROM by_entry w WHERE w.paid = 0 OR w.paid = w.points
GROUP BY w.reason, CASE WHEN w.paid = 0 THEN 'PROMOTIONAL' ELSE 'PAID' END
UNION ALL
SELECT w.id, w.reason, l.kind, x.points, w.amount_e4, 0, 0, 0, x.position, l.id
FROM mixed w JOIN lot_allocations x ON x.customer_id = w.customer_id AND x.entry_id = w.id
JOIN points_lots l ON l.customer_id = x.customer_id AND l.id = x.lot_id
UNION ALL
SELECT w.id, w.reason, l.kind, l.points, w.amount_e4, 0, 0, 0, -1, l.id
FROM mixed w JOIN points_lots l ON l.customer_id = w.customer_id AND l.entry_id = w.id
"""
_WRITTEN: Final = """
SELECT reason, SUM(points) AS points FROM ledger_entries
WHERE website_code = ? AND recorded_at > {at} AND recorded_at <= {at} GROUP BY reason
"""
_OF_THE_SPAN: Final = (
    "website_code = ? AND recorded_at > CAST(? AS TIMESTAMPTZ)"
    " AND recorded_at <= CAST(? AS TIMESTAMPTZ)"
)
_OF_THEIRS: Final = "customer_id IN (SELECT customer_id FROM some_ledger_entries)"


async def movements_between(
    books: Snapshot, valuation: Valuation, since: datetime, until: datetime
) -> list[Movement]:
    """Return what was written on a website after an instant, up to another one.

    There may be several movements of a reason and a kind.
    """
    sql = _MOVED.format(
        at=_AT[dialect()],
        added=sum_sql("CASE WHEN w.amount_e4 > 0 THEN w.amount_e4 ELSE 0 END", "added"),
        taken=sum_sql("CASE WHEN w.amount_e4 < 0 THEN -w.amount_e4 ELSE 0 END", "taken"),
    )
    values = [valuation.website_code, since, until]
    rows = await fetch_in_snapshot(books, sql, values, _excerpts(values))
    sums = [row for row in rows if row["entry_id"] is None]
    mixed = sorted((row for row in rows if row["entry_id"] is not None), key=_place)
    found = [
        _movement(row, whole(row["points"]), from_e4(summed(row, "added")),
            from_e4(summed(row, "taken")))
        for row in sums
    ]  # fmt: skip
    for _, lots in groupby(mixed, key=lambda row: str(row["entry_id"])):
        found += _shared(list(lots), valuation.currency)
    return found


def _excerpts(values: Sequence[object]) -> list[Excerpt]:
    """Return the excerpts that have all rows which `_MOVED` looks at (R18.1)."""
    return [
        Excerpt("ledger_entries", _OF_THE_SPAN, values),
        Excerpt("lot_allocations", _OF_THEIRS),
        Excerpt("points_lots", _OF_THEIRS),
    ]


def _shared(lots: Sequence[dict[str, object]], currency: str) -> Iterator[Movement]:
    """Yield what an entry moved in each of its lots, whose kinds differ."""
    amount = from_e4(whole(lots[0]["added_units"]))
    points: dict[str, int] = {}
    for row in lots:
        lot_id = str(row["lot_id"])
        points[lot_id] = points.get(lot_id, 0) + whole(row["points"])
    worths = shared_worth(abs(amount), [abs(each) for each in points.values()], currency)
    rows = {str(row["lot_id"]): row for row in lots}
    for (lot_id, moved), worth in zip(points.items(), worths, strict=True):
        added, taken = (worth, Decimal(0)) if amount > 0 else (Decimal(0), worth)
        yield _movement(rows[lot_id], moved, added, taken)


def _movement(row: dict[str, object], points: int, added: Decimal, taken: Decimal) -> Movement:
    return Movement(
        reason=LedgerReason(str(row["reason"])),
        kind=LotKind(str(row["kind"])),
        points=points,
        added=added,
        taken=taken,
    )


def _place(row: dict[str, object]) -> tuple[str, int, str]:
    return str(row["entry_id"]), whole(row["place"]), str(row["lot_id"])


async def written_between(
    books: Snapshot, website_code: str, since: datetime, until: datetime
) -> dict[str, int]:
    """Return the points of the entries after an instant, up to another one, by their reasons."""
    rows = await books.fetch(_WRITTEN.format(at=_AT[dialect()]), [website_code, since, until])
    return {str(row["reason"]): whole(row["points"]) for row in rows}
