"""Reads of many rows by statements of ours, which the ORM would take long to put together."""

from collections.abc import Callable, Collection, Sequence
from typing import Final, TypeVar

from tortoise.fields import BooleanField, DatetimeField, JSONField, UUIDField
from tortoise.models import Model

from models.database import document, fetch, identifier, instant

M = TypeVar("M", bound=Model)


async def read_rows(model: type[M], sql: str, values: Sequence[object]) -> list[M]:
    """Return the rows that a SELECT of all columns finds."""
    return [model._init_from_db(**row) for row in await fetch(sql, values)]  # noqa: SLF001 - as the ORM reads its own


_READ: Final[dict[type, Callable[[object], object]]] = {
    BooleanField: bool,
    DatetimeField: instant,
    JSONField: document,
    UUIDField: identifier,
}


async def read_columns(
    model: type[M], columns: Sequence[str], condition: str, values: Sequence[object]
) -> list[M]:
    """Return the rows that meet a condition, to be read alone, and of these columns alone.

    The ORM takes several times as long to make rows of which it reads a part.
    """
    fields = model._meta.fields_map  # noqa: SLF001 - tortoise's own name for it
    read = {name: way for name in columns if (way := _READ.get(type(fields[name])))}
    names = ", ".join(f'"{name}"' for name in columns)
    sql = f"SELECT {names} FROM {model._meta.db_table} WHERE {condition}"  # noqa: S608, SLF001
    found = []
    for columns_of_row in await fetch(sql, values):
        for name, way in read.items():
            value = columns_of_row[name]
            columns_of_row[name] = None if value is None else way(value)
        row = model.__new__(model)
        object.__setattr__(row, "__dict__", columns_of_row)
        found.append(row)
    return found


def one_of(column: str, values: Sequence[str]) -> tuple[str, Sequence[object]]:
    """Return the condition that a column holds one of these texts, and its values.

    Each text is a value: of one array PostgreSQL would not know how many there are, and may then
    compare all of it with every row of a table.
    """
    return (f"{column} IN ({marks(values)})" if values else "FALSE"), values


def marks(values: Collection[object]) -> str:
    """Return the marks of a list of values in SQL."""
    return ", ".join("?" * len(values))
