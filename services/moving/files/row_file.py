"""A file of rows to import: told apart by what is in it, and read from its beginning.

The same bytes are the same file, wherever they are: `digest` is how an import knows it again.
"""

import codecs
import hashlib
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from services.moving.files.adobe import adobe_layout
from services.moving.files.csv_rows import CsvRows
from services.moving.files.file_row import Layout
from services.moving.files.json_rows import JsonRows
from services.moving.files.phoca import phoca_layout
from services.moving.files.row_values import check_columns
from services.moving.files.websites_named import WebsitesNamed
from services.rules.basics.refusals import Invalid

_PIECE = 1 << 20
_BEGINNING = 4_096
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

Rows = CsvRows | JsonRows


class FileOrigin(StrEnum):
    """Whose tables a file is of."""

    ADOBE = "adobe"
    PHOCA = "phoca"


@dataclass(frozen=True, slots=True)
class RowFile:
    """A file of rows; `encoding` is what its text is in where no mark of its own says it."""

    path: Path
    origin: FileOrigin | None
    websites: WebsitesNamed
    encoding: str = "utf-8"

    def digest(self) -> str:
        """Return what tells the file from others, of its bytes alone."""
        digest = hashlib.sha256()
        with self.path.open("rb") as file:
            while piece := file.read(_PIECE):
                digest.update(piece)
        return digest.hexdigest()

    @contextmanager
    def opened(self) -> Iterator[Rows]:
        """Open the file for the block. Raises Invalid for columns that nobody knows."""
        with self.path.open("rb") as file:
            yield self.rows_of(file)

    def layout(self) -> Layout:
        """Return what makes an import's row of one of the file's."""
        match self.origin:
            case FileOrigin.ADOBE:
                return adobe_layout(self.websites)
            case FileOrigin.PHOCA:
                return phoca_layout(self.websites)
        return lambda cells: cells

    def rows_of(self, file: BinaryIO) -> Rows:
        """Read the rows of a file's bytes. Raises Invalid for columns that nobody knows."""
        beginning = file.read(_BEGINNING)
        file.seek(0)
        if beginning.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"{"):
            return JsonRows(file)
        encoding = "utf-16" if beginning.startswith(_UTF16) else self.encoding
        if encoding == "utf-8":
            encoding = "utf-8-sig"
        text = io.TextIOWrapper(file, encoding, errors="surrogateescape", newline="")
        rows = CsvRows(text, may_be_mysqls=self.origin is not None)
        if self.origin is None:
            check_columns(rows.columns)
        else:
            self.layout()(dict.fromkeys(rows.columns, ""))  # a row without values: are they known?
        return rows


def known_encoding(name: str) -> str:
    """Return an encoding's own name.

    Raises Invalid for one that Python doesn't know.
    """
    try:
        return codecs.lookup(name).name
    except LookupError:
        raise Invalid(f"--encoding {name}: there is no such encoding.") from None
