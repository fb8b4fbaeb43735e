"""Product points in the admin API (R7.1, R6.12)."""

from typing import Self

import strawberry

from resolvers.admin.promotions import product_points as resolvers
from schema.admin.deletion import DeletePayload
from schema.admin.pages import Connection
from schema.admin.user_errors import Payload, command
from schema.permissions import scoped
from services.promotions import product_points as services


@strawberry.type(description="The points a product earns customers of one group.")
class ProductGroupPoints:
    customer_group_code: str = strawberry.field(description="The code of the customer group.")
    points_received: int = strawberry.field(
        description="The points one unit earns them, instead of the product's default."
    )


@strawberry.type(description="The points a product costs and earns.")
class ProductPoints:
    sku: str = strawberry.field(description="The product's SKU.")
    points_needed: int | None = strawberry.field(
        description="The points that buy one unit; null if points can't buy it."
    )
    points_received: int | None = strawberry.field(
        description="The points one unit earns; null if not set."
    )
    earns_by_rate: bool = strawberry.field(
        description="Whether money spent on the product earns points by the exchange rate."
    )
    groups: list[ProductGroupPoints] = strawberry.field(
        description="Different points for customers of certain groups."
    )


@strawberry.type(description="The result of setting a product's points.")
class ProductPointsPayload(Payload):
    product_points: services.ProductPoints | None = strawberry.field(
        default=None,
        graphql_type=ProductPoints | None,
        description="The product's points after the change.",
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
        description="The products with points, sorted by SKU.",
        extensions=scoped("config:read"),
    )


@strawberry.type
class ProductPointsMutation:
    product_points_put = command(
        resolvers.product_points_put,
        ProductPointsPayload,
        scope="config:write",
        description=(
            "Set the points a product costs and earns. Fields left out are cleared, except"
            " `earnsByRate`, which stays as it is."
        ),
    )
    product_points_delete = command(
        resolvers.product_points_delete,
        DeletePayload,
        scope="config:write",
        description="Delete a product's points. Orders keep what was recorded with them.",
    )
