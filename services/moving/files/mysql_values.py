"""Values of MySQL's tables as its clients write them into files: NULL, instants, numbers."""

import re
from collections.abc import Mapping

from services.rules.basics.refusals import Invalid

_NULL = {"", "NULL", "\\N", "null"}
_INSTANT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2}) ([0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?)")
_NUMBER = re.compile(r"[+-]?[0-9]{1,12}")


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
