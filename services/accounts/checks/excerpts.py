"""Excerpts for the checks of some customers' books: all rows that these statements look at (R17.2).

With the customers come those they were merged into, or who were merged into the same; with their
entries and holds the orders and carts that these name, with what commands wrote the audit log's
entries of the same instants, and of those that may have fixed when an order's points mature.
"""

from collections.abc import Sequence
from typing import Final

from models.rows.excerpts import Excerpt

_OF_CUSTOMERS: Final = (
    "reward_accounts",
    "ledger_entries",
    "entry_comments",
    "points_lots",
    "lot_allocations",
    "point_holds",
    "activity_awards",
    "emails",
    "webhook_deliveries",
)
_RELATED: Final = """
id NOT IN (SELECT id FROM some_customers) AND (
    id IN (SELECT merged_into FROM some_customers WHERE merged_into IS NOT NULL)
    OR merged_into IN (SELECT COALESCE(merged_into, id) FROM some_customers)
)
"""
_OF_RELATED: Final = "customer_id IN (SELECT id FROM some_customers)"
_NAMED_ORDERS: Final = """
id IN (SELECT order_id FROM some_ledger_entries WHERE order_id IS NOT NULL
    UNION SELECT order_id FROM some_point_holds WHERE order_id IS NOT NULL)
"""
_REPLACEMENTS: Final = """
id NOT IN (SELECT id FROM some_orders) AND id IN (
    SELECT replaced_by_order_id FROM some_orders WHERE replaced_by_order_id IS NOT NULL
    UNION SELECT replaces_order_id FROM some_orders WHERE replaces_order_id IS NOT NULL
)
"""
_LOGGED: Final = """
created_at IN (
    SELECT recorded_at FROM some_ledger_entries UNION SELECT created_at FROM some_order_events
    UNION SELECT o.matures_at - make_interval(hours => 24 * n.days) FROM some_orders o, (
        SELECT DISTINCT CAST(content->>'maturity_days' AS INTEGER) AS days FROM programme_changes
        WHERE subject = 'SETTINGS' AND content->>'maturity_days' IS NOT NULL
    ) n WHERE o.matures_at IS NOT NULL
)
"""


def of_customers(whose: str, values: Sequence[object]) -> list[Excerpt]:
    """Return the excerpts for the checks of the customers that `whose` finds by `customer_id`."""
    own, merged = (whose.replace("customer_id", column) for column in ("id", "merged_into"))
    return [
        Excerpt("customers", f"({own}) OR ({merged})", [*values, *values]),
        Excerpt("customers", _RELATED),
        *(Excerpt(table, f"({whose}) OR {_OF_RELATED}", values) for table in _OF_CUSTOMERS),
        Excerpt("orders", f"({whose}) OR {_NAMED_ORDERS}", values),
        Excerpt("orders", _REPLACEMENTS),
        Excerpt("order_events", "order_id IN (SELECT id FROM some_orders)"),
        Excerpt("carts", "id IN (SELECT cart_id FROM some_point_holds WHERE cart_id IS NOT NULL)"),
        Excerpt("audit_entries", _LOGGED),
    ]
