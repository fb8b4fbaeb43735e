"""Cursor pages: a number of items from the start of a list, or after a cursor."""

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from services.rules.basics.refusals import Invalid, OutOfRange

DEFAULT_PAGE_SIZE = 50
LARGEST_PAGE = 100

Item = TypeVar("Item")
View = TypeVar("View")
Part = TypeVar("Part")


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
    """Some items of a list, the cursor of each by its index, and what is around them."""

    items: list[Item]
    cursor_at: Callable[[int], str]
    has_next: bool
    has_previous: bool
    total_count: int

    @property
    def cursors(self) -> list[str]:
        """The cursor of each item; whoever asks for none has none made."""
        return [self.cursor_at(index) for index in range(len(self.items))]

    def shown_as(self, items: list[View]) -> "Page[View]":
        """Return the page with another form of each of its items."""
        assert len(items) == len(self.items), "a page shows as many as it has"
        return Page(items, self.cursor_at, self.has_next, self.has_previous, self.total_count)

    def map(self, view: Callable[[Item], View]) -> "Page[View]":
        """Return the page with `view` of each of its items."""
        return self.shown_as([view(item) for item in self.items])


def make_page(
    items: Sequence[Item],
    request: PageRequest,
    *,
    of: str,
    position: Callable[[Item], Sequence[str]],
    total_count: int,
) -> Page[Item]:
    """Make a page of `items`, read behind the cursor, one more than it shows if there is one.

    `of` names the list; `position` is what it is sorted by, unique for each item. A cursor stands
    for both.
    """
    shown = list(items[: request.first])
    return Page(
        items=shown,
        cursor_at=lambda index: encode_cursor(of, *position(shown[index])),
        has_next=len(items) > request.first,
        has_previous=request.after is not None,
        total_count=total_count,
    )


def encode_cursor(of: str, *position: str) -> str:
    """Return the cursor that stands for a place in the list `of`, opaque to whoever gets it."""
    text = json.dumps([of, *position], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode()


def decode_cursor(cursor: str, of: str, *parts: Callable[[str], Part]) -> list[Part]:
    """Return the place in the list `of` that `cursor` stands for, each part read by its reader.

    A reader raises Invalid or ValueError for a part of the wrong form. Raises Invalid, path
    ("after",), for a cursor of another list too: sorted alike, that would begin just anywhere.
    """
    try:
        position = json.loads(base64.urlsafe_b64decode(cursor.encode("ascii")))
        if not isinstance(position, list) or position[:1] != [of]:
            position = [of]
        del position[0]
        return [read(_text(part)) for read, part in zip(parts, position, strict=True)]
    except (Invalid, ValueError, OverflowError, RecursionError) as error:
        raise Invalid("Must be a cursor of an earlier page.", path=("after",)) from error


def _text(part: object) -> str:
    if not isinstance(part, str):
        raise Invalid("A part of a cursor is text.", path=("after",))
    return part
