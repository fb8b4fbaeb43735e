"""Rows of a file as it has them: the line, the cells by column, or why the line can't be read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from services.rules.basics.refusals import RewardsError

# Characters of one row, and of one cell: a row beyond is refused without being kept.
ROW_LENGTH = 1_048_576
CELL_LENGTH = 8_192


@dataclass(frozen=True, slots=True)
class FileRow:
    """A row, with the number of the line it begins on; the first line of a file is 1.

    `cells` are as the file has them, `values` as an import knows them.
    """

    line: int
    cells: Mapping[str, object] = field(default_factory=dict)
    values: Mapping[str, object] = field(default_factory=dict)
    refusal: RewardsError | None = None


# Turns the cells of a row into those that an import knows; None where there is nothing to bring.
Layout = Callable[[Mapping[str, object]], Mapping[str, object] | None]
