"""Merged customers in SQL: all ids that one customer has had, or the one they have now (R12.5).

Both are part of the statement that asks for the customer's rows, so that an id that nobody was
merged under costs no statement of its own.
"""

from typing import Final

from pypika_tortoise.context import SqlContext
from pypika_tortoise.terms import Term, ValueWrapper

# `merged_into` leads to the present customer at once, never by way of another old id.
_ALL_IDS: Final = """
    SELECT CAST({id} AS VARCHAR(128)) AS id
    UNION ALL SELECT merged_into FROM customers WHERE id = {id} AND merged_into IS NOT NULL
    UNION ALL SELECT id FROM customers WHERE merged_into = (
        SELECT COALESCE(MAX(merged_into), CAST({id} AS VARCHAR(128))) FROM customers WHERE id = {id}
    )
"""
_PRESENT_ID: Final = """
    SELECT COALESCE(MAX(merged_into), CAST({id} AS VARCHAR(128))) FROM customers WHERE id = {id}
"""
ALL_IDS: Final = _ALL_IDS.format(id="?")
ALL_IDS_VALUES: Final = ALL_IDS.count("?")


class _Ids(Term):
    """A subquery about a customer's id, for a filter with `__in`."""

    def __init__(self, sql: str, customer_id: str) -> None:
        super().__init__()
        self._sql = sql
        self._customer_id = customer_id

    def get_sql(self, ctx: SqlContext) -> str:
        """Return the subquery, the id as a parameter each time."""
        parts = self._sql.split("{id}")
        sql = parts[0]
        for part in parts[1:]:
            sql += ValueWrapper(self._customer_id).get_sql(ctx) + part
        return f"({sql})"


def all_ids_of(customer_id: str) -> Term:
    """Return what `__in` compares with rows that stay under the id they were written under."""
    return _Ids(_ALL_IDS, customer_id)


def present_id_of(customer_id: str) -> Term:
    """Return what `__in` compares with rows that follow the customer to their present id."""
    return _Ids(_PRESENT_ID, customer_id)
