"""All accounts of a website added up to its standing at an instant (R15.1)."""

from models.database import dialect
from models.rows.bulk import Snapshot
from services.reports.books.expiry_month_sql import (
    DATES,
    all_months,
    beginnings,
    beginnings_sql,
    month_sql,
    months_among,
)
from services.reports.books.holdings import held_worth_sql, holdings
from services.reports.books.standing import Standing, standing_of_rows
from services.reports.books.valuation import Valuation
from services.reports.books.worth_sql import sum_sql

_OPEN = """
    SELECT l.customer_id, l.account_id, {month} AS month, l.remaining AS points
    FROM points_lots l
    JOIN reward_accounts a ON a.customer_id = l.customer_id AND a.id = l.account_id
    WHERE l.remaining > 0 AND a.website_code = ?
"""
# What later entries took is put back, what they put in is taken out, and the lots that they opened
# go completely.
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
# of any month.
_STANDING = """
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
_DATES = f"SELECT {DATES} FROM points_lots l"  # noqa: S608 - columns of ours


async def standing_of_all(books: Snapshot, valuation: Valuation) -> Standing:
    """Add up all accounts of a website: it takes seconds where there are a million."""
    held = holdings(valuation)
    months = all_months(valuation.policy)
    if dialect() == "sqlite":
        (row,) = await books.fetch(_DATES)
        months = months_among(valuation.policy, row.values())
    through, before = (
        held_worth_sql(points, valuation, held="h.")
        for points in ("s.through", "s.through - s.points")
    )
    lots = _OPEN + (_WRITTEN_LATER if held.is_past else "")
    sql = _STANDING.format(
        beginnings=beginnings_sql(),
        tables=held.tables,
        lots=lots.format(month=month_sql(valuation.policy, months)),
        worth=sum_sql(f"({through}) - ({before})", "worth"),
    )
    values = [*beginnings(months), *held.values, valuation.website_code]
    return standing_of_rows(await books.fetch(sql, values))
