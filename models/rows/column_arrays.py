"""Column arrays: any number of rows as one value per column of a PostgreSQL statement.

The driver sends numbers, bytes and keys in their binary form, so that the database has no text to
take apart: it has the rows in a fifth of the time that it needs for JSON.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from uuid import UUID

_TYPES: Final[dict[type, str]] = {int: "BIGINT", bytes: "BYTEA", str: "TEXT", UUID: "UUID"}


def rows_of_arrays(columns: Mapping[str, Sequence[object]]) -> str:
    """Return what a statement reads the rows from, each column of the type of its first value.

    The subqueries keep from the planner how many rows there are: it would read all of a large
    table that it has no statistics of, rather than find each row by its key.
    """
    arrays = (f"(SELECT CAST(? AS {_type_of(values)}[]))" for values in columns.values())
    return f"unnest({', '.join(arrays)})"


def columns_as_values(columns: Mapping[str, Sequence[object]]) -> Iterator[Sequence[object]]:
    """Yield the values of `rows_of_arrays`; a tuple is no JSON, which a list would become."""
    return map(tuple, columns.values())


def _type_of(values: Sequence[object]) -> str:
    return next(name for kind, name in _TYPES.items() if isinstance(values[0], kind))
