"""History ahead: how much of the history a request will ask for, to be read with the balance."""

from resolvers.context import Info
from resolvers.look_ahead import ahead
from resolvers.storefront.arguments import FIRST_PAGE, USUAL_PAGE_SIZE
from services.command.pages.numbered_page import LARGEST_PAGE
from services.storefront.points import LONGEST_HISTORY


def entries_ahead(info: Info) -> int:
    """Return how many of the newest entries the signed-in customer's fields will show."""
    points = ahead(info).find("reward_points")
    if points is None:
        return 0
    if points.find("balance_history"):
        return LONGEST_HISTORY
    page = points.find("history")
    if page is None or page.number("currentPage", FIRST_PAGE) != FIRST_PAGE:
        return 0
    size = page.number("pageSize", USUAL_PAGE_SIZE)
    return size if 1 <= size <= LARGEST_PAGE else 0
