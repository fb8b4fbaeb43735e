"""The file of refused rows: each with its line, why it was refused, and its cells (R15.4).

It is CSV that can be mended and imported. What a batch adds to it is on the disk before the batch
is committed, and a batch that is tried again, or was cut off, begins where the last one ended: so
no refused row is missing, and none is there twice.
"""

import csv
import io
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from services.moving.files.file_row import FileRow
from services.moving.files.row_values import COLUMNS, REFUSAL_COLUMNS
from services.rules.basics.refusals import RewardsError
from services.rules.basics.spreadsheets import spreadsheet_cell


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that was refused, and why."""

    row: FileRow
    error: RewardsError

    @property
    def field(self) -> str:
        """The column that the refusal is about; empty where it is the row as a whole."""
        return ".".join(
            str(part) if part in self.row.cells else _camel(str(part)) for part in self.error.path
        )


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """Where refused rows go; `columns` are those of the file that they come from."""

    path: Path
    columns: Sequence[str]

    def write(self, refused: Iterable[Refused], *, after: int) -> int:
        """Write rows behind the first `after` bytes, over what's there; return how many it is then.

        The first of all names the columns.
        """
        after = after if self.path.exists() and self.path.stat().st_size >= after else 0
        heading, *lines = refused_csv(refused, self.columns)
        text = "".join(lines if after else [heading, *lines])
        written = text.encode(errors="surrogateescape")
        with os.fdopen(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
            file.truncate(after)
            file.seek(after)
            file.write(written)
            file.flush()
            os.fsync(file.fileno())
        return after + len(written)


def refused_csv(refused: Iterable[Refused], columns: Sequence[str]) -> list[str]:
    """Return the heading and then each row as CSV, of a file with these columns."""
    shown = [name for name in columns or COLUMNS if name not in REFUSAL_COLUMNS]
    rows = [[spreadsheet_cell(cell) for cell in _cells(each, shown)] for each in refused]
    return [_csv_line(cells) for cells in ([*REFUSAL_COLUMNS, *shown], *rows)]


def _csv_line(cells: Iterable[str]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerow(cells)
    return text.getvalue()


def _cells(refused: Refused, columns: Iterable[str]) -> Iterable[str]:
    yield str(refused.row.line)
    yield refused.field
    yield refused.error.code
    yield refused.error.message
    for name in columns:
        value = refused.row.cells.get(name)
        yield "" if value is None else str(value)


def _camel(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(part.capitalize() for part in others) if first else name
