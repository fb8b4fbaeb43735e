"""SQL of the checks on merged customers: old ids hold nothing, and what was moved adds up (R12.5).

The form is that of `books`. What was booked for a customer is under all of their ids.
"""

OLD_IDS = """
old_ids AS (
    SELECT * FROM (
        SELECT id AS old_id, merged_into AS customer_id FROM customers WHERE merged_into IS NOT NULL
    ) merged WHERE {whose}
)
"""

MERGES = f"""
WITH {OLD_IDS},
a AS (SELECT * FROM reward_accounts WHERE {{whose}}),
e AS (SELECT * FROM ledger_entries WHERE {{whose}} AND reason = 'MERGE'),
l AS (SELECT * FROM points_lots WHERE {{whose}} AND origin_lot_id IS NOT NULL),
booked AS (
    SELECT customer_id, website_code, points FROM e
    UNION ALL SELECT old_ids.customer_id, o.website_code, o.points
    FROM old_ids JOIN ledger_entries o ON o.customer_id = old_ids.old_id AND o.reason = 'MERGE'
)
SELECT a.customer_id, a.website_code, '' AS subject,
    CASE WHEN a.merged THEN 'is closed, but its customer was not merged'
        ELSE 'is of an old id, but not closed' END AS what
FROM a LEFT JOIN customers c ON c.id = a.customer_id
WHERE a.merged <> (c.merged_into IS NOT NULL)
UNION ALL
SELECT c.customer_id, '-', '', 'is an old id of nobody, or of another old id'
FROM (SELECT * FROM (
    SELECT id AS customer_id, merged_into FROM customers WHERE merged_into IS NOT NULL
) merged WHERE {{whose}}) c
LEFT JOIN customers p ON p.id = c.merged_into
WHERE p.id IS NULL OR p.merged_into IS NOT NULL OR NOT p.has_old_ids
UNION ALL
SELECT o.customer_id, o.website_code, 'order ' || o.id, 'is of an old id'
FROM (SELECT * FROM orders WHERE {{whose}}) o JOIN customers c ON c.id = o.customer_id
WHERE c.merged_into IS NOT NULL
UNION ALL
SELECT h.customer_id, '-', 'hold ' || CAST(h.id AS VARCHAR), 'is of an old id'
FROM (SELECT * FROM point_holds WHERE {{whose}}) h JOIN customers c ON c.id = h.customer_id
WHERE c.merged_into IS NOT NULL
UNION ALL
SELECT b.customer_id, b.website_code, '', 'has gained other points by merges than others lost'
FROM booked b LEFT JOIN customers c ON c.id = b.customer_id
WHERE c.merged_into IS NULL
GROUP BY b.customer_id, b.website_code HAVING SUM(b.points) <> 0
UNION ALL
SELECT l.customer_id, COALESCE(a.website_code, '-'), 'lot ' || CAST(l.id AS VARCHAR),
    'does not come from a lot of an old id with the same dates'
FROM l LEFT JOIN a ON a.customer_id = l.customer_id AND a.id = l.account_id
WHERE NOT EXISTS (
    SELECT 1 FROM customers me JOIN customers c
        ON c.merged_into = COALESCE(me.merged_into, me.id)
    JOIN points_lots o ON o.customer_id = c.id AND o.id = l.origin_lot_id
    WHERE me.id = l.customer_id AND o.created_at = l.created_at
        AND o.has_explicit_expiry = l.has_explicit_expiry
        AND (o.static_expires_at = l.static_expires_at
            OR (o.static_expires_at IS NULL AND l.static_expires_at IS NULL))
)
"""  # noqa: S608 - names of ours
