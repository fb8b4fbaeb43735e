"""Chosen accounts added up to a standing, less what they were at another instant (R15.1).

So a closing costs what has changed since the one before, not what there is.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from models.database import Dialect, dialect, is_distributed
from models.rows.bulk import Snapshot
from models.rows.excerpts import Excerpt, fetch_in_snapshot
from services.reports.books.expiry_month_sql import (
    DATES,
    all_months,
    beginnings,
    beginnings_sql,
    month_sql,
    months_among,
)
from services.reports.books.holdings import held_worth_sql
from services.reports.books.standing import THE_BEGINNING, THE_END, Standing, standing_of_rows
from services.reports.books.valuation import Valuation
from services.reports.books.worth_sql import sum_sql, terms_sql

_AT: dict[Dialect, str] = {"sqlite": "?", "postgres": "CAST(? AS TIMESTAMPTZ)"}
# What `all_accounts` adds up, of chosen accounts, less what they were at another instant, from all
# that was written on them by then: what was written later need not be known. What decides the worth
# of an account goes with its rows, which are found by indexes: nothing depends on how many the
# database expects.
_CHOSEN = """
WITH {beginnings},
terms (group_code, rate_points, rate_amount_e4) AS (VALUES {terms}),
span (at, less_at) AS (VALUES ({at}, {at})),
chosen AS ({chosen}),
valued AS MATERIALIZED (
    SELECT c.customer_id, c.id AS account_id, p.at, p.less_at, {decides}
    FROM span p CROSS JOIN chosen c
    LEFT JOIN customers k ON k.id = c.customer_id
    LEFT JOIN terms t ON t.group_code = {group}
    LEFT JOIN terms s ON s.group_code = {less_group}
),
written AS MATERIALIZED (
    SELECT v.customer_id, v.account_id, {of_valued}, e.id, e.points,
        CASE WHEN e.recorded_at <= v.less_at THEN 1 ELSE 0 END AS is_before
    FROM valued v JOIN ledger_entries e ON e.customer_id = v.customer_id
        AND e.account_id = v.account_id AND e.recorded_at <= v.at
),
moved AS (
    SELECT e.customer_id, e.account_id, {of_written}, {month} AS month, l.points, e.is_before
    FROM written e JOIN points_lots l ON l.customer_id = e.customer_id AND l.entry_id = e.id
    UNION ALL
    SELECT e.customer_id, e.account_id, {of_written}, {month}, x.points, e.is_before
    FROM written e JOIN lot_allocations x ON x.customer_id = e.customer_id AND x.entry_id = e.id
    JOIN points_lots l ON l.customer_id = x.customer_id AND l.id = x.lot_id
),
by_month AS (
    SELECT customer_id, account_id, month, {decided}, CAST(SUM(points) AS BIGINT) AS points,
        CAST(SUM(points * is_before) AS BIGINT) AS less_points
    FROM moved GROUP BY customer_id, account_id, month
),
so_far AS (
    SELECT b.*, CAST(SUM(b.points) OVER soonest AS BIGINT) AS through,
        CAST(SUM(b.less_points) OVER soonest AS BIGINT) AS less_through{balances}
    FROM by_month b
    WINDOW soonest AS (PARTITION BY b.customer_id, b.account_id ORDER BY b.month)
)
SELECT s.month, SUM(s.points - s.less_points) AS points, {worth}, 0 AS debt, 0 AS accounts
FROM so_far s GROUP BY s.month
UNION ALL
SELECT NULL,
    SUM(CASE WHEN b.balance > 0 THEN b.balance ELSE 0 END
        - CASE WHEN b.less > 0 THEN b.less ELSE 0 END), 0, 0,
    SUM(CASE WHEN b.less < 0 THEN b.less ELSE 0 END
        - CASE WHEN b.balance < 0 THEN b.balance ELSE 0 END),
    SUM(CASE WHEN b.balance > 0 THEN 1 ELSE 0 END - CASE WHEN b.less > 0 THEN 1 ELSE 0 END)
FROM (
    SELECT SUM(points) AS balance, SUM(points * is_before) AS less
    FROM written GROUP BY customer_id, account_id
) b
"""
_GROUP = """
CASE WHEN k.created_at > {at} THEN 'general' ELSE COALESCE((
    SELECT g.group_before FROM customer_group_changes g
    WHERE g.customer_id = c.customer_id AND g.at > {at} ORDER BY g.at LIMIT 1
), k.customer_group_code, 'general') END
"""
# By rates, or by what the last entry of then said that its balance was worth.
_RATES = """
t.rate_points, t.rate_amount_e4, s.rate_points AS less_rate_points,
s.rate_amount_e4 AS less_rate_amount_e4
"""
_RATE_COLUMNS = ("rate_points", "rate_amount_e4", "less_rate_points", "less_rate_amount_e4")
_RECORDED = """
COALESCE((SELECT e.amount_balance_e4 FROM ledger_entries e
    WHERE e.customer_id = c.customer_id AND e.account_id = c.id AND e.recorded_at <= p.{at}
    ORDER BY e.sequence DESC LIMIT 1), 0) AS {less}recorded_e4
"""
_RECORDED_COLUMNS = ("recorded_e4", "less_recorded_e4")
_BALANCES = """,
        CAST(SUM(b.points) OVER (PARTITION BY b.customer_id, b.account_id) AS BIGINT) AS balance,
        CAST(SUM(b.less_points) OVER (PARTITION BY b.customer_id, b.account_id) AS BIGINT)
            AS less_balance
"""
_DATES_OF_CHOSEN = """
WITH chosen AS ({chosen})
SELECT {dates} FROM chosen c
JOIN points_lots l ON l.customer_id = c.customer_id AND l.account_id = c.id
"""
_WRITTEN_ON = """
    SELECT DISTINCT customer_id, account_id AS id FROM ledger_entries
    WHERE website_code = ? AND recorded_at <= {at}
"""
_CHANGED = """
    SELECT customer_id, account_id AS id FROM ledger_entries
    WHERE website_code = ? AND recorded_at > {at} AND recorded_at <= {at}
    UNION
    SELECT a.customer_id, a.id FROM customer_group_changes g
    JOIN reward_accounts a ON a.customer_id = g.customer_id AND a.website_code = ?
    WHERE g.at > {at} AND g.at <= {at}
    UNION
    SELECT a.customer_id, a.id FROM customers c
    JOIN reward_accounts a ON a.customer_id = c.id AND a.website_code = ?
    WHERE c.created_at > {at} AND c.created_at <= {at}
"""
_OF_CUSTOMERS = """
    SELECT customer_id, id FROM reward_accounts
    WHERE website_code = ? AND customer_id > ? AND customer_id <= ?
"""

# All rows that `_CHOSEN` looks at, with customers.
_LOOKED_AT: Final = (
    "reward_accounts",
    "customer_group_changes",
    "ledger_entries",
    "points_lots",
    "lot_allocations",
)
_THESE: Final = "{} IN (SELECT jsonb_array_elements_text(CAST(? AS JSONB)))"


@dataclass(frozen=True, slots=True)
class ChosenAccounts:
    """The SQL of some accounts' `customer_id` and `id`, and its values."""

    sql: str
    values: list[object]


def changed_accounts(
    website_code: str, *, after: datetime, written_after: datetime, until: datetime
) -> ChosenAccounts:
    """Return those that something may have changed after an instant, up to another one.

    Nothing was written to the ledger up to `written_after`.
    """
    values: list[object] = [website_code, written_after, until]
    values += [website_code, after, until, website_code, after, until]
    return ChosenAccounts(_CHANGED.format(at=_AT[dialect()]), values)


def first_accounts(website_code: str, *, until: datetime) -> ChosenAccounts:
    """Return all that have any entry up to an instant: those that stand at anything then."""
    return ChosenAccounts(_WRITTEN_ON.format(at=_AT[dialect()]), [website_code, until])


def accounts_of_customers(website_code: str, *, after: str, last: str) -> ChosenAccounts:
    """Return those of customers whose ids come after one and up to another."""
    return ChosenAccounts(_OF_CUSTOMERS, [website_code, after, last])


async def standing_of_chosen(
    books: Snapshot,
    valuation: Valuation,
    chosen: ChosenAccounts,
    *,
    less: datetime = THE_BEGINNING,
) -> Standing:
    """Add up some accounts, less what they were at another instant by the same valuation."""
    months = all_months(valuation.policy)
    if dialect() == "sqlite":
        dates = _DATES_OF_CHOSEN.format(chosen=chosen.sql, dates=DATES)
        (row,) = await books.fetch(dates, chosen.values)
        months = months_among(valuation.policy, row.values())
    terms, term_values = terms_sql(
        {"general": None} if valuation.rates is None else valuation.rates
    )
    is_recorded = valuation.rates is None
    recorded = [_RECORDED.format(at=f"{of}at", less=of) for of in ("", "less_")]
    columns = _RECORDED_COLUMNS if is_recorded else _RATE_COLUMNS
    sql = _CHOSEN.format(
        beginnings=beginnings_sql(),
        terms=terms,
        at=_AT[dialect()],
        chosen=chosen.sql,
        group=_GROUP.format(at="p.at"),
        less_group=_GROUP.format(at="p.less_at"),
        decides=", ".join(recorded) if is_recorded else _RATES,
        of_valued=", ".join(f"v.{column}" for column in columns),
        of_written=", ".join(f"e.{column}" for column in columns),
        decided=", ".join(f"MIN({column}) AS {column}" for column in columns),
        balances=_BALANCES if is_recorded else "",
        month=month_sql(valuation.policy, months),
        worth=sum_sql(f"{_worth_of_month(valuation)} - ({_worth_of_month(valuation, 'less_')})",
            "worth"),
    )  # fmt: skip
    at = valuation.at or THE_END
    values = [*beginnings(months), *term_values, at, less, *chosen.values]
    excerpts = await _excerpts(books, chosen)
    return standing_of_rows(await fetch_in_snapshot(books, sql, values, excerpts))


async def _excerpts(books: Snapshot, chosen: ChosenAccounts) -> list[Excerpt]:
    """Return the excerpts that have all rows of the chosen accounts' customers (R18.1)."""
    if not is_distributed():
        return []
    rows = await books.fetch(chosen.sql, chosen.values)
    customers = [sorted({str(row["customer_id"]) for row in rows})]
    return [
        Excerpt("customers", _THESE.format("id"), customers),
        *(Excerpt(table, _THESE.format("customer_id"), customers) for table in _LOOKED_AT),
    ]


def _worth_of_month(valuation: Valuation, less: str = "") -> str:
    through, points = f"s.{less}through", f"s.{less}points"
    worth, before = (
        held_worth_sql(each, valuation, held=f"s.{less}")
        for each in (through, f"{through} - {points}")
    )
    return f"({worth}) - ({before})"
