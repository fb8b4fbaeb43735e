"""The bounds of what a caller may send (R14.3), each refused with the field named."""

import unicodedata
from datetime import datetime
from decimal import Decimal

from services.rules.basics.refusals import Invalid, OutOfRange, Path

POINTS_LIMIT = 1_000_000_000
BALANCE_LIMIT = 2**31 - 1
PROMISE_LIMIT = 10**15
MONEY_LIMIT = Decimal("9999999999.9999")
MONEY_DECIMALS = 4
NAME_LENGTH = 255
COMMENT_LENGTH = 1_000
ID_LENGTH = 128
LIST_LENGTH = 100
IMPORT_LENGTH = 1_000
# Embeddings, overrides and isolates: they change the direction of what follows them.
BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def promised(points: int) -> int:
    """Return `points` that an order gives, at most a quadrillion (R3.7).

    No account holds as many; a rate set by mistake must not keep an order from being placed.
    """
    return min(points, PROMISE_LIMIT)


def shown_points(points: int) -> int:
    """Return `points` cut to what an account can hold, and what a 32-bit number can show (R5.8).

    They are below 0 where they are a difference: what a rule takes off.
    """
    return max(min(points, BALANCE_LIMIT), -BALANCE_LIMIT)


def check_points(points: int, *, least: int, path: Path) -> None:
    """Refuse a number of points below `least` or beyond 1,000,000,000.

    Raises OutOfRange.
    """
    if not least <= points <= POINTS_LIMIT:
        raise OutOfRange(f"Must be from {least:,} to {POINTS_LIMIT:,} points.", path=path)


def check_money(amount: Decimal, *, path: Path) -> None:
    """Refuse an amount that is negative, too large, not a number or finer than 4 decimals.

    Raises Invalid, OutOfRange.
    """
    if not amount.is_finite():
        raise Invalid("Must be a number.", path=path)
    if not 0 <= amount <= MONEY_LIMIT:
        raise OutOfRange(f"Must be from 0 to {MONEY_LIMIT:,}.", path=path)
    if amount != round(amount, MONEY_DECIMALS):
        raise Invalid(f"Must have at most {MONEY_DECIMALS} decimals.", path=path)


def check_positive_money(amount: Decimal, *, path: Path) -> None:
    """Refuse 0, and whatever `check_money` refuses.

    Raises Invalid, OutOfRange.
    """
    check_money(amount, path=path)
    if amount == 0:
        raise OutOfRange("Must be more than 0.", path=path)


def check_id(text: str, *, path: Path) -> None:
    """Refuse an id or key that is not 1 to 128 printable characters (R1.3).

    Raises Invalid.
    """
    if not 1 <= len(text) <= ID_LENGTH or not text.isprintable() or not text.strip():
        raise Invalid(f"Must be 1 to {ID_LENGTH} printable characters.", path=path)


def check_name(text: str, *, path: Path) -> None:
    """Refuse a name that is empty, longer than 255 characters or holds control characters.

    Those that change the direction of the text after them are such too (R11.2). Raises Invalid.
    """
    if (
        not text.strip()
        or len(text) > NAME_LENGTH
        or _has_control_characters(text)
        or not BIDI_CONTROLS.isdisjoint(text)
    ):
        raise Invalid(f"Must be 1 to {NAME_LENGTH} characters, none of control.", path=path)


def check_optional_name(text: str | None, *, path: Path) -> None:
    """Refuse what `check_name` refuses; no name, or an empty one, is fine.

    Raises Invalid.
    """
    if text:
        check_name(text, path=path)


def check_comment(text: str | None, *, path: Path) -> None:
    """Refuse a comment of over 1,000 characters, or with control characters except line breaks.

    Raises Invalid.
    """
    if text is None:
        return
    if len(text) > COMMENT_LENGTH or _has_control_characters(
        text.replace("\n", "").replace("\t", "")
    ):
        raise Invalid(f"Must be at most {COMMENT_LENGTH:,} characters of text.", path=path)


def check_future(at: datetime | None, *, now: datetime, path: Path) -> None:
    """Refuse an instant that is over; none is fine.

    Raises Invalid.
    """
    if at is not None and at <= now:
        raise Invalid("Must be in the future.", path=path)


def check_length(items: int, *, most: int = LIST_LENGTH, least: int = 0, path: Path) -> None:
    """Refuse a list of more than `most` or fewer than `least` items.

    Raises Invalid, OutOfRange.
    """
    if items > most:
        raise OutOfRange(f"Must have at most {most:,} items.", path=path)
    if items < least:
        raise Invalid(f"Must have at least {least} item.", path=path)


def is_text(value: str) -> bool:
    """Test whether `value` is lines of characters, without those that a database refuses."""
    return all(
        character in "\r\n\t" or unicodedata.category(character) not in {"Cc", "Cs"}
        for character in value
    )


def _has_control_characters(text: str) -> bool:
    return any(
        unicodedata.category(character) in {"Cc", "Cs", "Co", "Zl", "Zp"} for character in text
    )
