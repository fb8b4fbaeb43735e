"""Cart totals (R5)."""

import strawberry

from schema.storefront.money import Money


@strawberry.federation.type(description="Tax on a cart.", shareable=True)
class CartTaxItem:
    amount: Money = strawberry.field(description="The amount of tax.")
    label: str = strawberry.field(description="The name shown to customers.")


@strawberry.federation.type(description="A deduction from the total.", shareable=True)
class Discount:
    amount: Money = strawberry.field(description="The amount deducted, above 0.")
    label: str = strawberry.field(description="The name shown to customers.")


@strawberry.federation.type(
    description=(
        "The totals of a cart, in the currency the customer sees. Tax is calculated by the shop."
    ),
    shareable=True,
)
class CartPrices:
    subtotal_excluding_tax: Money | None = strawberry.field(
        description="All items before discounts, excluding shipping and tax."
    )
    subtotal_including_tax: Money | None = strawberry.field(
        description="All items before discounts, including their tax, excluding shipping."
    )
    subtotal_with_discount_excluding_tax: Money | None = strawberry.field(
        description="All items after discounts, excluding shipping and tax."
    )
    applied_taxes: list[CartTaxItem | None] | None = strawberry.field(
        description="All tax, including tax on shipping, in one entry; empty if no tax is due."
    )
    discounts: list[Discount | None] | None = strawberry.field(
        description=(
            "Cart discounts, gift cards and store credit; never the reward points. Null if there "
            "are none."
        )
    )
    grand_total: Money | None = strawberry.field(
        description=(
            "The amount due: items, shipping and tax, minus discounts, reward points, gift cards "
            "and store credit."
        )
    )
