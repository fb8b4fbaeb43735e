"""Liability: the points outstanding and what they are worth, at any instant (R15.1)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from models.database import Dialect, db_value, dialect, fetch, instant
from services.command.amounts import from_e4
from services.reports.holdings import Holdings, holdings
from services.reports.patience import fetch_patiently
from services.reports.valuation import Valuation, booked_websites, check_past, valuations
from services.reports.worth_sql import sum_sql, summed, whole
from services.rules.basics.enums import ExpiryCalculation
from services.rules.basics.money import Money
from services.rules.reports.expiry_months import ExpiryMonths, expiry_months, month_number, month_of

# Months in which most points expire: found among these. Dates before are told as the month before,
# dates after as their month in UTC.
_FIRST: Final = month_number(date(1990, 1, 1))
_LAST: Final = month_number(date(2149, 12, 1))
_NEVER: Final = 1_000_000

# Where months begin, in their order.
_BEGINNINGS: dict[Dialect, str] = {
    "sqlite": "{name} (begins) AS (SELECT value FROM json_each(?))",
    "postgres": """{name} (begins) AS (SELECT ARRAY(
        SELECT CAST(value AS TIMESTAMPTZ) FROM jsonb_array_elements_text(CAST(? AS JSONB))
        WITH ORDINALITY AS v (value, n) ORDER BY n
    ))""",
}
# How many of them are not after an instant.
_BEGUN: dict[Dialect, str] = {
    "sqlite": "(SELECT COUNT(*) FROM {name} WHERE begins <= {at})",
    "postgres": "width_bucket({at}, (SELECT begins FROM {name}))",
}
_MONTH_IN_UTC: dict[Dialect, str] = {
    "sqlite": "CAST(substr({at}, 1, 4) AS INT) * 12 + CAST(substr({at}, 6, 2) AS INT) - 1",
    "postgres": (
        "CAST(EXTRACT(YEAR FROM {at} AT TIME ZONE 'UTC') * 12"
        " + EXTRACT(MONTH FROM {at} AT TIME ZONE 'UTC') - 1 AS INT)"
    ),
}
_OPEN = """
    SELECT l.customer_id, l.account_id, {month} AS month, l.remaining AS points
    FROM points_lots l
    JOIN reward_accounts a ON a.customer_id = l.customer_id AND a.id = l.account_id
    WHERE l.remaining > 0 AND a.website_code = ?
"""
# What later entries took is put back, what they put in is taken out, and the lots that they opened
# go altogether.
_WRITTEN_LATER = """
    UNION ALL
    SELECT l.customer_id, l.account_id, {month}, -x.points
    FROM later e JOIN lot_allocations x ON x.customer_id = e.customer_id AND x.entry_id = e.id
    JOIN points_lots l ON l.customer_id = x.customer_id AND l.id = x.lot_id
    UNION ALL
    SELECT l.customer_id, l.account_id, {month}, -l.points
    FROM later e JOIN points_lots l ON l.customer_id = e.customer_id AND l.entry_id = e.id
"""
# An account's points by month, soonest first; a month is worth what the points up to its end are
# worth more than those before it, so that months sum to the account. The last row has what is not
# of any month. One statement, hence one snapshot.
_LIABILITY = """
WITH {beginnings}, {tables},
by_month AS (
    SELECT customer_id, account_id, month, CAST(SUM(points) AS BIGINT) AS points
    FROM ({lots}) AS of_lots GROUP BY customer_id, account_id, month
),
so_far AS (
    SELECT b.customer_id, b.account_id, b.month, b.points, CAST(SUM(b.points) OVER (
        PARTITION BY b.customer_id, b.account_id ORDER BY b.month
    ) AS BIGINT) AS through
    FROM by_month b WHERE b.points <> 0
)
SELECT s.month, SUM(s.points) AS points, {worth}, 0 AS debt, 0 AS accounts
FROM so_far s JOIN held h ON h.customer_id = s.customer_id AND h.id = s.account_id
GROUP BY s.month
UNION ALL
SELECT NULL, SUM(CASE WHEN h.balance > 0 THEN h.balance ELSE 0 END), 0, 0,
    SUM(CASE WHEN h.balance < 0 THEN -h.balance ELSE 0 END),
    SUM(CASE WHEN h.balance > 0 THEN 1 ELSE 0 END)
FROM held h
"""
_DATES = """
SELECT MIN(l.static_expires_at) AS first, MAX(l.static_expires_at) AS last,
    MIN(l.created_at) AS oldest, MAX(l.created_at) AS youngest FROM points_lots l
"""


@dataclass(frozen=True, slots=True)
class LiabilityMonth:
    """The points that expire in a month of the website's calendar, None for never."""

    month: date | None
    points: int
    worth: Money


@dataclass(frozen=True, slots=True)
class Liability:
    """A website's points outstanding, of `accounts` that hold some, and what they are worth.

    `debt` is what accounts below 0 owe.
    """

    website_code: str
    points: int
    debt: int
    worth: Money
    accounts: int
    by_expiry_month: list[LiabilityMonth]


async def read_liability(
    *, as_of: datetime | None, website_code: str | None, now: datetime
) -> list[Liability]:
    """Return the liability of a website, or of each, at an instant; None for now (R15.1).

    What was written at the instant itself counts. Raises NotFound, OutOfRange.
    """
    check_past(as_of, now=now, path=("as_of",))
    websites = await booked_websites(website_code)
    if as_of is not None and website_code is None:
        websites = [site for site in websites if site.created_at <= as_of]
    by_code = await valuations(websites, at=as_of)
    return [await _liability(by_code[site.code]) for site in websites]


async def _liability(valuation: Valuation) -> Liability:
    held = holdings(valuation)
    months = await _months(valuation)
    rows = await fetch_patiently(_sql(held, valuation, months), _values(held, valuation, months))
    (in_all,) = (row for row in rows if row["month"] is None)
    by_month = sorted((row for row in rows if row["month"] is not None), key=_number)
    found = [_month(row, valuation.currency) for row in by_month]
    worth = sum(summed(row, "worth") for row in by_month)
    return Liability(
        website_code=valuation.website_code,
        points=whole(in_all["points"]),
        debt=whole(in_all["debt"]),
        worth=Money(from_e4(worth), valuation.currency),
        accounts=whole(in_all["accounts"]),
        by_expiry_month=[month for month in found if month.points],
    )


def _sql(held: Holdings, valuation: Valuation, months: ExpiryMonths) -> str:
    month = _month_sql(valuation, months)
    lots = _OPEN + (_WRITTEN_LATER if held.is_past else "")
    beginnings = [_BEGINNINGS[dialect()].format(name=name) for name in ("dated", "born")]
    through = held.worth("s.through")
    return _LIABILITY.format(
        beginnings=", ".join(beginnings),
        tables=held.tables,
        lots=lots.format(month=month),
        worth=sum_sql(f"({through}) - ({held.worth('s.through - s.points')})", "worth"),
    )


def _values(held: Holdings, valuation: Valuation, months: ExpiryMonths) -> list[object]:
    dated = [db_value(at) for at in months.dated]
    born = [db_value(at) for at in months.born or ()]
    return [dated, born, *held.values, valuation.website_code]


def _month_sql(valuation: Valuation, months: ExpiryMonths) -> str:
    """Return the SQL of the number of the month in which a lot `l` expires."""
    begun, before = _BEGUN[dialect()], months.first - 1
    at = "l.static_expires_at"
    dated = begun.format(name="dated", at=at)
    far = _MONTH_IN_UTC[dialect()].format(at=at)
    by_date = (
        f"CASE WHEN {at} IS NULL THEN {_NEVER}"
        f" WHEN {dated} = {len(months.dated)} THEN {far} ELSE {before} + {dated} END"
    )
    if valuation.policy.calculation is ExpiryCalculation.STATIC:
        return by_date
    by_age = f"{_NEVER}"
    if months.born is not None:
        by_age = f"{before} + {begun.format(name='born', at='l.created_at')}"
    return f"CASE WHEN l.has_explicit_expiry THEN {by_date} ELSE {by_age} END"


async def _months(valuation: Valuation) -> ExpiryMonths:
    """Return the months to look among; on SQLite, which looks one by one, no more than needed."""
    first, last = _FIRST, _LAST
    if dialect() == "sqlite":
        (row,) = await fetch(_DATES)
        days = valuation.policy.days or 0
        numbers = [month_number(instant(at).date()) for at in row.values() if at is not None]
        first = max(first, min(numbers, default=last) - 1)
        last = min(last, max(numbers, default=first) + days // 28 + 13)
    return expiry_months(valuation.policy, first=first, last=max(first, last))


def _month(row: dict[str, object], currency: str) -> LiabilityMonth:
    number = _number(row)
    return LiabilityMonth(
        month=None if number == _NEVER else month_of(number),
        points=whole(row["points"]),
        worth=Money(from_e4(summed(row, "worth")), currency),
    )


def _number(row: dict[str, object]) -> int:
    return whole(row["month"])
