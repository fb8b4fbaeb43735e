"""Updates whose answer nobody waits for: of one row, of several, and of very many."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from tortoise.models import Model

from models.database import dialect, execute_each, execute_later
from models.rows.column_arrays import columns_as_values, rows_of_arrays
from models.rows.inserts import insert_rows
from models.scaling.shards import is_each_alone, one_customer

_NUMBER = "BIGINT"
_BYTES = {"sqlite": "BLOB", "postgres": "BYTEA"}
Value = int | bytes

_MOST = 100  # rows that are each compared with all of the keys; more are found by their own


async def save_row(row: Model, columns: Sequence[str] = ()) -> None:
    """Write a row as it now is, or these columns of it, with what else the transaction writes."""
    meta = row._meta  # noqa: SLF001 - tortoise's own name for it
    changed = columns or [name for name in meta.fields_db_projection if name != meta.pk_attr]
    await execute_later(
        f"UPDATE {meta.db_table} SET {', '.join(f'{name} = ?' for name in changed)}"  # noqa: S608
        f" WHERE {meta.pk_attr} = ?",
        [*(getattr(row, name) for name in changed), row.pk],
        changes=meta.db_table,
    )


async def keep_row(row: Model) -> None:
    """Write a row as it now is, whether it is new or was read."""
    if row._saved_in_db:  # noqa: SLF001 - tortoise's own name for it
        await save_row(row)
    else:
        await insert_rows([row])


async def update_rows(
    table: str,
    keys: Mapping[str, Sequence[object]],
    columns: Mapping[str, Sequence[Value]],
    added: Mapping[str, Sequence[int]] | None = None,
) -> None:
    """Set whole numbers or bytes in rows: the nth value of every column belongs to the nth key.

    The last key column says which row it is; those before it only narrow the search, as a
    customer's id leads to one shard. `added` is added to what the row holds. The names are the
    program's own, never a client's. Of several customers each row has a statement (R18.1).
    """
    *narrowing, identifying = keys
    added = added or {}
    customers = len(set(keys.get("customer_id", ())))
    if customers > 1 and is_each_alone(customers):
        await _update_each(table, keys, columns, added)
        return
    if len(keys[identifying]) > _MOST:
        await _update_many(table, keys, columns, added)
        return
    values: list[object] = []
    for numbers in (*columns.values(), *added.values()):
        for key, number in zip(keys[identifying], numbers, strict=True):
            values += [key, number]
    wanted = {name: list(dict.fromkeys(keys[name])) for name in (*narrowing, identifying)}
    await execute_later(
        _statement(
            table,
            tuple((name, len(of_key)) for name, of_key in wanted.items()),
            tuple((name, _kind(numbers)) for name, numbers in columns.items()),
            tuple(added),
            len(keys[identifying]),
        ),
        [*values, *(value for of_key in wanted.values() for value in of_key)],
        changes=table,
    )


@lru_cache(maxsize=256)
def _statement(
    table: str,
    keys: tuple[tuple[str, int], ...],
    columns: tuple[tuple[str, str], ...],
    added: tuple[str, ...],
    rows: int,
) -> str:
    """Return the UPDATE of this many rows, by keys of this many columns."""
    identifying = keys[-1][0]
    cases = [
        *(f"{name} = {_case(identifying, kind, rows)}" for name, kind in columns),
        *(f"{name} = {name} + {_case(identifying, _NUMBER, rows)}" for name in added),
    ]
    conditions = [f"{name} IN ({', '.join('?' * count)})" for name, count in keys]
    return f"UPDATE {table} SET {', '.join(cases)} WHERE {' AND '.join(conditions)}"  # noqa: S608 - names of ours, and marks


async def _update_each(
    table: str,
    keys: Mapping[str, Sequence[object]],
    columns: Mapping[str, Sequence[Value]],
    added: Mapping[str, Sequence[int]],
) -> None:
    """Update each row by a statement of its own, in the order of the keys, sent together."""
    rows = sorted(zip(*keys.values(), *columns.values(), *added.values(), strict=True), key=_place)
    changes = [*(f"{name} = ?" for name in columns), *(f"{name} = {name} + ?" for name in added)]
    found = " AND ".join(f"{name} = ?" for name in keys)
    await execute_each(
        f"UPDATE {table} SET {', '.join(changes)} WHERE {found}",  # noqa: S608 - names of ours
        [(*row[len(keys) :], *row[: len(keys)]) for row in rows],
    )


def _place(row: Sequence[object]) -> tuple[str, str]:
    return str(row[0]), str(row[1])


async def _update_many(
    table: str,
    keys: Mapping[str, Sequence[object]],
    columns: Mapping[str, Sequence[Value]],
    added: Mapping[str, Sequence[int]],
) -> None:
    """Update each row by its own keys: PostgreSQL joins them, SQLite runs a statement for each."""
    if dialect() == "sqlite":
        await _update_each(table, keys, columns, added)
        return
    arrays = {**columns, **added, **keys}
    changes = [
        *(f"{name} = n.{name}" for name in columns),
        *(f"{name} = o.{name} + n.{name}" for name in added),
    ]
    found = " AND ".join(f"o.{name} = n.{name}" for name in keys)
    customers = [str(each) for each in set(keys.get("customer_id", ()))]
    if len(customers) == 1:
        found += " AND o.customer_id = ?"
    await execute_later(
        f"UPDATE {table} AS o SET {', '.join(changes)}"  # noqa: S608 - names of ours
        f" FROM {rows_of_arrays(arrays)} AS n ({', '.join(arrays)}) WHERE {found}",
        [*columns_as_values(arrays), *one_customer(customers)],
        changes=table,
    )


def _kind(values: Sequence[Value]) -> str:
    return _BYTES[dialect()] if isinstance(values[0], bytes) else _NUMBER


def _case(key: str, kind: str, rows: int) -> str:
    """Write the choice in the long form: Citus gets `CASE key WHEN ?` wrong.

    PostgreSQL takes a value in a CASE for text unless it is told.
    """
    return f"CASE {f'WHEN {key} = ? THEN CAST(? AS {kind}) ' * rows}END"
