"""Codes and ids: checks of their form, so that the database is asked only about possible ones."""

import re
from collections.abc import Callable

from services.rules.basics.limits import check_id, check_name
from services.rules.basics.refusals import Invalid

STATUS_LENGTH = 64
_WEBSITE_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")


def is_website_code(text: str) -> bool:
    """Test whether a website may have `text` as its code."""
    return _WEBSITE_CODE.fullmatch(text) is not None


def is_id(text: str) -> bool:
    """Test whether `text` may be the id of a customer, or the code of a group (R14.3)."""
    try:
        check_id(text, path=())
    except Invalid:
        return False
    return True


def is_sku(text: str) -> bool:
    """Test whether a product may have `text` as its sku (R14.3)."""
    try:
        check_name(text, path=())
    except Invalid:
        return False
    return True


def is_order_status(text: str) -> bool:
    """Test whether an order may stand in the status `text` (R6.2)."""
    return is_id(text) and len(text) <= STATUS_LENGTH and text == text.strip()


def sought(text: str | None, is_possible: Callable[[str], bool]) -> str | None:
    """Return what a list is narrowed by, None for any, as the database may be asked for it.

    What can't be is nowhere, and so is an empty text.
    """
    return text if text is None or is_possible(text) else ""
