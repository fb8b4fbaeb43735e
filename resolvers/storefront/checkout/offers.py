"""Product offer fields: for the signed-in customer, or the default group (R5.8)."""

from decimal import Decimal
from typing import Annotated

import strawberry

from resolvers.context import Info
from resolvers.loaders import loader_of
from resolvers.storefront.loaders import ProgrammeLoader
from resolvers.storefront.visitors import reader
from services.checkout.offers import check_products, offers_of
from services.rules.basics.quantities import Quantity
from services.rules.checkout.offers import OfferedProduct, ProductOffer


@strawberry.input(description="Guerdon: a product that a page shows.")
class RewardPointsOfferInput:
    sku: str = strawberry.field(description="The shop's SKU of the product.")
    quantity: float | None = strawberry.field(
        default=1, description="The number of units, more than 0, with at most 4 decimals. Null: 1."
    )
    price: float = strawberry.field(
        description="The price of one unit, without tax, in the website's base currency."
    )


async def reward_points_offers(
    info: Info,
    items: Annotated[
        list[RewardPointsOfferInput],
        strawberry.argument(description="The products, at most 100."),
    ],
) -> list[ProductOffer]:
    products = [
        OfferedProduct(
            item.sku,
            Quantity(_exact(1 if item.quantity is None else item.quantity)),
            _exact(item.price),
        )
        for item in items
    ]
    check_products(products, price_field="price")
    asking = await reader(info)
    audience = (asking.website_code, asking.customer_id)
    programme = await loader_of(info, ProgrammeLoader).load(audience)
    return await offers_of(programme, products)


def _exact(number: float) -> Decimal:
    """Return the number as the client wrote it: the shortest text that means the same float."""
    return Decimal(repr(number))
