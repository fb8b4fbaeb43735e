"""Pages of lists, counted from 1."""

import strawberry


@strawberry.federation.type(description="The position of a page in its list.", shareable=True)
class SearchResultPageInfo:
    current_page: int | None = strawberry.field(description="The number of this page, from 1.")
    page_size: int | None = strawberry.field(description="The number of items per page.")
    total_pages: int | None = strawberry.field(
        description="The number of pages, 0 for an empty list. Pages beyond the last are empty."
    )
