"""Updates of several rows at once, each with values of its own, in one statement."""

from collections.abc import Mapping, Sequence

from models.database import dialect, execute

_BYTES = {"sqlite": "BLOB", "postgres": "BYTEA"}
Value = int | bytes


async def update_rows(
    table: str,
    keys: Mapping[str, Sequence[object]],
    columns: Mapping[str, Sequence[Value]],
    added: Mapping[str, Sequence[int]] | None = None,
) -> None:
    """Set whole numbers or bytes in rows: the nth value of every column belongs to the nth key.

    The last key column says which row it is; those before it only narrow the search, as a
    customer's id leads to one shard. `added` is added to what the row holds. The names are the
    program's own, never a client's.
    """
    *narrowing, identifying = keys
    cases = [
        *(f"{name} = {_case(identifying, numbers)}" for name, numbers in columns.items()),
        *(f"{name} = {name} + {_case(identifying, numbers)}" for name, numbers in _of(added)),
    ]
    values: list[object] = []
    for numbers in (*columns.values(), *(numbers for _, numbers in _of(added))):
        for key, number in zip(keys[identifying], numbers, strict=True):
            values += [key, number]
    wanted = {name: list(dict.fromkeys(keys[name])) for name in (*narrowing, identifying)}
    conditions = [f"{name} IN ({_marks(of_key)})" for name, of_key in wanted.items()]
    await execute(
        f"UPDATE {table} SET {', '.join(cases)}"  # noqa: S608  names of ours, and marks
        f" WHERE {' AND '.join(conditions)}",
        [*values, *(value for of_key in wanted.values() for value in of_key)],
    )


def _of(added: Mapping[str, Sequence[int]] | None) -> list[tuple[str, Sequence[int]]]:
    return list((added or {}).items())


def _case(key: str, values: Sequence[Value]) -> str:
    """Write the choice in the long form: Citus gets `CASE key WHEN ?` wrong.

    PostgreSQL takes a value in a CASE for text unless it is told.
    """
    kind = _BYTES[dialect()] if isinstance(values[0], bytes) else "BIGINT"
    return f"CASE {f'WHEN {key} = ? THEN CAST(? AS {kind}) ' * len(values)}END"


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" for _ in values)
