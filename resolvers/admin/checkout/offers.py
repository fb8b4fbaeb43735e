"""Product offer fields (R5.8)."""

from decimal import Decimal
from typing import Annotated

import strawberry

from services.checkout import offers
from services.rules.basics.quantities import Quantity, quantity
from services.rules.checkout.offers import OfferedProduct, ProductOffer

ONE_UNIT = quantity(1)


@strawberry.input(description="A product that a page shows.")
class ProductOfferInput:
    sku: str = strawberry.field(description="The product's SKU.")
    quantity: Quantity | None = strawberry.field(
        default=ONE_UNIT, description="The number of units, more than 0. Null: 1."
    )
    unit_price: Decimal = strawberry.field(
        description="The price of one unit, without tax, in the website's base currency."
    )


async def product_offers(
    website_code: Annotated[str, strawberry.argument(description="The website's code.")],
    items: Annotated[
        list[ProductOfferInput], strawberry.argument(description="The products, at most 100.")
    ],
    customer_id: Annotated[
        strawberry.ID | None,
        strawberry.argument(
            description="The customer's id; null: anybody of the default customer group."
        ),
    ] = None,
) -> list[ProductOffer]:
    products = [
        OfferedProduct(
            item.sku, ONE_UNIT if item.quantity is None else item.quantity, item.unit_price
        )
        for item in items
    ]
    return await offers.product_offers(
        website_code=website_code, customer_id=customer_id, products=products
    )
