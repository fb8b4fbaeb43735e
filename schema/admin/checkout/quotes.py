"""The quote of a cart or an order in the admin API (R5)."""

import strawberry

from resolvers.admin.checkout import quotes
from schema.admin.money import Money, amount
from schema.admin.setup.exchange_rates import RecordedRate
from services.rules.basics.enums import EarningSource


@strawberry.type(description="A line of a quote.")
class QuoteLine:
    id: strawberry.ID = strawberry.field(description="Your own id of the line.")
    row_total: Money = strawberry.field(description="Quantity times unit price.")
    product_points: int = strawberry.field(
        description="Points that pay for the line by themselves."
    )
    product_points_amount: Money = strawberry.field(description="What those points pay of it.")
    points_to_earn: int = strawberry.field(description="Points that the product brings.")


@strawberry.type(description="Points that the order will earn, and what by.")
class QuoteSource:
    source: EarningSource = strawberry.field(description="What they are earned by.")
    label: str = strawberry.field(description="The same in words, in English.")
    points: int = strawberry.field(description="How many points.")


@strawberry.type(description="A cart rule that gave something.")
class AppliedRule:
    rule_id: strawberry.ID = strawberry.field(description="The rule.")
    name: str = strawberry.field(description="Its name.")
    points: int = strawberry.field(description="The points that it brings.")
    discount: Money = strawberry.field(description="What it takes off the price.")


@strawberry.type(description="How many points can be used here, and why so many.")
class RedemptionExplanation:
    rate: RecordedRate | None = strawberry.field(
        description="The exchange rate; null: points have no value here."
    )
    balance: int = strawberry.field(description="The customer's balance.")
    available: int = strawberry.field(
        description="What of it this cart can use: other carts' holds are not in it."
    )
    groups: int = strawberry.field(
        description="How many whole groups of the rate's points are available."
    )
    remainder: int = strawberry.field(description="Points of the balance that make no whole group.")
    maximum_points: int = strawberry.field(description="The most points that are useful here.")
    limited_by: list[str] = strawberry.field(
        description="What keeps that below: names of settings, or `holds`."
    )


@strawberry.type(description="How to earn more.")
class NextStep:
    spend_more: Money = strawberry.field(description="Spending so much more ...")
    earn_more: int = strawberry.field(description="... earns so many points more.")


@strawberry.type(
    description="What a cart or an order costs, what points pay of it and what it will earn."
)
class Quote:
    lines = strawberry.field(
        resolver=quotes.lines, graphql_type=list[QuoteLine], description="Its lines."
    )
    subtotal = amount("subtotal", "The lines' totals, before any discount.")
    discount = amount(
        "discount", "Your own discounts and cart rules together; product points are apart."
    )
    shipping = amount("shipping", "Shipping, before tax.")
    tax = amount("tax", "Tax, on shipping too.")
    order_total = amount("order_total", "All of that: what points, cards and money pay.")
    points_used: int = strawberry.field(
        description="Points that pay like money; those of products are in `productPointsUsed`."
    )
    points_amount = amount("points_amount", "What those points pay.")
    product_points_used: int = strawberry.field(
        description="Points that pay for lines at the products' own prices in points."
    )
    product_points_amount = amount("product_points_amount", "What those points pay.")
    gift_card = amount("gift_card", "What gift cards pay.")
    store_credit = amount("store_credit", "What store credit pays.")
    amount_due = amount("amount_due", "What is left to pay.")
    points_to_earn: int = strawberry.field(description="All points that the order will earn.")
    earning_basis = amount("earning_basis", "The money that the exchange rate is applied to.")
    earning_rate: RecordedRate | None = strawberry.field(
        description="The exchange rate it earns by; null: the money spent earns nothing."
    )
    sources: list[QuoteSource] = strawberry.field(description="What earns how many points.")
    applied_rules = strawberry.field(
        resolver=quotes.applied_rules,
        graphql_type=list[AppliedRule],
        description="The cart rules that gave something.",
    )
    redemption: RedemptionExplanation = strawberry.field(
        description="How many points can be used, and why so many."
    )
    next_step = strawberry.field(
        resolver=quotes.next_step,
        graphql_type=NextStep | None,
        description="How to earn more; null where spending earns nothing.",
    )
    warnings: list[str] = strawberry.field(description="What the customer should be told.")
