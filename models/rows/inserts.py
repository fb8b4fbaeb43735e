"""Inserts of rows that the program has made, keys and all: few wait for others, many are loaded."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any, TypeVar

from tortoise.fields import (
    BigIntField,
    BinaryField,
    CharField,
    DatetimeField,
    Field,
    IntField,
    SmallIntField,
    TextField,
    UUIDField,
)
from tortoise.models import Model

from models.database import db_value, dialect, execute_later
from models.rows.bulk import load
from models.rows.json_rows import ROWS_OF_TABLE, rows_as_value

M = TypeVar("M", bound=Model)

_AS_THEY_ARE = (IntField, BigIntField, SmallIntField, CharField, TextField, BinaryField)
MANY = 200  # rows from which on they don't wait for others, as they are a round trip's worth
_MOST_VALUES = 30_000  # of one statement of SQLite


def new_row(model: type[M], **columns: object) -> M:
    """Make a row of values that are what their columns hold, in a tenth of the ORM's time.

    The ORM would look at each value again. Columns that are not named have the model's defaults.
    """
    return row_of(model, {**_defaults(model), **columns})


def row_of(model: type[M], columns: dict[str, object]) -> M:
    """Make a row as `new_row` does of all its columns, which it keeps: for rows by the thousand."""
    assert len(columns) == len(_defaults(model)), "a row has all columns"
    row = model.__new__(model)
    object.__setattr__(row, "__dict__", columns)  # the ORM's own looks for what is related
    return row


def set_columns(row: Model, **columns: object) -> None:
    """Set columns of a row that `new_row` has made, as it does."""
    vars(row).update(columns)


async def insert_rows(rows: Sequence[Model]) -> None:
    """Insert new rows of one table, with what else the transaction writes."""
    if not rows:
        return
    table, columns = _table(type(rows[0]))
    if len(rows) >= MANY:
        await load_rows(table, rows, columns)
        return
    values = [[getattr(row, column) for column in columns] for row in rows]
    if len(rows) > 1 and dialect() == "postgres":
        await _insert_as_one_value(table, columns, values)
    else:
        await _insert(table, columns, values)
    for row in rows:
        vars(row)["_saved_in_db"] = True  # so that the ORM would change it, not insert it again


async def load_rows(table: str, rows: Sequence[Model], columns: Sequence[str]) -> None:
    """Write these columns of many new rows into a table, at once and as fast as can be."""
    values = map(itemgetter(*columns), map(vars, rows))
    if dialect() == "sqlite":
        await load(table, columns, _converted(values, columns, type(rows[0])))
    else:
        await load(table, columns, values)
    for row in rows:
        vars(row)["_saved_in_db"] = True


def _converted(
    rows: Iterable[Sequence[object]], columns: Sequence[str], model: type[Model]
) -> Iterator[Sequence[object]]:
    """Yield rows as SQLite has them, written column by column.

    Numbers and text, which are the same there, are not looked at. Many rows have the same instants,
    so that each is written as text once.
    """
    fields = model._meta.fields_map  # noqa: SLF001 - tortoise's own name for it
    by_column = [list(values) for values in zip(*rows, strict=True)]
    for place, name in enumerate(columns):
        if not isinstance(fields[name], _AS_THEY_ARE):
            by_column[place] = _written(by_column[place], fields[name])
    return zip(*by_column, strict=True)


def _written(values: Sequence[object], field: Field[Any]) -> list[object]:
    """Return a column's values as SQLite has them."""
    match field:
        case UUIDField():
            return [None if value is None else str(value) for value in values]
        case DatetimeField():
            texts = {value: db_value(value) for value in set(values)}
            return [texts[value] for value in values]
    return [db_value(value) for value in values]


def columns_of(model: type[Model]) -> tuple[str, ...]:
    """Return the columns of a model's table, in their order."""
    return _table(model)[1]


@lru_cache
def _defaults(model: type[Model]) -> Mapping[str, object]:
    """Return what a new row has before its columns are set."""
    return {name: field.default for name, field in model._meta.fields_map.items()}  # noqa: SLF001


@lru_cache
def _table(model: type[Model]) -> tuple[str, tuple[str, ...]]:
    meta = model._meta  # noqa: SLF001 - tortoise's own name for it
    assert all(name == column for name, column in meta.fields_db_projection.items())
    return meta.db_table, tuple(meta.fields_db_projection)


async def _insert(table: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    most = _MOST_VALUES // len(columns)
    for first in range(0, len(rows), most):
        part = rows[first : first + most]
        sql = _statement(table, tuple(columns), len(part))
        await execute_later(sql, [value for row in part for value in row], inserts=table)


@lru_cache(maxsize=256)
def _statement(table: str, columns: tuple[str, ...], rows: int) -> str:
    marks = f"({', '.join('?' * len(columns))})"
    every = ", ".join([marks] * rows)
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES {every}"  # noqa: S608 - names of ours


async def _insert_as_one_value(
    table: str, columns: Sequence[str], rows: Sequence[Sequence[object]]
) -> None:
    """Insert any number of rows by the same statement: the table itself tells their types."""
    names = ", ".join(columns)
    await execute_later(
        f"INSERT INTO {table} ({names}) SELECT {names}"  # noqa: S608 - names of ours
        f" FROM {ROWS_OF_TABLE.format(table=table)}",
        [rows_as_value(columns, rows)],
        inserts=table,
    )
