"""Points per product in the admin API (R7.1)."""

from typing import Self

import strawberry

from resolvers.admin.promotions import product_points as resolvers
from schema.admin.deletion import DeletePayload
from schema.admin.pages import Connection
from schema.admin.user_errors import Payload, command
from schema.permissions import scoped
from services.promotions import product_points as services


@strawberry.type(description="What a product earns customers of a group.")
class ProductGroupPoints:
    customer_group_code: str = strawberry.field(description="The group.")
    points_received: int = strawberry.field(
        description="The points that one earns them, instead of the product's own."
    )


@strawberry.type(description="What a product costs in points, and what it earns.")
class ProductPoints:
    sku: str = strawberry.field(description="The product.")
    points_needed: int | None = strawberry.field(
        description="The points that buy one; null: points can't buy it."
    )
    points_received: int | None = strawberry.field(
        description="The points that one earns; null: not set."
    )
    groups: list[ProductGroupPoints] = strawberry.field(
        description="What it earns customers of some groups instead."
    )


@strawberry.type(description="A product whose points were set, or why they were not.")
class ProductPointsPayload(Payload):
    product_points: services.ProductPoints | None = strawberry.field(
        default=None, graphql_type=ProductPoints | None, description="What is set for it now."
    )

    @classmethod
    def of(cls, product: services.ProductPoints) -> Self:
        """Answer with the product."""
        return cls(product_points=product)


@strawberry.type
class ProductPointsQuery:
    product_points = strawberry.field(
        resolver=resolvers.list_product_points,
        graphql_type=Connection[ProductPoints],
        description="The products that points are set for, by sku.",
        extensions=scoped("config:read"),
    )


@strawberry.type
class ProductPointsMutation:
    product_points_put = command(
        resolvers.product_points_put,
        ProductPointsPayload,
        scope="config:write",
        description="Set what a product costs in points and earns; what is left out is not set.",
    )
    product_points_delete = command(
        resolvers.product_points_delete,
        DeletePayload,
        scope="config:write",
        description="Forget what is set for a product. Orders keep what was recorded with them.",
    )
