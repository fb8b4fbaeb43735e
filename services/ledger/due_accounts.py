"""Finding accounts with points that have expired and are not written off yet (R10.3)."""

from datetime import datetime

from models.database import fetch
from services.ledger.due import due_condition
from services.rules.expiry import ExpiryPolicy

_DUE = """
SELECT DISTINCT a.customer_id FROM points_lots l
JOIN reward_accounts a ON a.customer_id = l.customer_id AND a.id = l.account_id
WHERE l.remaining > 0 AND {due} AND a.website_code = ? LIMIT ?
"""


async def customers_with_due_lots(
    *, website_code: str, policy: ExpiryPolicy, now: datetime, most: int
) -> list[str]:
    """Return up to `most` customers whose account on the website has lots due at `now`."""
    due, values = due_condition(policy, now)
    sql = _DUE.format(due=due)
    rows = await fetch(sql, [*values, website_code, most])
    return [str(row["customer_id"]) for row in rows]
