"""Statement that reads an account: all that a look at it needs, in one round trip."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Final

from models.database import fetch, rows_as_json
from services.ledger.due import due_condition
from services.ledger.entries import ENTRY_COLUMNS
from services.rules.ledger.expiry import ExpiryPolicy

DUE: Final = """
    (SELECT COALESCE(SUM(l.remaining), 0) FROM points_lots l
        WHERE l.customer_id = a.customer_id AND l.account_id = a.id AND l.remaining > 0
            AND {due}) AS due"""
HELD: Final = """
    (SELECT COALESCE(SUM(h.points), 0) FROM point_holds h
        WHERE h.customer_id = a.customer_id AND h.account_id = a.id
            AND (h.expires_at IS NULL OR h.expires_at > ?)) AS held"""
PENDING: Final = """
    (SELECT CAST(COALESCE(SUM(o.pending_points), 0) AS BIGINT) FROM orders o
        WHERE o.customer_id = a.customer_id AND o.website_code = a.website_code
            AND o.pending_points > 0) AS pending"""
# When the first of them matures: one that is to be credited was approved.
_PENDING_UNTIL = """
    (SELECT MIN(o.matures_at) FROM orders o
        WHERE o.customer_id = a.customer_id AND o.website_code = a.website_code
            AND o.pending_points > 0 AND o.received_approved) AS pending_until"""
# Entries are numbered from 1 without a gap, and the account has the number of the last one.
_NEWEST = """
    (SELECT {rows} FROM ledger_entries e
        WHERE e.customer_id = a.customer_id AND e.account_id = a.id
            AND e.sequence > a.entries - ?) AS newest"""
_OF_CARTS = """
LEFT JOIN point_holds c ON c.customer_id = a.customer_id
    AND c.account_id = a.id AND c.cart_id IN ({carts}) AND c.expires_at > ?"""


async def read_account_rows(
    *,
    customer_id: str,
    website_code: str,
    policy: ExpiryPolicy,
    now: datetime,
    cart_ids: Sequence[str] = (),
    newest: int = 0,
) -> list[dict[str, object]]:
    """Return one row, or one for each of the carts that holds points, alike but for the hold.

    With the account comes what its programme depends on, the version that is in force and the
    customer's own columns; and as JSON, in no order, its `newest` entries.
    """
    due, due_values = due_condition(policy, now)
    values = [*due_values, now]
    if newest:
        values.append(newest)
    values += [customer_id, customer_id, website_code]
    if cart_ids:
        values += [*cart_ids, now]
    return await fetch(_statement(due, len(cart_ids), has_newest=newest > 0), values)


@lru_cache(maxsize=64)
def _statement(due: str, carts: int, *, has_newest: bool) -> str:
    entry = [f"e.{column}" for column in ENTRY_COLUMNS]
    columns = [
        "v.version, m.customer_group_code, m.locale, m.excluded_from_rewards, m.email",
        "m.first_name, m.last_name, m.website_code AS home_website_code, m.balance_updates",
        "m.expiration_notifications, m.created_at AS customer_since",
        "a.customer_id, a.website_code, a.id, a.balance, a.debt, a.entries",
        DUE.format(due=due),
        HELD,
        PENDING,
        _PENDING_UNTIL,
        *([_NEWEST.format(rows=rows_as_json(entry))] if has_newest else []),
        *(["c.cart_id, c.points AS cart_points, c.expires_at AS cart_until"] if carts else []),
    ]
    return f"""
SELECT {", ".join(columns)}
FROM programme_version v
LEFT JOIN customers m ON m.id = ?
LEFT JOIN reward_accounts a ON a.customer_id = ? AND a.website_code = ?
{_OF_CARTS.format(carts=", ".join("?" * carts)) if carts else ""}
WHERE v.id = 1
"""  # noqa: S608 - put together of our own words
