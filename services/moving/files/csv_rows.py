"""CSV read row by row in constant memory: separators, quotes, line ends, rows that are too long."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, TextIO

from services.moving.files.file_row import CELL_LENGTH, ROW_LENGTH, FileRow
from services.moving.files.mysql_values import unescaped
from services.rules.basics.refusals import Invalid, RewardsError
from services.rules.basics.spreadsheets import FORMULA

_SEPARATORS = ",;\t|"


class _TooLong(Exception):
    """A row, or what an open quote makes of the lines after it, is longer than a row may be."""


class _Lines:
    """The lines of a file as the CSV reader takes them, and those of the row at hand."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self.of_row: list[str] = []
        self._length = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._text.readline(ROW_LENGTH + 1)
        if not line:
            raise StopIteration
        self.of_row.append(line)
        self._length += len(line)
        if self._length > ROW_LENGTH:
            raise _TooLong
        return line

    def begin_row(self) -> None:
        """Forget the lines of the row before."""
        self.of_row.clear()
        self._length = 0

    def skip_line(self) -> None:
        """Read on to the end of the line at hand, keeping nothing of it."""
        line = self.of_row[-1]
        while line and not line.endswith(("\n", "\r")):
            line = self._text.readline(ROW_LENGTH)


class CsvRows:
    """The rows of CSV text, whose first line names the columns.

    `mysql --batch` quotes nothing: its tabs part cells, and a quote is a letter like others. What
    would part cells or rows is escaped by a backslash.
    Raises Invalid for a first line without names, or with one twice.
    """

    def __init__(self, text: TextIO, *, may_be_mysqls: bool = False) -> None:
        csv.field_size_limit(ROW_LENGTH + 1)
        self._lines = _Lines(text)
        try:
            first = next(self._lines, "")
        except _TooLong:
            raise Invalid("Line 1 is too long to be the names of columns.") from None
        self._separator = max(_SEPARATORS, key=first.count)
        is_mysqls = may_be_mysqls and self._separator == "\t" and '"' not in first
        self._quoting: Literal[0, 3] = csv.QUOTE_NONE if is_mysqls else csv.QUOTE_MINIMAL
        self._mark, self._meant = ("\\", unescaped) if is_mysqls else ("'", _unmarked)
        (names,) = list(csv.reader([first], delimiter=self._separator)) or [[]]
        self.columns = [name.strip() for name in names]
        if not any(self.columns):
            raise Invalid("Line 1 must name the columns.")
        if len(set(self.columns)) < len(self.columns):
            raise Invalid("Line 1 names a column twice.")
        self._line = 1

    def __iter__(self) -> Iterator[FileRow]:
        reader = self._reader()
        while True:
            self._lines.begin_row()
            begins_at = self._line + 1
            try:
                cells = next(reader, None)
                refusal = None
            except _TooLong:
                cells, refusal = [], self._too_long()
                reader = self._reader()
            except csv.Error:
                cells, refusal = [], Invalid("A quoted cell is not closed as it should be.")
            if cells is None:
                return
            self._line += len(self._lines.of_row)
            if refusal is not None or cells:  # an empty line is no row
                yield self._row(begins_at, cells, refusal)

    def _reader(self) -> "Iterator[list[str]]":
        return self._taken_apart(self._lines, strict=True)

    def _taken_apart(self, lines: Iterable[str], *, strict: bool = False) -> "Iterator[list[str]]":
        return csv.reader(lines, delimiter=self._separator, quoting=self._quoting, strict=strict)

    def _row(self, line: int, cells: Sequence[str], refusal: RewardsError | None) -> FileRow:
        if refusal is not None:
            return FileRow(line, refusal=refusal)
        if len(cells) != len(self.columns):
            problem = f"There are {len(cells)} cells; line 1 names {len(self.columns)} columns."
            return FileRow(line, refusal=Invalid(problem))
        if self._is_plain():
            return FileRow(line, dict(zip(self.columns, cells, strict=True)))
        named = dict(zip(self.columns, map(self._meant, cells), strict=True))
        for name, cell in named.items():
            if len(cell) > CELL_LENGTH:
                return FileRow(line, refusal=_long_cell(name))
        return FileRow(line, named)

    def _is_plain(self) -> bool:
        """Test whether no cell of the row at hand can be marked, nor too long: nearly none is."""
        lines = self._lines.of_row
        return len(lines) == 1 and len(lines[0]) <= CELL_LENGTH and self._mark not in lines[0]

    def _too_long(self) -> RewardsError:
        """Find the cell that is too long, and the row after it.

        Raises Invalid where a quote is open: what follows may be rows, or may be text.
        """
        *before, last = self._lines.of_row
        cells = next(self._taken_apart([*before, f"{last}\n"]))
        name = self.columns[min(len(cells), len(self.columns)) - 1]
        if cells[-1].endswith("\n"):
            raise Invalid(
                f"Line {self._line + 1}: the quote that begins a cell of {name} is never closed."
            )
        self._lines.skip_line()
        return _long_cell(name)


def _unmarked(cell: str) -> str:
    """Return a cell without the mark that keeps a spreadsheet from taking it for a formula."""
    is_marked = cell[:1] == "'" and cell[1:].lstrip(" ")[:1] in FORMULA
    return cell[1:] if is_marked else cell


def _long_cell(name: str) -> Invalid:
    return Invalid(f"The cell is longer than {CELL_LENGTH:,} characters.", path=(name,))
