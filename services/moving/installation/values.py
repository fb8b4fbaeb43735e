"""Values of an export: each kind of column as JSON has it, the same from both databases.

Documents are written as the database has them: only the order of their keys may be another. What
is not converted is JSON already, or is what the database's driver takes.
"""

import base64
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Final, cast
from uuid import UUID

import orjson

from models.catalogue import Kind
from models.database import Dialect
from models.engines.sqlite import utc_text

# Of a value that is not null. Raises ValueError, TypeError or AttributeError for another kind's.
Convert = Callable[[object], object]


def _instant_out(value: object) -> str:
    found = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return found.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _instant_in(value: object) -> datetime:
    return datetime.fromisoformat(cast("str", value))


def _sqlite_instant(value: object) -> str:
    return utc_text(_instant_in(value))


def _document_out(value: object) -> object:
    return orjson.Fragment(cast("str", value))


def _document_in(value: object) -> str:
    return orjson.dumps(value).decode()


def _bytes_out(value: object) -> str:
    return base64.b64encode(cast("bytes", value)).decode()


def _bytes_in(value: object) -> bytes:
    return base64.b64decode(cast("str", value), validate=True)


def _date_out(value: object) -> str:
    return cast("date", value).isoformat()


def _date_in(value: object) -> date:
    return date.fromisoformat(cast("str", value))


def _uuid_in(value: object) -> UUID:
    return UUID(cast("str", value))


_OUT = {Kind.INSTANT: _instant_out, Kind.JSON: _document_out, Kind.BYTES: _bytes_out}
_IN = {Kind.JSON: _document_in, Kind.BYTES: _bytes_in}
EXPORTED: Final[Mapping[Dialect, Mapping[Kind, Convert]]] = {
    "sqlite": {**_OUT, Kind.BOOLEAN: bool},
    "postgres": {**_OUT, Kind.UUID: str, Kind.DATE: _date_out},
}
IMPORTED: Final[Mapping[Dialect, Mapping[Kind, Convert]]] = {
    "sqlite": {**_IN, Kind.INSTANT: _sqlite_instant},
    "postgres": {**_IN, Kind.INSTANT: _instant_in, Kind.UUID: _uuid_in, Kind.DATE: _date_in},
}


def conversions(of_kinds: Mapping[Kind, Convert], kinds: list[Kind]) -> list[tuple[int, Convert]]:
    """Return which values of a row are converted, and by what."""
    return [(place, of_kinds[kind]) for place, kind in enumerate(kinds) if kind in of_kinds]


def convert_row(row: list[object], converted: list[tuple[int, Convert]]) -> None:
    """Convert the values of a row, in place; null stays null."""
    for place, convert in converted:
        if row[place] is not None:
            row[place] = convert(row[place])
