"""Storefront arguments. Leaving one out and passing null mean the same."""

from typing import Annotated, TypeVar

import strawberry

from services.command.pages.numbered_page import NumberedPage

Value = TypeVar("Value")

CartId = Annotated[
    strawberry.ID,
    strawberry.argument(
        name="cartId",
        description="The id of one of the customer's own carts that is not placed yet.",
    ),
]
CurrentPage = Annotated[
    int | None,
    strawberry.argument(name="currentPage", description="The page number, starting at 1."),
]
PageSize = Annotated[
    int | None,
    strawberry.argument(name="pageSize", description="The number of items per page, 1 to 100."),
]

FIRST_PAGE = 1
USUAL_PAGE_SIZE = 20


def given(value: Value | None) -> Value | None:
    """Return an argument's value, None where it was left out."""
    return None if value is strawberry.UNSET else value


def numbered_page(current_page: int | None, page_size: int | None) -> NumberedPage:
    """Return the page that is asked for; null is the default. Raises OutOfRange."""
    return NumberedPage(
        FIRST_PAGE if current_page is None else current_page,
        USUAL_PAGE_SIZE if page_size is None else page_size,
    )
