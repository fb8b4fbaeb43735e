"""Cursor pages: a number of items from the start of a list, or after a cursor."""

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar
from uuid import UUID

from services.rules.basics.codes import is_id
from services.rules.basics.refusals import Invalid, OutOfRange

DEFAULT_PAGE_SIZE = 50
LARGEST_PAGE = 100

Row = TypeVar("Row")
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class PageRequest:
    """The `first` items, 1 to 100, behind the cursor `after`, or from the start.

    Raises OutOfRange, path ("first",).
    """

    first: int = DEFAULT_PAGE_SIZE
    after: str | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.first <= LARGEST_PAGE:
            raise OutOfRange(f"first must be from 1 to {LARGEST_PAGE}.", path=("first",))


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """Some items of a list, each with its cursor, and what is around them."""

    items: list[Item]
    cursors: list[str]
    has_next: bool
    has_previous: bool
    total_count: int


def make_page(
    rows: Sequence[Row],
    request: PageRequest,
    *,
    item: Callable[[Row], Item],
    position: Callable[[Row], Sequence[str]],
    total_count: int,
) -> Page[Item]:
    """Make a page of `rows`, read behind the cursor, one more than the page shows if there is one.

    `position` is what the list is sorted by, unique for each row; a cursor stands for it.
    """
    shown = rows[: request.first]
    return Page(
        items=[item(row) for row in shown],
        cursors=[encode_cursor(*position(row)) for row in shown],
        has_next=len(rows) > request.first,
        has_previous=request.after is not None,
        total_count=total_count,
    )


def encode_cursor(*position: str) -> str:
    """Return the cursor that stands for a place in a list, opaque to whoever gets it."""
    text = json.dumps(position, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode()


def decode_cursor(
    cursor: str, *, parts: int = 1, is_part: Callable[[str], bool] = is_id
) -> tuple[str, ...]:
    """Return the place, of `parts` parts, that `cursor` stands for; `is_part` says what one can be.

    Raises Invalid, path ("after",).
    """
    try:
        position = json.loads(base64.urlsafe_b64decode(cursor.encode("ascii")))
    except (ValueError, RecursionError) as error:
        raise _no_cursor() from error
    if not isinstance(position, list) or len(position) != parts:
        raise _no_cursor()
    if not all(isinstance(part, str) and is_part(part) for part in position):
        raise _no_cursor()
    return tuple(position)


def instant_of_cursor(text: str) -> datetime:
    """Read the instant that is a part of a cursor.

    Raises Invalid, path ("after",).
    """
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise _no_cursor() from error


def id_after(request: PageRequest) -> UUID | None:
    """Return the id behind which a page of a list sorted by our own ids begins, None at the start.

    Raises Invalid, path ("after",).
    """
    if request.after is None:
        return None
    (text,) = decode_cursor(request.after)
    try:
        return UUID(text)
    except ValueError as error:
        raise _no_cursor() from error


def _no_cursor() -> Invalid:
    return Invalid("Must be a cursor of an earlier page.", path=("after",))
