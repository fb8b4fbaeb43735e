"""Values in raw SQL, written and read as the ORM does on both databases."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final, Literal
from uuid import UUID

import orjson
from asyncpg.pgproto import pgproto  # whose UUID is read from text ten times as fast

from models.engines.sqlite import utc_text

_uuid: Callable[[str | bytes], UUID] = pgproto.UUID
_from_text = datetime.fromisoformat
Dialect = Literal["sqlite", "postgres"]
_AS_THEY_ARE: Final = frozenset({str, int, bytes, type(None)})


def to_database(value: object, dialect: Dialect) -> object:
    """Return `value` as `dialect` holds it; what needs no change is returned as it is.

    Instants become text and UUIDs too on SQLite; lists and dicts become JSON text on both.
    A float is a bug: money and points are integers in the database.
    """
    if type(value) in _AS_THEY_ARE:  # nearly all are
        return value
    assert not isinstance(value, float), "Nothing in this database is a float."
    if isinstance(value, dict | list):
        return orjson.dumps(value, default=plain).decode()
    if dialect == "sqlite":
        return _to_sqlite(value)
    return value


def plain(value: object) -> object:
    """Return what JSON has instead of a value that orjson doesn't know: the driver's own UUID."""
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"No JSON for {type(value)}.")


def _to_sqlite(value: object) -> object:
    match value:
        case datetime():
            return utc_text(value)
        case UUID():
            return str(value)
        case bool():
            return int(value)
    return value


def instant(value: object) -> datetime:
    """Read an instant that raw SQL returned, on either database."""
    if type(value) is str:  # as in JSON: every look at an account has a page of them
        found = _from_text(value)
    else:
        found = value if isinstance(value, datetime) else _from_text(str(value))
    return found if found.tzinfo is UTC else found.astimezone(UTC)


def identifier(value: object) -> UUID:
    """Read a UUID that raw SQL returned, on either database, or its 16 bytes."""
    if type(value) is str:
        return _uuid(value)
    if isinstance(value, UUID):
        return value
    return _uuid(value if isinstance(value, bytes) else str(value))


def octets(value: object) -> bytes:
    """Read bytes that raw SQL returned, on either database."""
    assert isinstance(value, bytes | memoryview), "Both databases answer bytes as bytes."
    return bytes(value)


def document(value: object) -> object:
    """Read a JSON value that raw SQL returned, on either database."""
    assert isinstance(value, str | bytes), "Both databases answer JSON as text."
    return orjson.loads(value)


def rows_as_json(columns: Sequence[str], dialect: Dialect) -> str:
    """Return the aggregate that makes all rows one JSON array of arrays, or null, of `columns`."""
    rows, row = {
        "sqlite": ("json_group_array", "json_array"),
        "postgres": ("json_agg", "json_build_array"),
    }[dialect]
    return f"{rows}({row}({', '.join(columns)}))"


@lru_cache(maxsize=1024)
def placeholders(sql: str, dialect: Dialect) -> str:
    """Turn each `?` of `sql` into the dialect's placeholder; `?` may stand for nothing else."""
    if dialect == "sqlite":
        return sql
    first, *rest = sql.split("?")
    return first + "".join(f"${number}{part}" for number, part in enumerate(rest, start=1))
