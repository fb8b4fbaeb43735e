"""Pages counted from 1, as the storefront's lists have them."""

from dataclasses import dataclass

from services.rules.basics.refusals import OutOfRange

LARGEST_PAGE = 100


@dataclass(frozen=True, slots=True)
class PageInfo:
    """Which page this is, of how many."""

    current_page: int
    page_size: int
    total_pages: int


@dataclass(frozen=True, slots=True)
class NumberedPage:
    """The page `current_page`, from 1, of pages of `page_size`, 1 to 100, items.

    Raises OutOfRange naming the argument.
    """

    current_page: int
    page_size: int

    def __post_init__(self) -> None:
        if self.current_page < 1:
            raise OutOfRange("currentPage must be at least 1.", path=("current_page",))
        if not 1 <= self.page_size <= LARGEST_PAGE:
            raise OutOfRange(f"pageSize must be from 1 to {LARGEST_PAGE}.", path=("page_size",))

    @property
    def skip(self) -> int:
        """How many items come before the page."""
        return (self.current_page - 1) * self.page_size

    def info(self, total_count: int) -> PageInfo:
        """Return the page's place in a list of `total_count` items."""
        total_pages = -(-total_count // self.page_size)
        return PageInfo(self.current_page, self.page_size, total_pages)
