"""Holdings: what each account of a website holds at an instant, as SQL (R15.1).

Now it is what accounts and lots say. At an instant of the past it is that less what was written
later, so that a recent past costs little; books go by when an entry was written.
"""

from dataclasses import dataclass

from models.database import Dialect, dialect
from services.reports.books.valuation import Valuation
from services.reports.books.worth_sql import minor_unit_e4, terms_sql, worth_sql

_NOW: dict[Dialect, str] = {"sqlite": "?", "postgres": "CAST(? AS TIMESTAMPTZ)"}

_HELD = """
terms (group_code, rate_points, rate_amount_e4) AS (VALUES {terms}),
held AS (
    SELECT a.customer_id, a.id, a.balance, t.rate_points, t.rate_amount_e4
    FROM reward_accounts a
    LEFT JOIN customers c ON c.id = a.customer_id
    LEFT JOIN terms t ON t.group_code = COALESCE(c.customer_group_code, 'general')
    WHERE a.website_code = ? AND a.balance <> 0
)
"""
# `later` are the entries that were not written yet, `changed` the customers who have changed their
# group since, with the group of then. Who was no customer yet was of the general group.
_HELD_THEN = """
terms (group_code, rate_points, rate_amount_e4) AS (VALUES {terms}),
later AS (
    SELECT customer_id, id, account_id, points FROM ledger_entries
    WHERE website_code = ? AND recorded_at > {now}
),
moved AS (
    SELECT customer_id, account_id, SUM(points) AS points FROM later
    GROUP BY customer_id, account_id
),
changed AS (
    SELECT g.customer_id, g.group_before FROM customer_group_changes g
    WHERE g.at = (SELECT MIN(n.at) FROM customer_group_changes n
        WHERE n.customer_id = g.customer_id AND n.at > {now})
),
held AS (
    SELECT a.customer_id, a.id, CAST(a.balance - COALESCE(m.points, 0) AS BIGINT) AS balance,
        t.rate_points, t.rate_amount_e4{recorded}
    FROM reward_accounts a
    LEFT JOIN moved m ON m.customer_id = a.customer_id AND m.account_id = a.id
    LEFT JOIN customers c ON c.id = a.customer_id
    LEFT JOIN changed g ON g.customer_id = a.customer_id
    LEFT JOIN terms t ON t.group_code = CASE WHEN c.created_at > {now} THEN 'general'
        ELSE COALESCE(g.group_before, c.customer_group_code, 'general') END
    WHERE a.website_code = ? AND a.balance - COALESCE(m.points, 0) <> 0
)
"""
# What the last entry of then said that its balance was worth.
_RECORDED = """,
        COALESCE((SELECT e.amount_balance_e4 FROM ledger_entries e
            WHERE e.customer_id = a.customer_id AND e.account_id = a.id AND e.recorded_at <= {now}
            ORDER BY e.sequence DESC LIMIT 1), 0) AS recorded_e4
"""
# Half up, by points; in minor units, so that nothing overflows that is worth less than trillions.
_SHARE = """
CASE WHEN ({points}) <= 0 OR {held}balance <= 0 THEN 0
    WHEN ({points}) >= {held}balance THEN {held}recorded_e4
    ELSE (2 * ({held}recorded_e4 / {step}) * ({points}) + {held}balance)
        / (2 * {held}balance) * {step} END
"""


@dataclass(frozen=True, slots=True)
class Holdings:
    """The tables `held` and, of the past, `later`, to be put behind WITH; and their values."""

    tables: str
    values: list[object]
    is_past: bool


def held_worth_sql(points: str, valuation: Valuation, *, held: str) -> str:
    """Return the SQL of what the first `points` of an account are worth.

    What decides it are the columns whose names begin with `held`.
    """
    if valuation.rates is None:
        step = minor_unit_e4(valuation.currency)
        return _SHARE.format(points=points, step=step, held=held)
    return worth_sql(points, rate=held, currency=valuation.currency)


def holdings(valuation: Valuation) -> Holdings:
    """Return what accounts hold at the valuation's instant."""
    terms, values = terms_sql({"general": None} if valuation.rates is None else valuation.rates)
    site, at = valuation.website_code, valuation.at
    if at is None:
        tables = _HELD.format(terms=terms)
        return Holdings(tables, [*values, site], is_past=False)
    now = _NOW[dialect()]
    recorded = _RECORDED.format(now=now) if valuation.rates is None else ""
    tables = _HELD_THEN.format(terms=terms, now=now, recorded=recorded)
    values += [site, at, at, *([at] if recorded else []), at, site]
    return Holdings(tables, values, is_past=True)
