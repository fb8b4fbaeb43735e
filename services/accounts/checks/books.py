"""SQL of the books' checks: sums, chains and worths of accounts, entries, lots and allocations.

Each statement is about the customers of `{whose}` and answers a row per contradiction: customer,
website, which row (empty for the account itself) and what is wrong with it. A check asks one
statement alone, hence one snapshot: commands that run meanwhile are seen whole or not at all.
"""

from services.command.amounts import to_e4
from services.rules.basics.currencies import MINOR_DIGITS
from services.rules.programme.conversion import WORTH_LIMIT

_TABLES = """
WITH a AS (SELECT * FROM reward_accounts WHERE {whose}),
e AS (SELECT * FROM ledger_entries WHERE {whose}),
l AS (SELECT * FROM points_lots WHERE {whose}),
x AS (SELECT * FROM lot_allocations WHERE {whose})
"""

_SUMS = """,
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
    SELECT customer_id, website_code, id, balance,
        SUM(points) OVER so_far AS points, SUM(debt_change) OVER so_far AS debt
    FROM e WINDOW so_far AS (PARTITION BY customer_id, account_id ORDER BY sequence)
)
SELECT a.customer_id, a.website_code, '' AS subject, 'balance is not the sum of its entries' AS what
FROM a LEFT JOIN of_account s ON s.customer_id = a.customer_id AND s.account_id = a.id
WHERE a.balance <> COALESCE(s.points, 0)
UNION ALL
SELECT a.customer_id, a.website_code, '', 'balance is not what its lots hold less the debt'
FROM a LEFT JOIN lots_of_account s ON s.customer_id = a.customer_id AND s.account_id = a.id
WHERE a.balance <> COALESCE(s.remaining, 0) - a.debt
UNION ALL
SELECT a.customer_id, a.website_code, '', 'is in debt while lots hold points'
FROM a JOIN lots_of_account s ON s.customer_id = a.customer_id AND s.account_id = a.id
WHERE a.debt > 0 AND s.remaining > 0
UNION ALL
SELECT a.customer_id, a.website_code, '', 'debt is not the sum of its changes'
FROM a LEFT JOIN of_account s ON s.customer_id = a.customer_id AND s.account_id = a.id
WHERE a.debt <> COALESCE(s.debt, 0)
UNION ALL
SELECT a.customer_id, a.website_code, '', 'entries have a gap in their sequence'
FROM a LEFT JOIN of_account s ON s.customer_id = a.customer_id AND s.account_id = a.id
WHERE a.entries <> COALESCE(s.entries, 0) OR COALESCE(s.first, 1) <> 1
    OR COALESCE(s.last, 0) <> COALESCE(s.entries, 0)
UNION ALL
SELECT r.customer_id, r.website_code, 'entry ' || CAST(r.id AS VARCHAR),
    'has a balance that is not the sum so far'
FROM running r WHERE r.balance <> r.points
UNION ALL
SELECT r.customer_id, r.website_code, 'entry ' || CAST(r.id AS VARCHAR),
    'leaves a debt that is not what its balance lacks'
FROM running r WHERE r.debt <> CASE WHEN r.balance < 0 THEN -r.balance ELSE 0 END
UNION ALL
SELECT e.customer_id, e.website_code, 'entry ' || CAST(e.id AS VARCHAR),
    'does not add up to its lots'
FROM e
LEFT JOIN of_entry s ON s.customer_id = e.customer_id AND s.entry_id = e.id
LEFT JOIN opened_by_entry p ON p.customer_id = e.customer_id AND p.entry_id = e.id
WHERE e.points <> COALESCE(s.points, 0) + COALESCE(p.points, 0) - e.debt_change
UNION ALL
SELECT l.customer_id, COALESCE(a.website_code, '-'), 'lot ' || CAST(l.id AS VARCHAR),
    'holds more or less than its allocations leave'
FROM l LEFT JOIN of_lot s ON s.customer_id = l.customer_id AND s.lot_id = l.id
LEFT JOIN a ON a.customer_id = l.customer_id AND a.id = l.account_id
WHERE l.remaining <> l.points + COALESCE(s.points, 0) OR l.remaining < 0 OR l.remaining > l.points
UNION ALL
SELECT l.customer_id, COALESCE(a.website_code, '-'), 'lot ' || CAST(l.id AS VARCHAR),
    'counts other expired points than were booked'
FROM l LEFT JOIN expired_of_lot s ON s.customer_id = l.customer_id AND s.lot_id = l.id
LEFT JOIN a ON a.customer_id = l.customer_id AND a.id = l.account_id
WHERE l.expired <> -COALESCE(s.points, 0)
"""

# Which row belongs to which: what foreign keys hold, and what they can't.
_TIES = """
SELECT e.customer_id, e.website_code, 'entry ' || CAST(e.id AS VARCHAR) AS subject,
    CASE WHEN a.id IS NULL THEN 'has no account' ELSE 'is of another website than its account' END
        AS what
FROM e LEFT JOIN a ON a.customer_id = e.customer_id AND a.id = e.account_id
WHERE a.id IS NULL OR a.website_code <> e.website_code
UNION ALL
SELECT e.customer_id, e.website_code, 'entry ' || CAST(e.id AS VARCHAR),
    'is dated after it was recorded'
FROM e WHERE e.created_at > e.recorded_at
UNION ALL
SELECT a.customer_id, a.website_code, '', 'is of a website that is not there'
FROM a LEFT JOIN websites w ON w.code = a.website_code WHERE w.code IS NULL
UNION ALL
SELECT l.customer_id, COALESCE(a.website_code, e.website_code, '-'),
    'lot ' || CAST(l.id AS VARCHAR),
    CASE WHEN a.id IS NULL THEN 'has no account' WHEN e.id IS NULL THEN 'has no entry'
        ELSE 'is of another account than its entry' END
FROM l LEFT JOIN a ON a.customer_id = l.customer_id AND a.id = l.account_id
LEFT JOIN e ON e.customer_id = l.customer_id AND e.id = l.entry_id
WHERE a.id IS NULL OR e.id IS NULL OR e.account_id <> l.account_id
UNION ALL
SELECT x.customer_id, COALESCE(e.website_code, a.website_code, '-'),
    'allocation ' || CAST(x.id AS VARCHAR),
    CASE WHEN e.id IS NULL THEN 'has no entry' WHEN l.id IS NULL THEN 'has no lot'
        ELSE 'is of a lot of another account than its entry' END
FROM x LEFT JOIN e ON e.customer_id = x.customer_id AND e.id = x.entry_id
LEFT JOIN l ON l.customer_id = x.customer_id AND l.id = x.lot_id
LEFT JOIN a ON a.customer_id = l.customer_id AND a.id = l.account_id
WHERE e.id IS NULL OR l.id IS NULL OR e.account_id <> l.account_id
UNION ALL
SELECT h.customer_id, '-', 'hold ' || CAST(h.id AS VARCHAR), 'has no account'
FROM (SELECT * FROM point_holds WHERE {whose}) h
LEFT JOIN a ON a.customer_id = h.customer_id AND a.id = h.account_id
WHERE a.id IS NULL
"""
# Only erasing a customer takes a comment away, of the entries under all ids that they have had.
COMMENTS = """
SELECT e.customer_id, e.website_code, 'entry ' || CAST(e.id AS VARCHAR) AS subject,
    'has lost its comment though nobody erased the customer' AS what
FROM (SELECT * FROM ledger WHERE {whose}) e
LEFT JOIN customers c ON c.id = e.customer_id
LEFT JOIN customers p ON p.id = c.merged_into
WHERE e.comment_hash IS NOT NULL AND e.comment IS NULL
    AND c.erased_at IS NULL AND p.erased_at IS NULL
"""
SUMS = _TABLES + _SUMS
TIES = _TABLES + _TIES


def _step() -> str:
    """Return the SQL of a currency's minor unit in ten-thousandths."""
    by_step: dict[int, list[str]] = {}
    for currency, digits in MINOR_DIGITS.items():
        by_step.setdefault(10 ** (4 - digits), []).append(f"'{currency}'")
    usual = by_step.pop(100)
    assert usual, "most currencies have cents"
    cases = [
        f"WHEN e.currency IN ({', '.join(codes)}) THEN {step}" for step, codes in by_step.items()
    ]
    return f"CASE {' '.join(cases)} ELSE 100 END"


def _worth(balance: str) -> str:
    """Return the SQL of what an entry says a balance is worth (R2.4, R3.1): whole groups, down."""
    limit = to_e4(WORTH_LIMIT)
    return (
        f"CASE WHEN t.rate_points IS NULL OR ({balance}) <= 0 THEN 0"
        f" WHEN ({balance}) / t.rate_points > {limit} / t.rate_amount_e4 THEN {limit}"
        f" ELSE ({balance}) / t.rate_points * t.rate_amount_e4 / t.step * t.step END"
    )


# An entry is worth what the redemption rate of its moment says. That is the rate recorded with it,
# unless it records the rate of an order: what that earned by, or was quoted with. Of those entries
# only what holds at any rate is asked.
WORTHS = f"""
WITH t AS (
    SELECT e.*, e.balance - e.points AS before, {_step()} AS step, w.base_currency,
        e.rate_points IS NULL OR (e.rate_direction = 'POINTS_TO_CURRENCY'
            AND e.reason NOT IN ('REDEMPTION', 'REDEMPTION_RETURNED')) AS is_known
    FROM (SELECT * FROM ledger_entries WHERE {{whose}}) e
    LEFT JOIN websites w ON w.code = e.website_code
)
SELECT t.customer_id, t.website_code, 'entry ' || CAST(t.id AS VARCHAR) AS subject,
    'is worth something other than its rate says' AS what
FROM t WHERE t.is_known AND (
    t.amount_balance_e4 <> {_worth("t.balance")}
    OR t.amount_e4 <> {_worth("t.balance")} - {_worth("t.before")}
)
UNION ALL
SELECT t.customer_id, t.website_code, 'entry ' || CAST(t.id AS VARCHAR),
    'is worth what its points can''t be at any rate'
FROM t WHERE NOT t.is_known AND (
    t.amount_balance_e4 < 0 OR t.amount_balance_e4 < t.amount_e4
    OR t.amount_balance_e4 % t.step <> 0 OR t.amount_e4 % t.step <> 0
    OR (t.points > 0 AND t.amount_e4 < 0) OR (t.points < 0 AND t.amount_e4 > 0)
    OR (t.balance <= 0 AND t.amount_balance_e4 <> 0)
    OR (t.before <= 0 AND t.amount_e4 <> t.amount_balance_e4)
)
UNION ALL
SELECT t.customer_id, t.website_code, 'entry ' || CAST(t.id AS VARCHAR),
    'is in another currency than its website'
FROM t WHERE t.currency <> t.base_currency OR t.rate_currency <> t.base_currency
"""  # noqa: S608 - names and numbers of ours
