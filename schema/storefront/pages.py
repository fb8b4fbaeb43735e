"""Pages of lists, counted from 1."""

import strawberry


@strawberry.federation.type(description="Which page of a list this is.", shareable=True)
class SearchResultPageInfo:
    current_page: int | None = strawberry.field(description="The number of this page, from 1.")
    page_size: int | None = strawberry.field(description="How many are on a page at most.")
    total_pages: int | None = strawberry.field(
        description="How many pages there are, 0 for an empty list. Later pages are empty."
    )
