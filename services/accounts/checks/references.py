"""SQL of the checks between the books and what moved them: orders, holds, awards, the audit log.

The form is that of `books`.
"""

from models.database import Dialect
from services.accounts.checks.merged_customers import OLD_IDS

# What was booked for an order before its customer was merged is under an old id.
ORDERS = f"""
WITH {OLD_IDS},
e AS (SELECT * FROM ledger_entries WHERE {{whose}}),
o AS (SELECT * FROM orders WHERE {{whose}}),
of_order AS (
    SELECT customer_id, order_id,
        SUM(CASE WHEN reason IN ('REDEMPTION', 'REDEMPTION_RETURNED') THEN -points ELSE 0 END)
            AS taken,
        SUM(CASE WHEN reason IN ('PURCHASE', 'EARNING_REVERSED') THEN points ELSE 0 END)
            AS granted
    FROM (
        SELECT customer_id, order_id, reason, points FROM e WHERE order_id IS NOT NULL
        UNION ALL SELECT old_ids.customer_id, b.order_id, b.reason, b.points
        FROM old_ids JOIN ledger_entries b ON b.customer_id = old_ids.old_id
        WHERE b.order_id IS NOT NULL
    ) booked GROUP BY customer_id, order_id
)
SELECT o.customer_id, o.website_code, 'order ' || o.id AS subject,
    'has taken other points than were booked for it' AS what
FROM o LEFT JOIN of_order s ON s.customer_id = o.customer_id AND s.order_id = o.id
LEFT JOIN orders n ON n.id = o.replaced_by_order_id
WHERE o.points_taken
    <> COALESCE(s.taken, 0) + o.points_carried - COALESCE(n.points_carried, 0)
UNION ALL
SELECT o.customer_id, o.website_code, 'order ' || o.id, 'and its replacement do not name each other'
FROM o LEFT JOIN orders n ON n.id = o.replaced_by_order_id
LEFT JOIN orders b ON b.id = o.replaces_order_id
WHERE (o.replaced_by_order_id IS NOT NULL AND (n.id IS NULL OR n.replaces_order_id IS NULL
        OR n.replaces_order_id <> o.id))
    OR (o.replaces_order_id IS NOT NULL AND (b.id IS NULL OR b.replaced_by_order_id IS NULL
        OR b.replaced_by_order_id <> o.id))
UNION ALL
SELECT o.customer_id, o.website_code, 'order ' || o.id,
    'has granted other points than were booked for it'
FROM o LEFT JOIN of_order s ON s.customer_id = o.customer_id AND s.order_id = o.id
WHERE o.points_granted <> COALESCE(s.granted, 0)
UNION ALL
SELECT o.customer_id, o.website_code, 'order ' || o.id,
    'has points that mature before its account knows of any'
FROM o LEFT JOIN reward_accounts a
    ON a.customer_id = o.customer_id AND a.website_code = o.website_code
WHERE o.pending_points > 0 AND o.received_approved
    AND (a.matures_at IS NULL OR a.matures_at > o.matures_at)
UNION ALL
SELECT a.customer_id, a.website_code, '', 'promises other points than its orders'
FROM (SELECT * FROM reward_accounts WHERE {{whose}}) a LEFT JOIN (
    SELECT customer_id, website_code, SUM(pending_points) AS points
    FROM o GROUP BY customer_id, website_code
) p ON p.customer_id = a.customer_id AND p.website_code = a.website_code
WHERE a.pending_points <> COALESCE(p.points, 0)
UNION ALL
SELECT o.customer_id, o.website_code, 'order ' || o.id,
    'promises points to an account that is not there'
FROM o LEFT JOIN reward_accounts a
    ON a.customer_id = o.customer_id AND a.website_code = o.website_code
WHERE o.pending_points > 0 AND a.customer_id IS NULL
UNION ALL
SELECT e.customer_id, e.website_code, 'entry ' || CAST(e.id AS VARCHAR),
    'credits an order before its points have matured'
FROM e JOIN orders o ON o.id = e.order_id
WHERE e.reason = 'PURCHASE' AND e.created_at < o.matures_at
UNION ALL
SELECT e.customer_id, e.website_code, 'entry ' || CAST(e.id AS VARCHAR),
    'names an order that is not there'
FROM e LEFT JOIN orders o ON o.id = e.order_id WHERE e.order_id IS NOT NULL AND o.id IS NULL
UNION ALL
SELECT e.customer_id, e.website_code, 'entry ' || CAST(e.id AS VARCHAR),
    'names an order of another customer or website'
FROM e JOIN orders o ON o.id = e.order_id
LEFT JOIN customers c ON c.id = e.customer_id
WHERE e.reason IN ('PURCHASE', 'REDEMPTION', 'REDEMPTION_RETURNED', 'EARNING_REVERSED')
    AND (o.customer_id IS NULL OR o.customer_id <> COALESCE(c.merged_into, e.customer_id)
        OR o.website_code <> e.website_code)
"""  # noqa: S608 - names of ours

_A_MINUTE_EARLIER = {
    "sqlite": "strftime('%Y-%m-%d %H:%M:%S', {instant}, '-1 minute')",
    "postgres": "{instant} - interval '1 minute'",
}

# A hold may come to exceed the balance when points expire or are taken back, but none is made
# beyond it. So what stands of the holds as the newest was made is held against the highest balance
# since, with those of old ids; a minute earlier, for a command that began sooner may have been
# written later. An order holds since it was placed, though each return makes its hold anew.
_HOLDS = """
WITH h AS (
    SELECT p.*, a.website_code, a.balance, o.id AS known_order, o.needed_held,
        o.points_used + o.product_points_used AS used, c.id AS known_cart,
        COALESCE(o.customer_id, c.customer_id) AS owner, COALESCE(o.placed_at, p.created_at) AS made
    FROM (SELECT * FROM point_holds WHERE {{whose}}) p
    JOIN reward_accounts a ON a.customer_id = p.customer_id AND a.id = p.account_id
    LEFT JOIN orders o ON o.id = p.order_id
    LEFT JOIN carts c ON c.id = p.cart_id
),
held AS (
    SELECT h.*,
        (SELECT SUM(g.points) FROM h g WHERE g.customer_id = h.customer_id
            AND g.account_id = h.account_id AND g.made <= h.made
            AND (g.expires_at IS NULL OR g.expires_at > h.made)) AS together,
        (SELECT MAX(CASE WHEN e.points < 0 THEN e.balance - e.points ELSE e.balance END)
            FROM ledger_entries e WHERE e.customer_id = h.customer_id
            AND e.account_id = h.account_id AND e.recorded_at >= {earlier}) AS highest,
        (SELECT COALESCE(SUM(top.points), 0) FROM (
            SELECT c.merged_into, e.website_code, MAX(
                CASE WHEN e.points < 0 THEN e.balance - e.points ELSE e.balance END
            ) AS points
            FROM customers c JOIN ledger_entries e ON e.customer_id = c.id
            WHERE c.merged_into = h.customer_id AND e.website_code = h.website_code
                AND e.recorded_at >= {earlier}
            GROUP BY c.id, c.merged_into, e.website_code
        ) AS top) AS highest_elsewhere
    FROM h
)
SELECT h.customer_id, h.website_code, 'hold ' || CAST(h.id AS VARCHAR) AS subject,
    'keeps points beyond the balance' AS what
FROM held h WHERE h.together > h.balance
    AND h.together > COALESCE(h.highest, h.balance) + h.highest_elsewhere
UNION ALL
SELECT h.customer_id, h.website_code, 'hold ' || CAST(h.id AS VARCHAR),
    'is of an order or cart that is not there'
FROM h WHERE h.known_order IS NULL AND h.known_cart IS NULL
UNION ALL
SELECT h.customer_id, h.website_code, 'hold ' || CAST(h.id AS VARCHAR),
    'is not what its order or cart may hold'
FROM h WHERE h.owner <> h.customer_id OR (h.known_order IS NOT NULL AND NOT h.needed_held)
    OR h.points > h.used
"""

AWARDS = """
WITH e AS (SELECT * FROM ledger_entries WHERE {whose}),
w AS (SELECT * FROM activity_awards WHERE {whose})
SELECT w.customer_id, w.website_code, 'award ' || CAST(w.id AS VARCHAR) AS subject,
    CASE WHEN e.id IS NULL THEN 'has no entry' ELSE 'is not what its entry says' END AS what
FROM w LEFT JOIN e ON e.customer_id = w.customer_id AND e.id = w.entry_id
WHERE e.id IS NULL OR e.reason <> w.kind OR e.website_code <> w.website_code OR e.points < 0
UNION ALL
SELECT e.customer_id, e.website_code, 'entry ' || CAST(e.id AS VARCHAR), 'has no award'
FROM e LEFT JOIN w ON w.customer_id = e.customer_id AND w.entry_id = e.id
WHERE w.id IS NULL AND e.reason IN ('NEWSLETTER_SIGNUP', 'INVITATION_SENT', 'INVITATION_CUSTOMER',
    'INVITATION_ORDER', 'REVIEW', 'CUSTOM')
"""

# A command writes its entries, events and keys and its audit entry at one instant (R12.2). What
# customers do and what the service does by itself is in no audit log.
AUDIT = """
SELECT e.customer_id, e.website_code, 'entry ' || CAST(e.id AS VARCHAR) AS subject,
    'is of a command that is not in the audit log' AS what
FROM (SELECT * FROM ledger_entries WHERE {whose}) e
WHERE e.actor <> 'system' AND e.actor NOT LIKE 'customer:%'
    AND NOT EXISTS (
        SELECT 1 FROM audit_entries u WHERE u.created_at = e.recorded_at AND u.actor = e.actor
    )
UNION ALL
SELECT o.customer_id, o.website_code, 'order ' || o.id,
    'had a command that is not in the audit log: ' || v.kind || ' ' || v.event_id
FROM (SELECT * FROM orders WHERE {whose}) o JOIN order_events v ON v.order_id = o.id
WHERE NOT EXISTS (
    SELECT 1 FROM audit_entries u
    WHERE u.created_at = v.created_at AND u.target IN (v.order_id, v.event_id)
)
"""


def holds(kind: Dialect) -> str:
    """Return the statement that checks holds, in the words of the dialect."""
    return _HOLDS.format(earlier=_A_MINUTE_EARLIER[kind].format(instant="h.made"))
