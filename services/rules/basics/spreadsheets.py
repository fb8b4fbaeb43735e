"""Cells of exported CSV that no spreadsheet takes for a formula (R15.4)."""

import re

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0")
_NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?")


def spreadsheet_cell(text: str) -> str:
    """Return a cell as CSV may have it: a formula's beginning is marked by a `'` before it.

    Spaces before it make no difference to a spreadsheet. Numbers stay numbers.
    """
    if text.lstrip(" ")[:1] in FORMULA and text and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text
