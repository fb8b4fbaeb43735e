"""SQL of the month in which a lot expires, by its dates and the website's policy (R15.1)."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Final

from models.database import Dialect, db_value, dialect, instant
from services.rules.basics.enums import ExpiryCalculation
from services.rules.ledger.expiry import ExpiryPolicy
from services.rules.reports.expiry_months import ExpiryMonths, expiry_months, month_number

# Months in which most points expire: found among these. Dates before are told as the month before,
# dates after as their month in UTC.
_FIRST: Final = month_number(date(1990, 1, 1))
_LAST: Final = month_number(date(2149, 12, 1))
NEVER: Final = 1_000_000

# Where months begin, in their order.
_BEGINNINGS: dict[Dialect, str] = {
    "sqlite": "{name} (begins) AS (SELECT value FROM json_each(?))",
    "postgres": "{name} (begins) AS (SELECT CAST(? AS TIMESTAMPTZ[]))",
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
# What `months_among` is given, of lots `l`.
DATES: Final = """
MIN(l.static_expires_at) AS first, MAX(l.static_expires_at) AS last,
MIN(l.created_at) AS oldest, MAX(l.created_at) AS youngest
"""


@lru_cache(maxsize=256)
def all_months(policy: ExpiryPolicy) -> ExpiryMonths:
    """Return all the months to look among."""
    return expiry_months(policy, first=_FIRST, last=_LAST)


def months_among(policy: ExpiryPolicy, dates: Iterable[object]) -> ExpiryMonths:
    """Return the months to look among for lots of these dates.

    It is for SQLite, which looks among them one by one.
    """
    days = policy.days or 0
    numbers = [month_number(instant(at).date()) for at in dates if at is not None]
    first = max(_FIRST, min(numbers, default=_LAST) - 1)
    last = min(_LAST, max(numbers, default=first) + days // 28 + 13)
    return expiry_months(policy, first=first, last=max(first, last))


def beginnings_sql() -> str:
    """Return the tables that `month_sql` looks in, to be put behind WITH."""
    return ", ".join(_BEGINNINGS[dialect()].format(name=name) for name in ("dated", "born"))


def beginnings(months: ExpiryMonths) -> list[object]:
    """Return the values of those tables."""
    tables = (months.dated, months.born or ())
    if dialect() == "postgres":
        return [tuple(table) for table in tables]
    return [[db_value(at) for at in table] for table in tables]


def month_sql(policy: ExpiryPolicy, months: ExpiryMonths) -> str:
    """Return the SQL of the number of the month in which a lot `l` expires."""
    begun, before = _BEGUN[dialect()], months.first - 1
    at = "l.static_expires_at"
    dated = begun.format(name="dated", at=at)
    far = _MONTH_IN_UTC[dialect()].format(at=at)
    by_date = (
        f"CASE WHEN {at} IS NULL THEN {NEVER}"
        f" WHEN {dated} = {len(months.dated)} THEN {far} ELSE {before} + {dated} END"
    )
    if policy.calculation is ExpiryCalculation.STATIC:
        return by_date
    by_age = f"{NEVER}"
    if months.born is not None:
        by_age = f"{before} + {begun.format(name='born', at='l.created_at')}"
    return f"CASE WHEN l.has_explicit_expiry THEN {by_date} ELSE {by_age} END"
