"""Pages of lists in the admin API: arguments and result."""

from dataclasses import dataclass
from typing import Annotated

import strawberry

from services.command.pages.cursor_page import DEFAULT_PAGE_SIZE, Page, PageRequest

First = Annotated[
    int | None, strawberry.argument(description="The number of items to return, 1 to 100.")
]
After = Annotated[
    str | None,
    strawberry.argument(description="Return items after this cursor; from the start if omitted."),
]


@dataclass(frozen=True, slots=True)
class PlacedNode:
    """An item of a page with its cursor."""

    node: object
    cursor: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The position of a page in its list."""

    has_next_page: bool
    has_previous_page: bool
    start_cursor: str | None
    end_cursor: str | None


def page_request(first: int | None, after: str | None) -> PageRequest:
    """Return the page that is asked for; null is the default size. Raises OutOfRange."""
    return PageRequest(DEFAULT_PAGE_SIZE if first is None else first, after)


def edges(page: strawberry.Parent[Page[object]]) -> list[PlacedNode]:
    """Return what is on the page, each with its cursor."""
    return [PlacedNode(node, cursor) for node, cursor in zip(page.items, page.cursors, strict=True)]


def nodes(page: strawberry.Parent[Page[object]]) -> list[object]:
    """Return what is on the page."""
    return page.items


def page_info(page: strawberry.Parent[Page[object]]) -> Surroundings:
    """Return what is around the page."""
    return Surroundings(
        has_next_page=page.has_next,
        has_previous_page=page.has_previous,
        start_cursor=page.cursor_at(0) if page.items else None,
        end_cursor=page.cursor_at(-1) if page.items else None,
    )
