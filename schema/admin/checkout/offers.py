"""Product offers in the admin API (R5.8)."""

import strawberry

from resolvers.admin.checkout import offers
from schema.permissions import scoped


@strawberry.type(description="What some units of a product earn and cost in points.")
class ProductOffer:
    sku: str = strawberry.field(description="The product's SKU.")
    points_to_earn: int = strawberry.field(
        description="The points earned by buying them: by the exchange rate and by the product."
    )
    points_needed: int | None = strawberry.field(
        description="The points that pay for all of them; null if points can't."
    )


@strawberry.type
class ProductOfferQuery:
    product_offers = strawberry.field(
        resolver=offers.product_offers,
        graphql_type=list[ProductOffer],
        description=(
            "What products earn and cost in points, before there is a cart: for a product page. "
            "Cart rules, which are about whole carts, are left out. 0 and null while the programme "
            "is off, or off in the storefront; numbers are at most 2,147,483,647."
        ),
        extensions=scoped("orders:read"),
    )
