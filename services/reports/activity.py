"""Activity: points earned, redeemed, returned, expired and adjusted, by interval (R15.2)."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from models.database import Dialect, db_value, dialect
from models.rows.bulk import Snapshot
from services.programme.rule_book import rule_book
from services.reports.books.closings import moved_within
from services.reports.books.known_standing import balance_before
from services.reports.books.valuation import booked_websites
from services.reports.books.worth_sql import whole
from services.reports.patience import books_of_one_instant
from services.rules.basics.enums import Interval, LedgerReason
from services.rules.reports.intervals import MOST_INTERVALS, interval_starts, too_many_intervals
from services.rules.reports.spans import AN_INSTANT

_COLUMN: Final = {
    LedgerReason.PURCHASE: "earned",
    LedgerReason.REDEMPTION: "redeemed",
    LedgerReason.REDEMPTION_RETURNED: "returned",
    LedgerReason.EARNING_REVERSED: "reversed",
    LedgerReason.EXPIRED: "expired",
    LedgerReason.REGISTRATION: "awarded",
    LedgerReason.NEWSLETTER_SIGNUP: "awarded",
    LedgerReason.INVITATION_SENT: "awarded",
    LedgerReason.INVITATION_CUSTOMER: "awarded",
    LedgerReason.INVITATION_ORDER: "awarded",
    LedgerReason.REVIEW: "awarded",
    LedgerReason.CUSTOM: "awarded",
}
_ALL_ELSE: Final = "adjusted"

# Entries of a span by the interval, counted from 1, in which they were written.
_WRITTEN: dict[Dialect, str] = {
    "sqlite": """
    WITH starts (begins, number) AS (SELECT value, key + 1 FROM json_each(?)),
    span (since, until) AS (VALUES (?, ?)),
    intervals AS (
        SELECT s.number, MAX(s.begins, p.since) AS begins,
            MIN(COALESCE(n.begins, 'Z'), p.until) AS ends
        FROM span p CROSS JOIN starts s LEFT JOIN starts n ON n.number = s.number + 1
    )
    SELECT i.number AS number, e.reason AS reason, SUM(e.points) AS points
    FROM intervals i CROSS JOIN ledger_entries e ON e.recorded_at >= i.begins
        AND e.recorded_at < i.ends
    WHERE e.website_code = ? GROUP BY i.number, e.reason
    """,
    "postgres": """
    WITH starts (begins) AS (SELECT ARRAY(
        SELECT CAST(value AS TIMESTAMPTZ) FROM jsonb_array_elements_text(CAST(? AS JSONB))
        WITH ORDINALITY AS v (value, n) ORDER BY n
    ))
    SELECT width_bucket(e.recorded_at, (SELECT begins FROM starts)) AS number,
        e.reason AS reason, SUM(e.points) AS points
    FROM ledger_entries e
    WHERE e.recorded_at >= CAST(? AS TIMESTAMPTZ) AND e.recorded_at < CAST(? AS TIMESTAMPTZ)
        AND e.website_code = ?
    GROUP BY 1, 2
    """,
}


@dataclass(frozen=True, slots=True)
class PointsActivity:
    """What an interval changed of a website's balances, less debts: all columns add up (R15.2).

    What was taken from accounts is below 0.
    """

    website_code: str
    period_start: datetime
    period_day: date
    balance_start: int
    balance_end: int
    awarded: int
    earned: int
    redeemed: int
    returned: int
    reversed: int
    expired: int
    adjusted: int


async def read_activity(
    *, website_code: str | None, since: datetime, until: datetime, interval: Interval
) -> list[PointsActivity]:
    """Return what each interval of a half-open period changed, by website; empty ones too (R15.2).

    Intervals are those of the website's calendar; the first and the last are clipped. Raises
    NotFound, OutOfRange.
    """
    websites = await booked_websites(website_code)
    book = await rule_book()
    zones = {site.code: book.websites[site.code].time_zone for site in websites}
    starts = _starts(zones, since, until, interval)
    async with books_of_one_instant() as books:
        return [
            row
            for code, zone in zones.items()
            for row in await _of_website(books, code, zone, starts[code], until)
        ]


def _starts(
    zones: Mapping[str, str], since: datetime, until: datetime, interval: Interval
) -> dict[str, list[datetime]]:
    starts = {code: interval_starts(since, until, interval, zone) for code, zone in zones.items()}
    if sum(map(len, starts.values())) > MOST_INTERVALS:
        raise too_many_intervals()
    return starts


async def _of_website(
    books: Snapshot, code: str, time_zone: str, starts: list[datetime], until: datetime
) -> list[PointsActivity]:
    changes = await _changes(books, code, [*starts, until])
    balance = await balance_before(books, code, starts[0])
    found: list[PointsActivity] = []
    for begins, change in zip(starts, changes, strict=True):
        day = begins.astimezone(ZoneInfo(time_zone)).date()
        found.append(_row(code, begins, day, balance, change))
        balance = found[-1].balance_end
    return found


async def _changes(books: Snapshot, code: str, bounds: list[datetime]) -> list[Counter[str]]:
    """Return what was written in each interval, by column: of closings, and of what they leave."""
    changes = [Counter[str]() for _ in bounds[1:]]
    # What closings have is after an instant, up to another one; intervals begin at theirs.
    ends = [at - AN_INSTANT for at in bounds]
    closed, left = await moved_within(books, code, (ends[0], ends[-1]), within=ends)
    for (since, _), moved in closed:
        for reason, points in moved.written.items():
            _count(changes[bisect_right(ends, since) - 1], reason, points)
    given = [db_value(at) for at in bounds]
    for since, until in left:
        values = [given, since + AN_INSTANT, until + AN_INSTANT, code]
        for row in await books.fetch(_WRITTEN[dialect()], values):
            _count(changes[whole(row["number"]) - 1], str(row["reason"]), whole(row["points"]))
    return changes


def _count(change: Counter[str], reason: str, points: int) -> None:
    change[_COLUMN.get(LedgerReason(reason), _ALL_ELSE)] += points


def _row(
    code: str, begins: datetime, day: date, balance: int, change: Counter[str]
) -> PointsActivity:
    return PointsActivity(
        website_code=code,
        period_start=begins,
        period_day=day,
        balance_start=balance,
        balance_end=balance + change.total(),
        awarded=change["awarded"],
        earned=change["earned"],
        redeemed=change["redeemed"],
        returned=change["returned"],
        reversed=change["reversed"],
        expired=change["expired"],
        adjusted=change["adjusted"],
    )
