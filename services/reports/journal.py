"""Journal: double-entry lines of a period for the accountant (R15.3)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from typing import Final

from models.bulk import Snapshot
from models.database import Dialect, dialect
from services.command.amounts import from_e4
from services.reports.holdings import held_worth_sql, holdings
from services.reports.patience import books_of_one_instant
from services.reports.valuation import Valuation, booked_websites, valuations
from services.reports.worth_sql import sum_sql, summed, whole
from services.rules.basics.enums import JournalAccount, LedgerReason, LotKind
from services.rules.basics.money import Money
from services.rules.reports.intervals import check_period
from services.rules.reports.journal import Movement, Posting, postings, shared_worth

_AT: dict[Dialect, str] = {"sqlite": "?", "postgres": "CAST(? AS TIMESTAMPTZ)"}

# Entries of the period with what they moved in lots of each kind, by reason. Those that moved both
# kinds come one by one, lot by lot: what they opened first, then in the order of taking.
_MOVED: Final = """
WITH written AS (
    SELECT customer_id, id, reason, amount_e4 FROM ledger_entries
    WHERE website_code = ? AND recorded_at > {at} AND recorded_at <= {at}
),
moved AS (
    SELECT w.customer_id, w.id, l.id AS lot_id, l.kind, x.points, x.position AS place
    FROM written w JOIN lot_allocations x ON x.customer_id = w.customer_id AND x.entry_id = w.id
    JOIN points_lots l ON l.customer_id = x.customer_id AND l.id = x.lot_id
    UNION ALL
    SELECT w.customer_id, w.id, l.id, l.kind, l.points, -1
    FROM written w JOIN points_lots l ON l.customer_id = w.customer_id AND l.entry_id = w.id
),
by_entry AS (
    SELECT customer_id, id, SUM(points) AS points,
        SUM(CASE WHEN kind = 'PAID' THEN points ELSE 0 END) AS paid
    FROM moved GROUP BY customer_id, id
)
SELECT NULL AS entry_id, w.reason AS reason,
    CASE WHEN b.paid = 0 THEN 'PROMOTIONAL' ELSE 'PAID' END AS kind, SUM(b.points) AS points,
    {added}, {taken}, NULL AS place, NULL AS lot_id
FROM written w JOIN by_entry b ON b.customer_id = w.customer_id AND b.id = w.id
WHERE b.paid = 0 OR b.paid = b.points
GROUP BY w.reason, CASE WHEN b.paid = 0 THEN 'PROMOTIONAL' ELSE 'PAID' END
UNION ALL
SELECT w.id, w.reason, m.kind, m.points, w.amount_e4, 0, 0, 0, m.place, m.lot_id
FROM written w JOIN by_entry b ON b.customer_id = w.customer_id AND b.id = w.id
JOIN moved m ON m.customer_id = w.customer_id AND m.id = w.id
WHERE b.paid <> 0 AND b.paid <> b.points
"""
_WORTH: Final = "WITH {tables} SELECT {worth} FROM held h"


@dataclass(frozen=True, slots=True)
class JournalLine:
    """What an account of a website's books was debited and credited for a reason.

    Without one it is revaluation. `points` are by how many the points outstanding changed.
    """

    website_code: str
    account: JournalAccount
    reason: LedgerReason | None
    points: int
    debit: Money
    credit: Money


async def read_journal(
    *, website_code: str | None, since: datetime, until: datetime, now: datetime
) -> list[JournalLine]:
    """Return the lines of what was written after `since`, up to and including `until` (R15.3).

    They sum to the change of the liability from the one instant to the other. Raises NotFound,
    OutOfRange.
    """
    check_period(since, until)
    # One instant for all: what is written meanwhile, or dated later, is of the next period.
    begin, end = min(since, now), min(until, now)
    websites = await booked_websites(website_code)
    before, after = [await valuations(websites, at=at) for at in (begin, end)]
    lines: list[JournalLine] = []
    async with books_of_one_instant() as books:
        for site in websites:
            change = await _worth(books, after[site.code]) - await _worth(books, before[site.code])
            movements = await _movements(books, after[site.code], begin, end)
            found = postings(movements, from_e4(change))
            lines += [_line(site.code, posting, after[site.code].currency) for posting in found]
    return lines


async def _worth(books: Snapshot, valuation: Valuation) -> int:
    held = holdings(valuation)
    worth = sum_sql(held_worth_sql("h.balance", valuation), "worth")
    (row,) = await books.fetch(_WORTH.format(tables=held.tables, worth=worth), held.values)
    return summed(row, "worth")


async def _movements(
    books: Snapshot, valuation: Valuation, since: datetime, until: datetime
) -> list[Movement]:
    sql = _MOVED.format(
        at=_AT[dialect()],
        added=sum_sql("CASE WHEN w.amount_e4 > 0 THEN w.amount_e4 ELSE 0 END", "added"),
        taken=sum_sql("CASE WHEN w.amount_e4 < 0 THEN -w.amount_e4 ELSE 0 END", "taken"),
    )
    rows = await books.fetch(sql, [valuation.website_code, since, until])
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


def _line(website_code: str, posting: Posting, currency: str) -> JournalLine:
    return JournalLine(
        website_code=website_code,
        account=posting.account,
        reason=posting.reason,
        points=posting.points,
        debit=Money(posting.debit, currency),
        credit=Money(posting.credit, currency),
    )
