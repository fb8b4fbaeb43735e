"""Closings: a website's books as they stood at an instant, and what moved since the one before.

They only spare reports the adding up: where none is, a report adds up the ledger itself (ADR 178).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, cast

from models.database import dialect, document, execute, fetch, instant, transaction
from models.rows.bulk import Snapshot
from services.command.amounts import from_e4, to_e4
from services.reports.books.standing import Standing
from services.rules.basics.enums import LedgerReason, LotKind
from services.rules.reports.journal import Movement
from services.rules.reports.spans import Span, gaps

_MOST_GAPS = 8  # beyond them, adding up all of a period costs less
_COLUMNS: Final = """
website_code, since, at, until, terms, points, debt, accounts, months, moved, written
"""
_LAST = "SELECT {columns} FROM book_closings WHERE website_code = ?{of} ORDER BY at DESC LIMIT 1"
_NEXT: Final = """
SELECT {columns} FROM book_closings WHERE website_code = ? AND at > {at} ORDER BY at LIMIT 1
"""
_WITHIN: Final = """
SELECT since, at, moved, written FROM book_closings
WHERE website_code = ? AND since >= {at} AND at <= {at} ORDER BY at
"""
_AT: Final = {"sqlite": "?", "postgres": "CAST(? AS TIMESTAMPTZ)"}
_KEEP = f"""
INSERT INTO book_closings ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT DO NOTHING
"""  # noqa: S608 - columns of ours
_QUIET = "UPDATE book_closings SET until = ? WHERE website_code = ? AND at = ? AND until < ?"
_TURN: Final = {
    "sqlite": "SELECT closed_until, late FROM book_keeping WHERE website_code = ?",
    "postgres": "SELECT closed_until, late FROM book_keeping WHERE website_code = ? FOR UPDATE",
}


@dataclass(frozen=True, slots=True)
class Moved:
    """What was written in a span: by reason and kind of lot, and the entries' points by reason."""

    movements: Sequence[Movement]
    written: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Closing:
    """A website's books at `at`, by the terms whose hash is `terms`.

    `moved` is what was written after `since`; nothing more was up to `until`.
    """

    website_code: str
    since: datetime
    at: datetime
    until: datetime
    terms: str
    standing: Standing
    moved: Moved


@dataclass(frozen=True, slots=True)
class Turn:
    """The right to keep closings up to an instant, as long as nothing is written before it late."""

    closed_until: datetime
    late: int


async def last_closing(
    books: Snapshot, website_code: str, *, at: datetime | None = None, terms: str | None = None
) -> Closing | None:
    """Return a website's last closing, of those up to an instant or by some terms if given."""
    values: list[object] = [website_code]
    of = ""
    if at is not None:
        of += f" AND at <= {_AT[dialect()]}"
        values.append(at)
    if terms is not None:
        of += " AND terms = ?"
        values.append(terms)
    rows = await books.fetch(_LAST.format(columns=_COLUMNS, of=of), values)
    return _closing(rows[0]) if rows else None


async def next_closing(books: Snapshot, website_code: str, *, after: datetime) -> Closing | None:
    """Return a website's first closing after an instant."""
    sql = _NEXT.format(columns=_COLUMNS, at=_AT[dialect()])
    rows = await books.fetch(sql, [website_code, after])
    return _closing(rows[0]) if rows else None


async def moved_within(
    books: Snapshot, website_code: str, period: Span, *, within: Sequence[datetime] = ()
) -> tuple[list[tuple[Span, Moved]], list[Span]]:
    """Return what closings say of the spans of a period, and the spans that they leave over.

    Spans on both sides of an instant of `within`, which are in their order, are left over.
    """
    sql = _WITHIN.format(at=_AT[dialect()])
    rows = await books.fetch(sql, [website_code, *period])
    found = [
        ((instant(row["since"]), instant(row["at"])), _moved(row["moved"], row["written"]))
        for row in rows
        if _is_one_side(within, instant(row["since"]), instant(row["at"]))
    ]
    left = gaps(period, (span for span, _ in found))
    return ([], [period]) if len(left) > _MOST_GAPS else (found, left)


def _is_one_side(bounds: Sequence[datetime], since: datetime, until: datetime) -> bool:
    return bisect_right(bounds, since) == bisect_left(bounds, until)


async def keep(closing: Closing, turn: Turn) -> bool:
    """Keep a closing, unless something was written late meanwhile, or another worker was faster."""
    standing, moved = closing.standing, closing.moved
    months = sorted({*standing.points_by_month, *standing.worth_by_month})
    values: list[object] = [closing.website_code, closing.since, closing.at, closing.until]
    values += [closing.terms, standing.points, standing.debt, standing.accounts]
    values += [
        [
            [month, standing.points_by_month.get(month, 0),
                str(standing.worth_by_month.get(month, 0))]
            for month in months
        ],
        [[each.reason, each.kind, each.points, str(to_e4(each.added)), str(to_e4(each.taken))]
            for each in moved.movements],
        dict(moved.written),
    ]  # fmt: skip
    return await _in_turn(closing.website_code, closing.until, turn, _KEEP, values)


async def keep_quiet_until(closing: Closing, until: datetime, turn: Turn) -> bool:
    """Keep that nothing was written after a closing up to an instant."""
    values = [until, closing.website_code, closing.at, until]
    return await _in_turn(closing.website_code, until, turn, _QUIET, values)


async def _in_turn(
    website_code: str, until: datetime, turn: Turn, sql: str, values: Sequence[object]
) -> bool:
    async with transaction():
        rows = await fetch(_TURN[dialect()], [website_code])
        now = [(instant(row["closed_until"]), row["late"]) for row in rows]
        if not now or now[0][0] < until or now[0][1] != turn.late:
            return False
        return bool(await execute(sql, values))


def added_up(movements: Iterable[Movement]) -> list[Movement]:
    """Return one movement for each reason and kind."""
    sums: dict[tuple[LedgerReason, LotKind], Movement] = {}
    for each in movements:
        key = (each.reason, each.kind)
        so_far = sums.get(key)
        sums[key] = each if so_far is None else Movement(
            each.reason, each.kind, so_far.points + each.points, so_far.added + each.added,
            so_far.taken + each.taken)  # fmt: skip
    return [sums[key] for key in sorted(sums)]


def _closing(row: Mapping[str, object]) -> Closing:
    months = cast("list[tuple[int, int, str]]", document(row["months"]))
    return Closing(
        website_code=str(row["website_code"]),
        since=instant(row["since"]),
        at=instant(row["at"]),
        until=instant(row["until"]),
        terms=str(row["terms"]),
        standing=Standing(
            points=cast("int", row["points"]),
            debt=cast("int", row["debt"]),
            accounts=cast("int", row["accounts"]),
            points_by_month={month: points for month, points, _ in months if points},
            worth_by_month={month: int(worth) for month, _, worth in months if int(worth)},
        ),
        moved=_moved(row["moved"], row["written"]),
    )


def _moved(movements: object, written: object) -> Moved:
    rows = cast("list[tuple[str, str, int, str, str]]", document(movements))
    return Moved(
        [
            Movement(LedgerReason(reason), LotKind(kind), points, from_e4(int(added)),
                from_e4(int(taken)))
            for reason, kind, points, added, taken in rows
        ],
        cast("dict[str, int]", document(written)),
    )  # fmt: skip
