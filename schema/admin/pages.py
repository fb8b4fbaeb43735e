"""Pages of lists (connections) in the admin API."""

from typing import Generic, TypeVar

import strawberry

from resolvers.admin import pages

Node = TypeVar("Node")


@strawberry.type(description="The position of a page in its list.")
class PageInfo:
    has_next_page: bool = strawberry.field(description="Whether there are items after this page.")
    has_previous_page: bool = strawberry.field(
        description="Whether there are items before this page."
    )
    start_cursor: str | None = strawberry.field(
        description="The cursor of the first item; null on an empty page."
    )
    end_cursor: str | None = strawberry.field(
        description="The cursor of the last item. Pass it as `after` to get the next page."
    )


@strawberry.type(description="An item of a list, with its cursor.")
class Edge(Generic[Node]):
    node: Node = strawberry.field(description="The item.")
    cursor: str = strawberry.field(description="The item's cursor, for use as `after`.")


@strawberry.type(description="A page of a list.")
class Connection(Generic[Node]):
    edges = strawberry.field(
        resolver=pages.edges,
        graphql_type=list[Edge[Node]],
        description="The items on this page, each with its cursor.",
    )
    nodes = strawberry.field(
        resolver=pages.nodes, graphql_type=list[Node], description="The items on this page."
    )
    page_info = strawberry.field(
        resolver=pages.page_info,
        graphql_type=PageInfo,
        description="The position of this page in the list.",
    )
    total_count: int = strawberry.field(description="The number of items on all pages.")
