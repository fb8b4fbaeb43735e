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


class _NumbersFrom(Term):
    """A subquery about an order's number, for a filter of its id with `__in`."""

    def __init__(self, prefix: str) -> None:
        super().__init__()
        self._prefix = prefix

    def get_sql(self, ctx: SqlContext) -> str:
        """Return the subquery, both ends of the range as parameters."""
        folded = FOLDED[dialect()]
        start = ValueWrapper(self._prefix).get_sql(ctx)
        end = ValueWrapper(self._prefix + _BEHIND_ALL).get_sql(ctx)
        where = f"{folded} >= {start} AND {folded} < {end}"
        return f"(SELECT id FROM orders WHERE {where})"  # noqa: S608 - parameters, and our words


def numbers_from(prefix: str) -> Term:
    """Return what `__in` compares with the ids of orders whose number begins with `prefix`."""
    return _NumbersFrom(prefix)
