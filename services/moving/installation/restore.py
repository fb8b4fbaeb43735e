"""Import of a whole installation into an empty one, all of it or nothing (R15.4).

It is one transaction, which ends only behind a whole file: nothing of one that was cut off, of a
process that was killed or of a disk that was full is ever seen.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import BinaryIO, cast

import orjson

from models.catalogue import Column, tables
from models.database import dialect, execute, fetch, transaction
from models.rows.bulk import lift_limits, load
from services.command.at_commit import commits
from services.moving.installation.export import newest_migration
from services.moving.installation.export_lines import FORMAT, LINE_LENGTH
from services.moving.installation.moved_tables import MOVED
from services.moving.installation.values import IMPORTED, conversions, convert_row
from services.rules.basics.refusals import Invalid, Taken

_PIECE = 2_000  # rows written at once
_TAIL = 65_536  # bytes: the end is shorter
_BEGINNING = b'{"guerdon":'

Told = Callable[[int], None]


def is_installation(path: Path) -> bool:
    """Tell whether a file is an export of an installation. Raises OSError."""
    with path.open("rb") as file:
        return file.read(len(_BEGINNING)) == _BEGINNING


async def import_installation(path: Path, *, is_dry: bool, told: Told) -> int:
    """Put an exported installation into this one, which is empty; return how many rows it has.

    Of a dry run nothing stays. Raises Taken where this one is not empty, Invalid for a file of
    another version, one that is cut off or one that was changed, OSError.
    """
    migration = await newest_migration()
    with path.open("rb") as file:
        _check_end(file)
        lines = _Lines(file)
        _check_heading(lines.next(), migration)
        with suppress(_Undo):
            async with transaction():
                await lift_limits()
                await _make_way()
                await _load_all(lines, told)
                if is_dry:
                    _undo()
    commits.tell()
    return lines.rows


class _Undo(Exception):
    """Ends the transaction of a dry run."""


def _undo() -> None:
    raise _Undo


@dataclass(slots=True)
class _Lines:
    """The lines of a file, with the digest of those before the end."""

    file: BinaryIO
    number: int = 0
    rows: int = 0
    digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    def next(self) -> object:
        """Return the next line's value. Raises Invalid where there is none."""
        line = self.file.readline(LINE_LENGTH)
        self.number += 1
        if not line.endswith(b"\n"):
            raise self.refused("the file is cut off here.")
        try:
            value: object = orjson.loads(line)
        except orjson.JSONDecodeError:
            raise self.refused("it is not JSON.") from None
        if not (isinstance(value, dict) and "end" in value):
            self.digest.update(line)
        return value

    def refused(self, problem: str) -> Invalid:
        """Return the refusal of the line at hand."""
        return Invalid(f"Line {self.number}: {problem}")


def _check_end(file: BinaryIO) -> None:
    """Refuse a file without an end before anything is read of it."""
    size = file.seek(0, 2)
    file.seek(max(size - _TAIL, 0))
    last = file.read().rstrip(b"\n").rpartition(b"\n")[2]
    file.seek(0)
    if not last.startswith(b'{"end":'):
        raise Invalid("The file is cut off: its last line is not the end of an export.")


def _check_heading(heading: object, migration: str) -> None:
    if not isinstance(heading, dict) or heading.get("guerdon") != "installation":
        raise Invalid("Line 1: this is no export of an installation.")
    theirs = str(heading.get("migration"))
    is_newer = cast("int", heading.get("format")) > FORMAT or theirs > migration
    if is_newer:
        raise Invalid(f"The file is of a newer version, {heading.get('version')}: upgrade first.")
    if theirs != migration:
        raise Invalid(
            f"The file is of an older version, {heading.get('version')} ({theirs}): import it with "
            "that version, then upgrade and migrate."
        )


async def _make_way() -> None:
    """Take out what a new installation begins with. Raises Taken for one that has more."""
    if dialect() == "postgres":
        await fetch("LOCK TABLE websites IN EXCLUSIVE MODE")  # of two imports the other waits
    for table in MOVED:
        if not table.is_begun and await fetch(f"SELECT 1 AS one FROM {table.name} LIMIT 1"):  # noqa: S608 - names of ours
            raise Taken(
                f"This installation is not empty: there are {table.name}. Import into a new one."
            )
    for table in reversed(MOVED):
        if table.is_begun:
            await execute(f"DELETE FROM {table.name}")  # noqa: S608 - names of ours


async def _load_all(lines: _Lines, told: Told) -> None:
    columns = await tables()
    counts: dict[str, int] = {}
    value = lines.next()
    while isinstance(value, dict) and "table" in value:
        name = str(value["table"])
        if name in counts or name not in {table.name for table in MOVED}:
            raise lines.refused(f"there is no table {name} here.")
        names, kinds = _columns_of(value, columns[name], lines)
        counts[name] = 0
        rows = _Rows(lines, kinds)
        while piece := list(islice(rows, _PIECE)):
            await load(name, names, piece)
            counts[name] += len(piece)
            lines.rows += len(piece)
            told(lines.rows)
        value = rows.after
    _check_whole(value, counts, lines)


def _columns_of(
    heading: Mapping[str, object], ours: Sequence[Column], lines: _Lines
) -> tuple[list[str], list[Column]]:
    by_name = {column.name: column for column in ours}
    names = [str(column["name"]) for column in cast("list[dict[str, str]]", heading["columns"])]
    if sorted(names) != sorted(by_name):
        raise lines.refused("these are not the table's columns.")
    return names, [by_name[name] for name in names]


class _Rows:
    """The rows of a table, as its database takes them; `after` is the line behind the last one."""

    def __init__(self, lines: _Lines, columns: Sequence[Column]) -> None:
        self._lines = lines
        self._width = len(columns)
        self._converted = conversions(IMPORTED[dialect()], [column.kind for column in columns])
        self.after: object = None

    def __iter__(self) -> Iterator[list[object]]:
        return self

    def __next__(self) -> list[object]:
        if self.after is not None:
            raise StopIteration
        row = self._lines.next()
        if not isinstance(row, list):
            self.after = row
            raise StopIteration
        if len(row) != self._width:
            raise self._lines.refused("it has another number of values than the table has columns.")
        try:
            convert_row(row, self._converted)
        except (ValueError, TypeError, AttributeError):
            raise self._lines.refused("a value is of another kind than its column.") from None
        return row


def _check_whole(end: object, counts: Mapping[str, int], lines: _Lines) -> None:
    if not isinstance(end, dict) or "end" not in end:
        raise lines.refused("it is no table, row or end.")
    if end.get("rows") != counts or end.get("sha256") != lines.digest.hexdigest():
        raise lines.refused("the file is not what was exported: rows or bytes of it have changed.")
    missing = {table.name for table in MOVED} - set(counts)
    if missing:
        raise lines.refused(f"tables are missing: {', '.join(sorted(missing))}.")
