"""Catalogue of the open database: its tables, their columns, and the kind of value each holds.

Both databases tell the same kinds, so that what one has written the other can read.
"""

from dataclasses import dataclass
from enum import StrEnum

from tortoise.context import require_context
from tortoise.fields import BooleanField

from models.database import dialect, fetch


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    INSTANT = "instant"
    DATE = "date"
    UUID = "uuid"
    JSON = "json"
    BYTES = "bytes"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    name: str
    kind: Kind


_SQLITE = """
SELECT m.name AS table_name, c.name AS column_name, c.type AS kind
FROM sqlite_master m JOIN pragma_table_info(m.name) c
WHERE m.type = 'table' ORDER BY m.name, c.cid
"""
_POSTGRES = """
SELECT c.table_name, c.column_name, c.data_type AS kind
FROM information_schema.columns c
JOIN pg_class t ON t.relname = c.table_name AND t.relnamespace = to_regnamespace(c.table_schema)
WHERE c.table_schema = current_schema() AND t.relkind IN ('r', 'p') AND NOT t.relispartition
    AND c.is_generated = 'NEVER'
ORDER BY c.table_name, c.ordinal_position
"""
_KINDS = {
    "varchar": Kind.TEXT,
    "character varying": Kind.TEXT,
    "text": Kind.TEXT,
    "character": Kind.TEXT,
    "char": Kind.TEXT,
    "int": Kind.INTEGER,
    "integer": Kind.INTEGER,
    "smallint": Kind.INTEGER,
    "bigint": Kind.INTEGER,
    "boolean": Kind.BOOLEAN,
    "bool": Kind.BOOLEAN,
    "timestamp": Kind.INSTANT,
    "timestamp with time zone": Kind.INSTANT,
    "date": Kind.DATE,
    "uuid": Kind.UUID,
    "char(36)": Kind.UUID,
    "json": Kind.JSON,
    "jsonb": Kind.JSON,
    "blob": Kind.BYTES,
    "bytea": Kind.BYTES,
}


async def tables() -> dict[str, list[Column]]:
    """Return the columns of every table of the program's, in their order.

    Views and partitions are none, and columns that the database works out are left out.
    """
    booleans = _booleans()
    found: dict[str, list[Column]] = {}
    for row in await fetch(_SQLITE if dialect() == "sqlite" else _POSTGRES):
        table, name = str(row["table_name"]), str(row["column_name"])
        if table.startswith("sqlite_"):
            continue
        kind = Kind.BOOLEAN if (table, name) in booleans else _kind(str(row["kind"]))
        found.setdefault(table, []).append(Column(name, kind))
    return found


def _kind(declared: str) -> Kind:
    text = declared.lower()
    return _KINDS[text] if text in _KINDS else _KINDS[text.partition("(")[0]]


def _booleans() -> set[tuple[str, str]]:
    """Return the columns that models call true or false: SQLite declares them whole numbers."""
    apps = require_context().apps
    assert apps is not None, "the database is open"
    return {
        (model._meta.db_table, name)  # noqa: SLF001 - tortoise's way to tell it
        for model in apps["models"].values()
        for name, field in model._meta.fields_map.items()  # noqa: SLF001
        if isinstance(field, BooleanField)
    }
