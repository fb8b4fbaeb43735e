"""Rows of a file as it has them: the line, the cells by column, or why the line can't be read."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from services.rules.basics.refusals import RewardsError

# Characters of one row, and of one cell: a row beyond is refused without being kept.
ROW_LENGTH = 1_048_576
CELL_LENGTH = 8_192
_NONE: Final[Mapping[str, object]] = MappingProxyType({})


class FileRow(NamedTuple):
    """A row, with the number of the line it begins on; the first line of a file is 1.

    `cells` are as the file has them, `values` as an import knows them. It is a tuple, because a
    file may have millions.
    """

    line: int
    cells: Mapping[str, object] = _NONE
    values: Mapping[str, object] = _NONE
    refusal: RewardsError | None = None


# Turns the cells of a row into those that an import knows; None where there is nothing to bring.
Layout = Callable[[Mapping[str, object]], Mapping[str, object] | None]
