"""JSON Lines read row by row in constant memory: one object a line."""

from collections.abc import Iterator, Mapping
from typing import BinaryIO

import orjson

from services.moving.files.file_row import ROW_LENGTH, FileRow
from services.rules.basics.refusals import Invalid

_BOM = b"\xef\xbb\xbf"


class JsonRows:
    """The rows of JSON Lines."""

    columns: tuple[str, ...] = ()

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def __iter__(self) -> Iterator[FileRow]:
        number = 0
        while line := self._file.readline(ROW_LENGTH + 1):
            number += 1
            if number == 1:
                line = line.removeprefix(_BOM)
            if len(line) > ROW_LENGTH:
                self._skip(line)
                yield FileRow(number, refusal=Invalid(f"It is longer than {ROW_LENGTH:,} bytes."))
            elif line.strip():
                yield _row(number, line)

    def _skip(self, line: bytes) -> None:
        while line and not line.endswith(b"\n"):
            line = self._file.readline(ROW_LENGTH)


def _row(number: int, line: bytes) -> FileRow:
    try:
        found = orjson.loads(line)
    except orjson.JSONDecodeError:
        return FileRow(number, refusal=Invalid("It is not JSON."))
    if not isinstance(found, Mapping):
        return FileRow(number, refusal=Invalid("It must be a JSON object."))
    return FileRow(number, found)
