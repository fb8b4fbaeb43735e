"""Order numbers in SQL: the orders whose number begins with a text, by an index of its own.

Letters A to Z count in either case; leading zeros and `#` not at all: people leave them out.
"""

from typing import Final

from pypika_tortoise.context import SqlContext
from pypika_tortoise.terms import Term, ValueWrapper

from models.database import dialect

# Each as in the index `orders_by_number`, or the database reads all orders.
FOLDED: Final = {
    "sqlite": "ltrim(lower(number), '#0')",
    "postgres": "ltrim(lower(number COLLATE \"C\"), '#0')",
}
_BEHIND_ALL = "\U0010ffff"


class _Found(Term):
    """A subquery about an order's id and number, for a filter of its id with `__in`.

    One subquery: an OR beside it would have PostgreSQL read all orders.
    """

    def __init__(self, order_id: str, prefix: str) -> None:
        super().__init__()
        self._order_id = order_id
        self._prefix = prefix

    def get_sql(self, ctx: SqlContext) -> str:
        """Return the subquery, the id and both ends of the range as parameters."""
        order_id = ValueWrapper(self._order_id).get_sql(ctx)
        by_id = f"SELECT id FROM orders WHERE id = {order_id}"  # noqa: S608 - a parameter
        if not self._prefix:
            return f"({by_id})"
        folded = FOLDED[dialect()]
        start = ValueWrapper(self._prefix).get_sql(ctx)
        end = ValueWrapper(self._prefix + _BEHIND_ALL).get_sql(ctx)
        where = f"{folded} >= {start} AND {folded} < {end}"
        by_number = f"SELECT id FROM orders WHERE {where}"  # noqa: S608 - parameters, our words
        return f"({by_id} UNION ALL {by_number})"


def id_or_number(order_id: str, prefix: str) -> Term:
    """Return what `__in` compares with the ids of orders: of this one, and by number.

    Of those whose number begins with `prefix`, folded; an empty one is no number's.
    """
    return _Found(order_id, prefix)
