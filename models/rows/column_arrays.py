"""Column arrays: any number of rows as one value per column of a PostgreSQL statement.

Each is the array's text. The driver would ask of every single element whether it is an array too,
and JSON of rows has to be taken apart by name: either takes longer than all else.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final
from uuid import UUID


def _of_text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _of_bytes(value: bytes) -> str:
    return f'"\\\\x{value.hex()}"'


# How PostgreSQL calls a type of ours, and how an array's text has its elements.
_TYPES: Final[dict[type, tuple[str, Callable[..., str]]]] = {
    int: ("BIGINT", str),
    bytes: ("BYTEA", _of_bytes),
    str: ("TEXT", _of_text),
    UUID: ("UUID", str),
}


def rows_of_arrays(columns: Mapping[str, Sequence[object]]) -> str:
    """Return what a statement reads the rows from, each column of the type of its first value.

    The subqueries keep from the planner how many rows there are: it would read all of a large
    table that it has no statistics of, rather than find each row by its key.
    """
    types = (_type_of(values)[0] for values in columns.values())
    arrays = (f"(SELECT CAST(CAST(? AS TEXT) AS {kind}[]))" for kind in types)
    return f"unnest({', '.join(arrays)})"


def columns_as_values(columns: Mapping[str, Sequence[object]]) -> Iterator[str]:
    """Yield the values of `rows_of_arrays`."""
    return (_written(values, _type_of(values)[1]) for values in columns.values())


def _written(values: Iterable[object], write: Callable[..., str]) -> str:
    return f"{{{','.join(map(write, values))}}}"


def _type_of(values: Sequence[object]) -> tuple[str, Callable[..., str]]:
    return next(known for kind, known in _TYPES.items() if isinstance(values[0], kind))
