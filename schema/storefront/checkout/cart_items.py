"""Cart item types (R5)."""

import strawberry

from resolvers.storefront.checkout import carts
from schema.storefront.money import Money
from schema.storefront.pages import SearchResultPageInfo
from services.rules.storefront.cart_prices import ShownLine


@strawberry.interface(description="A product, with what the service knows about it.")
class ProductInterface:
    sku: str | None = strawberry.field(description="The shop's SKU of the product.")
    name: str | None = strawberry.field(description="The name; null if the shop has not sent it.")
    reward_points_needed: int | None = strawberry.field(
        description="Guerdon: the points that buy one unit; null if points can't buy it."
    )
    reward_points_received: int | None = strawberry.field(
        description=(
            "Guerdon: the points one unit earns the signed-in customer; null if none are set."
        )
    )


@strawberry.federation.type(
    description="A product of any kind: the service does not distinguish kinds.", shareable=True
)
class SimpleProduct(ProductInterface):
    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Test whether this is the type of a line's product."""
        return isinstance(value, ShownLine)


@strawberry.federation.type(
    description=(
        "An item's prices before discounts, in the currency the customer sees. Whatever is paid at "
        "the product's own price in points is already deducted."
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
    quantity: float = strawberry.field(
        description="The number of units, with at most 4 decimals: 0.75 of a kilo."
    )
    product = strawberry.field(
        resolver=carts.product, graphql_type=ProductInterface, description="The product."
    )
    prices: CartItemPrices | None = strawberry.field(description="The item's prices.")


@strawberry.federation.type(description="A cart item, for any kind of product.", shareable=True)
class SimpleCartItem(CartItemInterface):
    reward_points_used: int = strawberry.field(
        description="Guerdon: points that pay for this line at the product's own price in points."
    )

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Test whether this is the type of a cart's line."""
        return isinstance(value, ShownLine)


@strawberry.federation.type(description="A page of a cart's items.", shareable=True)
class CartItems:
    items: list[CartItemInterface | None] = strawberry.field(
        description="The items on this page, in cart order."
    )
    page_info: SearchResultPageInfo | None = strawberry.field(
        description="The position of this page."
    )
    total_count: int = strawberry.field(description="The number of items (not units) on all pages.")
