"""Text direction: values kept apart from the sentence around them (R11.2).

An Arabic shop name turns what stands beside it round, numbers and signs too, unless it is isolated.
"""

import re
import unicodedata

from services.rules.basics.limits import BIDI_CONTROLS

# Where a value begins and ends until the whole is known; neither templates nor names can have them.
_BEGIN, _END = "\x02", "\x03"
_FIRST_STRONG, _POP = "\u2068", "\u2069"
_DROPPED = {ord(character): None for character in (*BIDI_CONTROLS, _BEGIN, _END)}
_AS_CHARACTERS = {ord(_BEGIN): _FIRST_STRONG, ord(_END): _POP}
_AS_NOTHING = {ord(_BEGIN): None, ord(_END): None}
# A title has no elements in it, nor has a tag; `>` within an attribute is always escaped.
_NO_ELEMENTS = re.compile(r"<title\b[^>]*>.*?</title>|<[^>]*>", re.IGNORECASE | re.DOTALL)


class Link(str):
    """An address to go to: nothing may be added to it."""

    __slots__ = ()


def marked(value: object) -> str:
    """Return a text between two marks, without what changes the direction of others.

    Links and the number of a row need none.
    """
    if isinstance(value, str) and value and not isinstance(value, Link):
        return f"{_BEGIN}{value.translate(_DROPPED)}{_END}"
    return str(value)


def isolated_in_html(text: str) -> str:
    """Return HTML with each marked value in an element of its own, in attributes by characters."""
    kept = _NO_ELEMENTS.sub(lambda tag: tag[0].translate(_AS_CHARACTERS), text)
    return kept.replace(_BEGIN, "<bdi>").replace(_END, "</bdi>")


def isolated_in_text(text: str) -> str:
    """Return plain text with each marked value isolated by characters."""
    return text.translate(_AS_CHARACTERS)


def isolated_in_a_line(line: str) -> str:
    """Return a subject with its values isolated, where there are letters from right to left.

    Elsewhere it makes no difference, and some lists of mails show the characters.
    """
    turns = any(unicodedata.bidirectional(character) in {"R", "AL"} for character in line)
    return line.translate(_AS_CHARACTERS if turns else _AS_NOTHING)
