"""Ledger verification: every invariant of R3.3, for every account, from the rows alone."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from models.database import fetch
from services.rules.basics.codes import is_id

_BATCH = 500

# Each part returns a line per violation. All of a batch is one statement, hence one snapshot:
# commands that run meanwhile are seen whole or not at all.
_CHECKS = """
WITH a AS (SELECT * FROM reward_accounts WHERE customer_id >= ? AND customer_id <= ?),
e AS (SELECT * FROM ledger_entries WHERE customer_id >= ? AND customer_id <= ?),
l AS (SELECT * FROM points_lots WHERE customer_id >= ? AND customer_id <= ?),
x AS (SELECT * FROM lot_allocations WHERE customer_id >= ? AND customer_id <= ?),
o AS (SELECT * FROM orders WHERE customer_id >= ? AND customer_id <= ?),
of_account AS (
    SELECT customer_id, account_id, SUM(points) AS points, SUM(debt_change) AS debt,
        COUNT(*) AS entries, MIN(sequence) AS first, MAX(sequence) AS last
    FROM e GROUP BY customer_id, account_id
),
lots_of_account AS (
    SELECT customer_id, account_id, SUM(remaining) AS remaining
    FROM l GROUP BY customer_id, account_id
),
of_lot AS (SELECT customer_id, lot_id, SUM(points) AS points FROM x GROUP BY customer_id, lot_id),
expired_of_lot AS (
    SELECT x.customer_id, x.lot_id, SUM(x.points) AS points
    FROM x JOIN e ON e.customer_id = x.customer_id AND e.id = x.entry_id
    WHERE e.reason = 'EXPIRED' GROUP BY x.customer_id, x.lot_id
),
of_entry AS (
    SELECT customer_id, entry_id, SUM(points) AS points FROM x GROUP BY customer_id, entry_id
),
opened_by_entry AS (
    SELECT customer_id, entry_id, SUM(points) AS points FROM l GROUP BY customer_id, entry_id
),
running AS (
    SELECT customer_id, id, balance, SUM(points)
        OVER (PARTITION BY customer_id, account_id ORDER BY sequence) AS points
    FROM e
),
of_order AS (
    SELECT order_id,
        SUM(CASE WHEN reason IN ('REDEMPTION', 'REDEMPTION_RETURNED') THEN -points ELSE 0 END)
            AS taken,
        SUM(CASE WHEN reason IN ('PURCHASE', 'EARNING_REVERSED') THEN points ELSE 0 END)
            AS granted
    FROM e WHERE order_id IS NOT NULL GROUP BY order_id
)
SELECT a.customer_id, a.website_code AS subject, 'balance is not the sum of its entries' AS what
FROM a LEFT JOIN of_account s ON s.customer_id = a.customer_id AND s.account_id = a.id
WHERE a.balance <> COALESCE(s.points, 0)
UNION ALL
SELECT a.customer_id, a.website_code, 'balance is not what its lots hold less the debt'
FROM a LEFT JOIN lots_of_account s ON s.customer_id = a.customer_id AND s.account_id = a.id
WHERE a.balance <> COALESCE(s.remaining, 0) - a.debt
UNION ALL
SELECT a.customer_id, a.website_code, 'is in debt while lots hold points'
FROM a JOIN lots_of_account s ON s.customer_id = a.customer_id AND s.account_id = a.id
WHERE a.debt > 0 AND s.remaining > 0
UNION ALL
SELECT a.customer_id, a.website_code, 'debt is not the sum of its changes'
FROM a LEFT JOIN of_account s ON s.customer_id = a.customer_id AND s.account_id = a.id
WHERE a.debt <> COALESCE(s.debt, 0)
UNION ALL
SELECT a.customer_id, a.website_code, 'entries have a gap in their sequence'
FROM a LEFT JOIN of_account s ON s.customer_id = a.customer_id AND s.account_id = a.id
WHERE a.entries <> COALESCE(s.entries, 0) OR COALESCE(s.first, 1) <> 1
    OR COALESCE(s.last, 0) <> COALESCE(s.entries, 0)
UNION ALL
SELECT r.customer_id, CAST(r.id AS VARCHAR), 'entry has a balance that is not the sum so far'
FROM running r WHERE r.balance <> r.points
UNION ALL
SELECT e.customer_id, CAST(e.id AS VARCHAR), 'entry does not add up to its lots'
FROM e
LEFT JOIN of_entry s ON s.customer_id = e.customer_id AND s.entry_id = e.id
LEFT JOIN opened_by_entry p ON p.customer_id = e.customer_id AND p.entry_id = e.id
WHERE e.points <> COALESCE(s.points, 0) + COALESCE(p.points, 0) - e.debt_change
UNION ALL
SELECT l.customer_id, CAST(l.id AS VARCHAR), 'lot holds more or less than its allocations leave'
FROM l LEFT JOIN of_lot s ON s.customer_id = l.customer_id AND s.lot_id = l.id
WHERE l.remaining <> l.points + COALESCE(s.points, 0) OR l.remaining < 0 OR l.remaining > l.points
UNION ALL
SELECT l.customer_id, CAST(l.id AS VARCHAR), 'lot counts other expired points than were booked'
FROM l LEFT JOIN expired_of_lot s ON s.customer_id = l.customer_id AND s.lot_id = l.id
WHERE l.expired <> -COALESCE(s.points, 0)
UNION ALL
SELECT o.customer_id, o.id, 'order has taken other points than were booked for it'
FROM o LEFT JOIN of_order s ON s.order_id = o.id
WHERE o.points_taken <> COALESCE(s.taken, 0)
UNION ALL
SELECT o.customer_id, o.id, 'order has granted other points than were booked for it'
FROM o LEFT JOIN of_order s ON s.order_id = o.id
WHERE o.points_granted <> COALESCE(s.granted, 0)
"""

_RANGE = """
SELECT MIN(customer_id) AS first, MAX(customer_id) AS last, SUM(accounts) AS accounts FROM (
    SELECT customer_id, COUNT(*) AS accounts FROM reward_accounts WHERE customer_id > ?
    GROUP BY customer_id ORDER BY customer_id LIMIT ?
) AS batch
"""

_ACCOUNTS_OF = """
SELECT MIN(customer_id) AS first, MAX(customer_id) AS last, COUNT(*) AS accounts
FROM reward_accounts WHERE customer_id = ?
"""


@dataclass(frozen=True, slots=True)
class LedgerCheck:
    """How many accounts were looked at, and a line for each thing that does not hold."""

    accounts: int
    violations: list[str]

    @property
    def ok(self) -> bool:
        """Whether all holds."""
        return not self.violations


async def check_ledger(*, customer_id: str | None = None) -> LedgerCheck:
    """Check the invariants of R3.3 over all accounts, or one customer's."""
    accounts, violations = 0, []
    async for part in check_ledger_in_parts(customer_id=customer_id):
        accounts += part.accounts
        violations += part.violations
    return LedgerCheck(accounts, violations)


async def check_ledger_in_parts(*, customer_id: str | None = None) -> AsyncIterator[LedgerCheck]:
    """Check a few hundred accounts at a time, so that a long run can show its progress."""
    if customer_id is not None:
        part = await _part(_ACCOUNTS_OF, [customer_id]) if is_id(customer_id) else None
        if part is not None:
            yield part[0]
        return
    after = ""
    while True:
        found = await _part(_RANGE, [after, _BATCH])
        if found is None:
            return
        part_check, after = found
        yield part_check


async def _part(sql: str, values: list[object]) -> tuple[LedgerCheck, str] | None:
    (found,) = await fetch(sql, values)
    if not found["accounts"]:
        return None
    first, last = str(found["first"]), str(found["last"])
    rows = await fetch(_CHECKS, [first, last] * 5)
    violations = [f"{row['customer_id']} {row['subject']}: {row['what']}" for row in rows]
    return LedgerCheck(int(str(found["accounts"])), violations), last
