"""Order types of the signed-in customer (R6.1)."""

import strawberry

from resolvers.storefront.customers import customer_orders
from schema.storefront.checkout.cart_prices import Discount
from schema.storefront.money import Money
from schema.storefront.pages import SearchResultPageInfo


@strawberry.type(description="Guerdon: the points of one order.")
class OrderRewardPoints:
    used: int = strawberry.field(description="Points used to pay for the order when it was placed.")
    pending: int = strawberry.field(
        description="Points the order will earn once all of it is invoiced."
    )
    earned: int = strawberry.field(description="Points the order has earned.")
    returned: int = strawberry.field(description="Points used that were given back since.")
    reversed: int = strawberry.field(description="Points earned that were taken back since.")


@strawberry.federation.type(
    description=(
        "What an order costs and how it is paid, as placed, in the currency its cart was shown in."
    ),
    shareable=True,
)
class OrderTotal:
    subtotal: Money = strawberry.field(
        description=(
            "All items before discounts, excluding shipping and tax, and excluding whatever was "
            "paid at a product's own price in points."
        )
    )
    total_shipping: Money = strawberry.field(description="Shipping, excluding tax.")
    total_tax: Money = strawberry.field(description="All tax, including tax on shipping.")
    discounts: list[Discount | None] | None = strawberry.field(
        description=(
            "The discounts; empty if there are none. Payments (points, gift cards, store credit) "
            "are not included."
        )
    )
    total_giftcard: Money | None = strawberry.field(
        description="What gift cards pay; null if no gift card is used."
    )
    total_store_credit: Money | None = strawberry.field(
        description="What store credit pays; null if no store credit is used."
    )
    total_reward_points: Money | None = strawberry.field(
        description="What reward points pay; null if no points are used."
    )
    grand_total: Money = strawberry.field(
        description="The amount due after discounts, points, gift cards and store credit."
    )


@strawberry.federation.type(description="An order of the customer.", shareable=True)
class CustomerOrder:
    id: strawberry.ID = strawberry.field(description="The shop's own id of the order.")
    number: str = strawberry.field(description="The order number the customer knows.")
    order_date = strawberry.field(
        resolver=customer_orders.order_date,
        graphql_type=str,
        description=(
            'When the order was placed, in UTC, in Adobe Commerce\'s format: "2027-01-31 09:30:00".'
        ),
    )
    status: str = strawberry.field(
        description="The status code, for example pending, processing or complete."
    )
    total: OrderTotal | None = strawberry.field(
        description="What the order costs and how it is paid."
    )
    reward_points: OrderRewardPoints | None = strawberry.field(
        description=(
            "Guerdon: points used, expected and earned by this order. Null while the programme is "
            "off, or off in the storefront."
        )
    )


@strawberry.federation.type(description="A page of the customer's orders.", shareable=True)
class CustomerOrders:
    items: list[CustomerOrder | None] = strawberry.field(
        description="The orders on this page, newest first."
    )
    page_info: SearchResultPageInfo | None = strawberry.field(
        description="The position of this page."
    )
    total_count: int | None = strawberry.field(description="The number of orders on all pages.")
