"""Activity: points earned, redeemed, returned, expired and adjusted, by interval (R15.2)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from models.database import Dialect, db_value, dialect
from services.programme.rule_book import rule_book
from services.reports.patience import fetch_patiently
from services.reports.valuation import booked_websites
from services.reports.worth_sql import whole
from services.rules.basics.enums import Interval, LedgerReason
from services.rules.reports.intervals import MOST_INTERVALS, interval_starts, too_many_intervals

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

# Entries by the interval, counted from 1, in which they were written; the last one is what came
# after the period. Without a reason, what all accounts stand at now: of the same snapshot, so that
# balances can be reckoned back from it.
_STANDS: Final = """
UNION ALL
SELECT NULL, NULL, SUM(a.balance) FROM reward_accounts a WHERE a.website_code = ?
"""
_WRITTEN: dict[Dialect, str] = {
    "sqlite": """
    WITH starts (begins, number) AS (SELECT value, key + 1 FROM json_each(?)),
    intervals AS (
        SELECT s.number, s.begins, n.begins AS ends
        FROM starts s LEFT JOIN starts n ON n.number = s.number + 1
    )
    SELECT i.number AS number, e.reason AS reason, SUM(e.points) AS points
    FROM intervals i CROSS JOIN ledger_entries e ON e.recorded_at >= i.begins
        AND e.recorded_at < COALESCE(i.ends, 'Z')
    WHERE e.website_code = ? AND e.recorded_at >= ? GROUP BY i.number, e.reason
    """,
    "postgres": """
    WITH starts (begins) AS (SELECT ARRAY(
        SELECT CAST(value AS TIMESTAMPTZ) FROM jsonb_array_elements_text(CAST(? AS JSONB))
        WITH ORDINALITY AS v (value, n) ORDER BY n
    ))
    SELECT width_bucket(e.recorded_at, (SELECT begins FROM starts)) AS number,
        e.reason AS reason, SUM(e.points) AS points
    FROM ledger_entries e WHERE e.website_code = ? AND e.recorded_at >= CAST(? AS TIMESTAMPTZ)
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
    return [
        row
        for code, zone in zones.items()
        for row in await _of_website(code, zone, starts[code], until)
    ]


def _starts(
    zones: Mapping[str, str], since: datetime, until: datetime, interval: Interval
) -> dict[str, list[datetime]]:
    starts = {code: interval_starts(since, until, interval, zone) for code, zone in zones.items()}
    if sum(map(len, starts.values())) > MOST_INTERVALS:
        raise too_many_intervals()
    return starts


async def _of_website(
    code: str, time_zone: str, starts: list[datetime], until: datetime
) -> list[PointsActivity]:
    given = [db_value(at) for at in (*starts, until)]
    rows = await fetch_patiently(_WRITTEN[dialect()] + _STANDS, [given, code, starts[0], code])
    balance = 0
    changes = [Counter[str]() for _ in given]
    for row in rows:
        if row["reason"] is None:
            balance = whole(row["points"])
            continue
        column = _COLUMN.get(LedgerReason(str(row["reason"])), _ALL_ELSE)
        changes[whole(row["number"]) - 1][column] += whole(row["points"])
    balance -= sum(change.total() for change in changes)
    found: list[PointsActivity] = []
    for begins, change in zip(starts, changes, strict=False):
        day = begins.astimezone(ZoneInfo(time_zone)).date()
        found.append(_row(code, begins, day, balance, change))
        balance = found[-1].balance_end
    return found


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
