"""JSON rows: any number of a table's rows as one value of a PostgreSQL statement.

The table itself tells their types.
"""

from collections.abc import Iterable, Sequence
from typing import Final
from uuid import UUID

import orjson

# What a statement reads them from.
ROWS_OF_TABLE: Final = "json_populate_recordset(CAST(NULL AS {table}), CAST(? AS JSON))"


def rows_as_value(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return the value of `ROWS_OF_TABLE` with these columns of each row."""
    content = [dict(zip(columns, row, strict=True)) for row in rows]
    return orjson.dumps(content, default=_plain).decode()


def _plain(value: object) -> object:
    match value:
        case bytes():
            return f"\\x{value.hex()}"
        case UUID():  # the driver's own, too
            return str(value)
    raise TypeError(f"No JSON for {type(value)}.")
