"""SQL of the checks on what customers and shops were told, and when orders' points are due.

The form is that of `books`. None of it has an entry, so it is held against the rows that were
written with it: the mail that warned of a lot, the event that told of it, the commands of an order.
"""

from models.database import Dialect

# A run of a job marks lots by the instant at which it began, however long it takes.
_A_DAY_EARLIER = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%S', {instant}, '-1 day')",
    "postgres": "{instant} - interval '1 day'",
}
# To the instant: a day is 24 hours in whatever time zone a session has.
_SO_MANY_DAYS_EARLIER = {
    "sqlite": "date({instant}, '-' || {days} || ' days') || substr({instant}, 11)",
    "postgres": "{instant} - make_interval(hours => 24 * {days})",
}
_MATURITY_DAYS = {
    "sqlite": "json_extract(content, '$.maturity_days')",
    "postgres": "content->>'maturity_days'",
}

# What came from a merge has the marks of a lot under an old id, whose mail and event are there too.
_LOTS = """
WITH l AS (
    SELECT p.*, a.website_code, e.recorded_at
    FROM (SELECT * FROM points_lots WHERE {{whose}}) p
    JOIN reward_accounts a ON a.customer_id = p.customer_id AND a.id = p.account_id
    JOIN ledger_entries e ON e.customer_id = p.customer_id AND e.id = p.entry_id
),
m AS (SELECT * FROM emails WHERE {{whose}} AND kind = 'EXPIRY_WARNING')
SELECT l.customer_id, l.website_code, 'lot ' || CAST(l.id AS VARCHAR) AS subject,
    'was warned of by a mail that is not about it' AS what
FROM l JOIN emails o ON o.customer_id = l.customer_id AND o.id = l.warned_by
WHERE o.kind <> 'EXPIRY_WARNING' OR o.account_id <> l.account_id
    OR (l.origin_lot_id IS NULL AND o.created_at < {booked})
    OR (l.has_explicit_expiry AND o.created_at >= l.static_expires_at)
UNION ALL
SELECT m.customer_id, m.website_code, 'mail ' || CAST(m.id AS VARCHAR),
    'warns of lots that do not say so'
FROM m WHERE NOT EXISTS (
    SELECT 1 FROM l
    WHERE l.customer_id = m.customer_id AND l.account_id = m.account_id AND l.warned_by = m.id
)
UNION ALL
SELECT l.customer_id, l.website_code, 'lot ' || CAST(l.id AS VARCHAR),
    'was told of before it was booked, or after it had expired'
FROM l
WHERE (l.origin_lot_id IS NULL AND l.expiry_told_at < {booked})
    OR (l.has_explicit_expiry AND l.expiry_told_at >= l.static_expires_at)
UNION ALL
SELECT d.customer_id, d.website_code, 'event ' || CAST(d.message_id AS VARCHAR),
    'told of lots that do not say so'
FROM (SELECT * FROM webhook_deliveries WHERE {{whose}} AND type = 'points.expiring') d
WHERE NOT d.is_replay AND NOT EXISTS (
    SELECT 1 FROM l WHERE l.customer_id = d.customer_id AND l.website_code = d.website_code
        AND l.expiry_told_at = d.created_at
)
"""

SOONEST = """
SELECT a.customer_id, a.website_code, '' AS subject,
    'waits for points that mature at another instant' AS what
FROM (SELECT * FROM reward_accounts WHERE {whose} AND matures_at IS NOT NULL) a LEFT JOIN (
    SELECT customer_id, website_code, MIN(matures_at) AS first
    FROM orders WHERE {whose} AND pending_points > 0 AND received_approved
    GROUP BY customer_id, website_code
) o ON o.customer_id = a.customer_id AND o.website_code = a.website_code
WHERE o.first IS NULL OR a.matures_at < o.first
"""

# The first approval was at some command, and fixed as many days as the settings said then. What
# they said before they were kept is not known (R15.1).
_ORDERS = """
WITH n AS (
    SELECT DISTINCT CAST({days} AS INTEGER) AS days FROM programme_changes
    WHERE subject = 'SETTINGS' AND {days} IS NOT NULL
)
SELECT o.customer_id, o.website_code, 'order ' || o.id AS subject,
    'matures at an instant that no command has fixed' AS what
FROM (SELECT * FROM orders WHERE {{whose}} AND matures_at IS NOT NULL) o
WHERE o.placed_at >= (SELECT MIN(at) FROM programme_changes) AND NOT EXISTS (
    SELECT 1 FROM n WHERE o.placed_at = {approved}
    OR EXISTS (
        SELECT 1 FROM order_events v WHERE v.order_id = o.id AND v.created_at = {approved}
    )
    OR EXISTS (
        SELECT 1 FROM audit_entries u WHERE u.created_at = {approved} AND u.target = o.id
    )
)
"""


def lots(kind: Dialect) -> str:
    """Return the statement that checks what lots were warned and told of, in the dialect."""
    return _LOTS.format(booked=_A_DAY_EARLIER[kind].format(instant="l.recorded_at"))


def orders(kind: Dialect) -> str:
    """Return the statement that checks when orders' points mature, in the words of the dialect."""
    approved = _SO_MANY_DAYS_EARLIER[kind].format(instant="o.matures_at", days="n.days")
    return _ORDERS.format(days=_MATURITY_DAYS[kind], approved=approved)
