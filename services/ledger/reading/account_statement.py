"""Statement that reads an account: all that a look at it needs, in one round trip."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Final

from models.database import Query, fetch, rows_as_json
from services.ledger.due import due_condition
from services.ledger.entries import ENTRY_COLUMNS
from services.programme.programme import CUSTOMER_COLUMNS
from services.rules.ledger.expiry import ExpiryPolicy

DUE: Final = """
    (SELECT COALESCE(SUM(l.remaining), 0) FROM points_lots l
        WHERE l.customer_id = {customer} AND l.account_id = a.id AND l.remaining > 0
            AND {due}) AS due"""
HELD: Final = """
    (SELECT COALESCE(SUM(h.points), 0) FROM point_holds h
        WHERE h.customer_id = {customer} AND h.account_id = a.id
            AND (h.expires_at IS NULL OR h.expires_at > ?)) AS held"""
PENDING: Final = "COALESCE(a.pending_points, 0) AS pending"
# Entries are numbered from 1 without a gap, and the account has the number of the last one.
_NEWEST = """
    (SELECT {rows} FROM ledger e
        WHERE e.customer_id = ? AND e.account_id = a.id
            AND e.sequence > a.entries - ?) AS newest"""
_OF_CARTS = """
LEFT JOIN point_holds k ON k.customer_id = ?
    AND k.account_id = a.id AND k.cart_id IN ({carts}) AND k.expires_at > ?"""


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
    customer's own columns; and as JSON, in no order, its `newest` entries. An id of a customer who
    was merged costs a second round trip, which asks by the present one (R12.5).
    """

    async def ask(customer: str) -> list[dict[str, object]]:
        query = standing_query(customer, website_code, policy, now, cart_ids, newest)
        return await fetch(query.sql, query.values)

    rows = await ask(customer_id)
    merged_into = rows[0]["merged_into"]
    return rows if merged_into is None else await ask(str(merged_into))


def standing_query(
    customer: str,
    website_code: str,
    policy: ExpiryPolicy,
    now: datetime,
    cart_ids: Sequence[str] = (),
    newest: int = 0,
) -> Query:
    """Return the statement for one customer, by their present id."""
    due, due_values = due_condition(policy, now)
    values: list[object] = [customer, *due_values, customer, now]
    if newest:
        values += [customer, newest]
    values += [customer, customer, website_code]
    if cart_ids:
        values += [customer, *cart_ids, now]
    return Query(_statement(due, len(cart_ids), has_newest=newest > 0), values)


@lru_cache(maxsize=64)
def _statement(due: str, carts: int, *, has_newest: bool) -> str:
    entry = [f"e.{column}" for column in ENTRY_COLUMNS]
    columns = [
        "v.version",
        CUSTOMER_COLUMNS,
        "c.merged_into, c.email, c.first_name, c.last_name, c.website_code AS home_website_code",
        "c.balance_updates, c.expiration_notifications, c.created_at AS customer_since",
        "a.website_code, a.id, a.balance, a.debt, a.entries",
        DUE.format(due=due, customer="?"),
        HELD.format(customer="?"),
        PENDING,
        "a.matures_at AS pending_until",
        *([_NEWEST.format(rows=rows_as_json(entry))] if has_newest else []),
        *(["k.cart_id, k.points AS cart_points, k.expires_at AS cart_until"] if carts else []),
    ]
    return f"""
SELECT {", ".join(columns)}
FROM programme_version v
LEFT JOIN customers c ON c.id = ?
LEFT JOIN reward_accounts a ON a.customer_id = ? AND a.website_code = ?
{_OF_CARTS.format(carts=", ".join("?" * carts)) if carts else ""}
WHERE v.id = 1
"""  # noqa: S608 - put together of our own words
