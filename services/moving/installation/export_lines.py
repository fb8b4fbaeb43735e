"""Lines of an export: the heading, a line for each table and each of its rows, the end.

docs/export.schema.json describes them. The end has the digest of all bytes before it, so that a
file that was cut off, or changed, is never taken for a whole one.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, Final

import orjson

FORMAT: Final = 1
LINE_LENGTH: Final = 256 * 1_048_576  # bytes: longer than the longest document with all its columns


@dataclass(slots=True)
class LineWriter:
    """Writes the lines of an export, and counts and digests them."""

    out: BinaryIO
    counts: dict[str, int] = field(default_factory=dict)
    _digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)

    def begin(self, *, migration: str, version: str, at: str) -> None:
        """Write the heading."""
        heading = {
            "guerdon": "installation",
            "format": FORMAT,
            "version": version,
            "migration": migration,
            "exportedAt": at,
        }
        self._write([heading])

    def table(self, name: str, columns: Sequence[tuple[str, str]]) -> None:
        """Write which table the next rows are of, and the name and kind of each column."""
        shown = [{"name": name, "kind": kind} for name, kind in columns]
        self.counts[name] = 0
        self._write([{"table": name, "columns": shown}])

    def rows(self, table: str, rows: Sequence[Sequence[object]]) -> None:
        """Write rows of the table."""
        self._write(rows)
        self.counts[table] += len(rows)

    def end(self) -> None:
        """Write the end."""
        digest = self._digest.hexdigest()
        self._write([{"end": True, "rows": self.counts, "sha256": digest}])

    def _write(self, values: Iterable[object]) -> None:
        lines = b"".join(orjson.dumps(value, option=orjson.OPT_APPEND_NEWLINE) for value in values)
        self._digest.update(lines)
        self.out.write(lines)
