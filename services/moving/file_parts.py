"""Parts of a file of balances, as a browser sends them: whole rows, taken apart as a file's are."""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from services.moving.balance_file import Batch, batches
from services.moving.files.file_row import FileRow
from services.moving.files.row_file import FileOrigin, RowFile, Rows
from services.moving.files.websites_named import WebsitesNamed
from services.rules.basics.codes import is_website_code
from services.rules.basics.limits import IMPORT_LENGTH, check_id, check_length, check_name
from services.rules.basics.refusals import Invalid, OutOfRange

_DIGEST_LENGTH = 64
_HEXADECIMAL = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True)
class FilePart:
    """Rows of a file: `heading` is its first line, None for JSON Lines; `text` are whole rows.

    `digest` is the SHA-256 of the file, `first_line` the line on which the rows begin,
    `rows_before` the number of rows of the parts before this one.
    """

    digest: str
    file_name: str
    origin: FileOrigin | None
    website_code: str | None
    websites: Mapping[str, str]
    heading: str | None
    text: str
    first_line: int
    rows_before: int
    is_last: bool


@dataclass(frozen=True, slots=True)
class ReadPart:
    """A part taken apart: its rows, and the columns of its file."""

    batch: Batch
    columns: Sequence[str]

    def row_on(self, line: int) -> FileRow:
        """Return the row that begins on a line."""
        rows = [row for row, _ in self.batch.readable]
        rows += [refused.row for refused in self.batch.refused]
        return next(row for row in rows if row.line == line)


def read_part(part: FilePart) -> ReadPart:
    """Take a part apart.

    Raises Invalid for columns that nobody knows, OutOfRange for more than 1,000 rows.
    """
    _check(part)
    named = WebsitesNamed(part.website_code, dict(part.websites))
    file = RowFile(Path(part.file_name), part.origin, named)
    heading = "" if part.heading is None else part.heading.rstrip("\r\n") + "\n"
    rows = _rows(file, heading + part.text, part)
    _check_numbers_named(part, rows)
    numbered = _numbered(rows, part)
    batch = next(batches(numbered, file), Batch(0, [], []))
    check_length(batch.rows, most=IMPORT_LENGTH, path=("text",))
    return ReadPart(batch, rows.columns)


def _check(part: FilePart) -> None:
    if len(part.digest) != _DIGEST_LENGTH or not _HEXADECIMAL.issuperset(part.digest):
        raise Invalid("Must be the file's SHA-256: 64 hexadecimal digits.", path=("digest",))
    check_name(part.file_name, path=("file_name",))
    check_length(len(part.websites), path=("websites",))
    if part.website_code is not None and not is_website_code(part.website_code):
        raise Invalid("That is no website's code.", path=("website_code",))
    for index, (number, code) in enumerate(part.websites.items()):
        check_id(number, path=("websites", index, "number"))
        if not is_website_code(code):
            raise Invalid("That is no website's code.", path=("websites", index, "code"))
    for name in ("first_line", "rows_before"):
        if getattr(part, name) < 0:
            raise OutOfRange("Must be 0 or more.", path=(name,))


def _rows(file: RowFile, whole: str, part: FilePart) -> Rows:
    try:
        # A lone surrogate, which is no text, makes its row one that is refused.
        return file.rows_of(io.BytesIO(whole.encode(errors="surrogatepass")))
    except Invalid as refusal:
        place = "text" if part.heading is None else "heading"
        raise Invalid(refusal.message, path=(place,)) from None


def _check_numbers_named(part: FilePart, rows: Rows) -> None:
    """Refuse one website for all rows of a table whose rows have numbers.

    Each part is read by itself: another number in another part would not be noticed.
    """
    if part.origin is not FileOrigin.ADOBE or part.website_code is None:
        return
    if not rows.columns or "website_id" in rows.columns:
        raise Invalid(
            "The rows number their websites: name the website of each number.",
            path=("website_code",),
        )


def _numbered(rows: Rows, part: FilePart) -> Iterator[FileRow]:
    """Yield the rows with their lines in the file."""
    shift = part.first_line - (1 if part.heading is None else 2)
    return (row._replace(line=row.line + shift) for row in rows)
