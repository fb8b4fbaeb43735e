"""Values of MySQL's tables as its clients write them: NULL, escapes, instants, numbers."""

import re
from collections.abc import Mapping

from services.rules.basics.refusals import Invalid

_NULL = {"", "NULL", "\\N", "null"}
_INSTANT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}) ([0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?)")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_MEANT = {"0": "\0", "b": "\b", "n": "\n", "r": "\r", "t": "\t", "Z": "\x1a"}
_NUMBER = re.compile(r"[+-]?[0-9]{1,12}")


def unescaped(cell: str) -> str:
    r"""Return what a cell between tabs stands for: a tab of its own is written `\t` there.

    What follows a backslash stands for itself, unless it is one of a few letters. `\N` is NULL.
    """
    if "\\" not in cell or cell in _NULL:
        return cell
    return _ESCAPED.sub(lambda found: _MEANT.get(found[1], found[1]), cell)


def text_of(cells: Mapping[str, object], name: str) -> str | None:
    """Return a cell's text; None for none."""
    value = cells.get(name)
    text = "" if value is None else str(value)
    return None if text in _NULL else text


def number_of(cells: Mapping[str, object], name: str) -> int:
    """Return a cell's whole number; 0 for none.

    Raises Invalid.
    """
    text = text_of(cells, name) or "0"
    if not _NUMBER.fullmatch(text):
        raise Invalid("Must be a whole number.", path=(name,))
    return int(text)


def instant_of(cells: Mapping[str, object], name: str) -> str | None:
    """Return a cell's instant, of which these shops keep UTC, with its offset; None for none."""
    text = text_of(cells, name)
    if text is None or text.startswith("0000-00-00"):
        return None
    found = _INSTANT.fullmatch(text)
    return text if found is None else f"{found[1]}T{found[2]}Z"
