"""Lists in pages, one connection for all kinds of nodes."""

from typing import Generic, TypeVar

import strawberry

from resolvers.admin import pages

Node = TypeVar("Node")


@strawberry.type(description="What is around a page of a list.")
class PageInfo:
    has_next_page: bool = strawberry.field(description="Whether more follows.")
    has_previous_page: bool = strawberry.field(description="Whether something comes before.")
    start_cursor: str | None = strawberry.field(
        description="The cursor of the first one here; null on an empty page."
    )
    end_cursor: str | None = strawberry.field(
        description="The cursor of the last one here, `after` which the next page begins."
    )


@strawberry.type(description="One of a list, with its place in it.")
class Edge(Generic[Node]):
    node: Node = strawberry.field(description="The one at this place.")
    cursor: str = strawberry.field(description="Its place, for `after`.")


@strawberry.type(description="A page of a list.")
class Connection(Generic[Node]):
    edges = strawberry.field(
        resolver=pages.edges,
        graphql_type=list[Edge[Node]],
        description="Those on this page, each with its place in the list.",
    )
    nodes = strawberry.field(
        resolver=pages.nodes, graphql_type=list[Node], description="Those on this page."
    )
    page_info = strawberry.field(
        resolver=pages.page_info, graphql_type=PageInfo, description="What is around this page."
    )
    total_count: int = strawberry.field(description="How many there are on all pages.")
