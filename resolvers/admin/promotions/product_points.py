"""Product point fields and mutations (R7.1, R6.12)."""

from typing import Annotated

import strawberry

from resolvers.admin.pages import After, First, page_request
from resolvers.context import Info, caller
from services.command.pages.cursor_page import DEFAULT_PAGE_SIZE, Page
from services.promotions import product_points
from services.promotions.product_points import GroupPoints, ProductPoints


@strawberry.input(description="The points a product earns customers of one group.")
class ProductGroupPointsInput:
    customer_group_code: str = strawberry.field(description="The code of the customer group.")
    points_received: int = strawberry.field(
        description="The points one unit earns them, at least 0, instead of the product's default."
    )


@strawberry.input(
    description=(
        "The points a product costs and earns. All fields are replaced each time, except"
        " `earnsByRate`, which stays as it is if left out."
    )
)
class ProductPointsInput:
    sku: str = strawberry.field(description="The product's SKU.")
    points_needed: int | None = strawberry.field(
        default=None, description="The points that buy one unit; null if points can't buy it."
    )
    points_received: int | None = strawberry.field(
        default=None, description="The points one unit earns; null if not set."
    )
    earns_by_rate: bool | None = strawberry.field(
        default=None,
        description=(
            "Whether money spent on the product earns points by the exchange rate: false for gift"
            " cards, fees or tobacco. Left out or null: stays as it is, at first true."
        ),
    )
    groups: list[ProductGroupPointsInput] | None = strawberry.field(
        default_factory=list, description="Different points for customers of certain groups."
    )


async def list_product_points(
    first: First = DEFAULT_PAGE_SIZE,
    after: After = None,
    sku: Annotated[
        str | None, strawberry.argument(description="Only the product with this SKU.")
    ] = None,
    search: Annotated[
        str | None,
        strawberry.argument(description="Only products whose SKU contains this, in any case."),
    ] = None,
) -> Page[ProductPoints]:
    return await product_points.list_product_points(
        sku=sku, search=search, page=page_request(first, after)
    )


async def product_points_put(
    info: Info,
    product: Annotated[
        ProductPointsInput, strawberry.argument(name="input", description="The product's points.")
    ],
) -> ProductPoints:
    return await product_points.put_product_points(
        product=ProductPoints(
            sku=product.sku,
            points_needed=product.points_needed,
            points_received=product.points_received,
            earns_by_rate=product.earns_by_rate,
            groups=tuple(
                GroupPoints(group.customer_group_code, group.points_received)
                for group in product.groups or ()
            ),
        ),
        caller=caller(info),
        now=info.context.now,
    )


async def product_points_delete(
    info: Info, sku: Annotated[str, strawberry.argument(description="The product's SKU.")]
) -> str:
    return await product_points.delete_product_points(
        sku=sku, caller=caller(info), now=info.context.now
    )
