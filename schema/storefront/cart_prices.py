"""The totals of a cart (R5)."""

import strawberry

from schema.storefront.money import Money


@strawberry.federation.type(description="Tax of a cart.", shareable=True)
class CartTaxItem:
    amount: Money = strawberry.field(description="The tax.")
    label: str = strawberry.field(description="What to call it.")


@strawberry.federation.type(description="Something that lowers what is to be paid.", shareable=True)
class Discount:
    amount: Money = strawberry.field(description="By how much, a number above 0.")
    label: str = strawberry.field(description="What to call it.")


@strawberry.federation.type(
    description="The totals of a cart, in the currency that the customer sees. Tax is the shop's.",
    shareable=True,
)
class CartPrices:
    subtotal_excluding_tax: Money | None = strawberry.field(
        description="All items before discounts, without shipping and tax."
    )
    subtotal_including_tax: Money | None = strawberry.field(
        description="All items before discounts, with their tax, without shipping."
    )
    subtotal_with_discount_excluding_tax: Money | None = strawberry.field(
        description="All items after discounts, without shipping and tax."
    )
    applied_taxes: list[CartTaxItem | None] | None = strawberry.field(
        description="All tax in one, that on shipping included; empty when there is none."
    )
    discounts: list[Discount | None] | None = strawberry.field(
        description=(
            "Cart discounts, gift cards and store credit; never the reward points. Null when there"
            " are none."
        )
    )
    grand_total: Money | None = strawberry.field(
        description=(
            "What is due: items, shipping and tax less discounts, reward points, gift cards and"
            " store credit."
        )
    )
