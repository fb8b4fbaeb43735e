"""The quote of a cart or an order in the admin API (R5)."""

import strawberry

from resolvers.admin.checkout import quotes
from schema.admin.money import Money, amount
from schema.admin.setup.exchange_rates import RecordedRate
from services.rules.basics.enums import EarningSource


@strawberry.type(description="A line of a quote.")
class QuoteLine:
    id: strawberry.ID = strawberry.field(description="Your own id of the line.")
    row_total: Money = strawberry.field(description="Quantity times unit price, before tax.")
    product_points: int = strawberry.field(
        description="Points that pay for the line at the product's own price in points."
    )
    product_points_amount: Money = strawberry.field(
        description="The amount those points pay, before tax; they pay its tax too."
    )
    points_to_earn: int = strawberry.field(description="Points the customer earns for the product.")


@strawberry.type(description="Points the order will earn from one source.")
class QuoteSource:
    source: EarningSource = strawberry.field(description="What the points are earned from.")
    label: str = strawberry.field(description="The source as text, in English.")
    points: int = strawberry.field(
        description=(
            "The number of points. `RATE` is what the exchange rate gives before any earning"
            " factor; a cart rule with a factor has what it adds, below 0 if it takes away."
        )
    )


@strawberry.type(description="A cart rule that was applied.")
class AppliedRule:
    rule_id: strawberry.ID = strawberry.field(description="The rule's id.")
    name: str = strawberry.field(description="The rule's name.")
    points: int = strawberry.field(description="The points the rule adds.")
    discount: Money = strawberry.field(description="The discount the rule gives, before tax.")


@strawberry.type(description="How many points can be used, and what limits the number.")
class RedemptionExplanation:
    rate: RecordedRate | None = strawberry.field(
        description="The exchange rate; null if points have no value here."
    )
    balance: int = strawberry.field(description="The customer's balance.")
    available: int = strawberry.field(
        description=(
            "Points this cart can use: the balance minus the holds of other carts and of orders."
        )
    )
    groups: int = strawberry.field(
        description="The number of whole steps of the exchange rate that are available."
    )
    remainder: int = strawberry.field(
        description="Points of the balance that are too few for another whole step."
    )
    maximum_points: int = strawberry.field(
        description="The most points that can usefully be applied here."
    )
    limited_by: list[str] = strawberry.field(
        description="What limits that number: names of settings, or `holds`."
    )


@strawberry.type(description="How much more to spend to earn more points.")
class NextStep:
    spend_more: Money = strawberry.field(description="The additional amount to spend.")
    earn_more: int = strawberry.field(description="The additional points this earns.")


@strawberry.type(
    description="What a cart or an order costs, what points pay and what it will earn."
)
class Quote:
    lines = strawberry.field(
        resolver=quotes.lines, graphql_type=list[QuoteLine], description="The lines."
    )
    subtotal = amount("subtotal", "The sum of the line totals, before any discount and tax.")
    discount = amount(
        "discount",
        "Your own discounts and those of cart rules together, before tax; without product points.",
    )
    shipping = amount("shipping", "Shipping, before tax.")
    tax = amount("tax", "Tax, including tax on shipping.")
    order_total = amount(
        "order_total", ("The total to pay, by points, gift cards, store credit and money together.")
    )
    points_used: int = strawberry.field(
        description=(
            "Points used at the exchange rate. Points that pay for lines at a product's own price "
            "are in `productPointsUsed`."
        )
    )
    points_amount = amount("points_amount", "The amount those points pay.")
    product_points_used: int = strawberry.field(
        description="Points that pay for lines at each product's own price in points."
    )
    product_points_amount = amount(
        "product_points_amount", "The amount those points pay, before tax; they pay its tax too."
    )
    gift_card = amount("gift_card", "The amount gift cards pay.")
    store_credit = amount("store_credit", "The amount store credit pays.")
    amount_due = amount("amount_due", "The amount left to pay.")
    points_to_earn: int = strawberry.field(description="All points the order will earn.")
    points_to_earn_if_registered: int | None = strawberry.field(
        description=(
            "For a guest's cart: what a registered customer of the default group would earn. Null "
            "for a customer's cart, and for orders."
        )
    )
    earning_basis = amount("earning_basis", "The amount the earning rate is applied to.")
    earning_rate: RecordedRate | None = strawberry.field(
        description="The earning rate; null if the money spent earns nothing."
    )
    sources = strawberry.field(
        resolver=quotes.sources,
        graphql_type=list[QuoteSource],
        description="The points to earn, by source.",
    )
    applied_rules = strawberry.field(
        resolver=quotes.applied_rules,
        graphql_type=list[AppliedRule],
        description="The cart rules that were applied.",
    )
    redemption: RedemptionExplanation = strawberry.field(
        description="How many points can be used, and what limits the number."
    )
    next_step = strawberry.field(
        resolver=quotes.next_step,
        graphql_type=NextStep | None,
        description="How much more to spend to earn more points; null if spending earns nothing.",
    )
    warnings: list[str] = strawberry.field(description="Messages for the customer.")
