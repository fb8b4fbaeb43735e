"""The items of a cart (R5)."""

import strawberry

from resolvers.storefront import carts
from schema.storefront.money import Money
from schema.storefront.pages import SearchResultPageInfo
from services.rules.storefront.cart_prices import ShownLine


@strawberry.interface(description="A product, as far as the service knows it.")
class ProductInterface:
    sku: str | None = strawberry.field(description="The shop's own code of the product.")
    name: str | None = strawberry.field(
        description="The name; null where the shop has not told it."
    )
    reward_points_needed: int | None = strawberry.field(
        description="Guerdon: the points that buy one; null where points can't buy it."
    )
    reward_points_received: int | None = strawberry.field(
        description=(
            "Guerdon: the points that one earns the signed-in customer; null where none are set."
        )
    )


@strawberry.federation.type(
    description="Any product: the service does not tell kinds apart.", shareable=True
)
class SimpleProduct(ProductInterface):
    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Test whether this is the type of a line's product."""
        return isinstance(value, ShownLine)


@strawberry.federation.type(
    description=(
        "What an item costs before discounts, in the currency that the customer sees. What points"
        " pay of it by the product's own price in points is taken off."
    ),
    shareable=True,
)
class CartItemPrices:
    price: Money = strawberry.field(description="The price of one unit, without tax.")
    row_total: Money = strawberry.field(description="The price of all units, without tax.")
    row_total_including_tax: Money = strawberry.field(
        description="The price of all units, with their tax."
    )


@strawberry.interface(description="An item of a cart.")
class CartItemInterface:
    uid: strawberry.ID = strawberry.field(
        description="The shop's own id of the item within its cart."
    )
    quantity: float = strawberry.field(description="How many units, always a whole number.")
    product = strawberry.field(
        resolver=carts.product, graphql_type=ProductInterface, description="What is in the cart."
    )
    prices: CartItemPrices | None = strawberry.field(description="What the item costs.")


@strawberry.federation.type(description="An item of any product.", shareable=True)
class SimpleCartItem(CartItemInterface):
    reward_points_used: int = strawberry.field(
        description="Guerdon: points that pay for this line by the product's own price in points."
    )

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Test whether this is the type of a cart's line."""
        return isinstance(value, ShownLine)


@strawberry.federation.type(description="A page of a cart's items.", shareable=True)
class CartItems:
    items: list[CartItemInterface | None] = strawberry.field(
        description="The items on this page, in the order of the cart."
    )
    page_info: SearchResultPageInfo | None = strawberry.field(description="Which page this is.")
    total_count: int = strawberry.field(
        description="How many items, not units, there are on all pages."
    )
