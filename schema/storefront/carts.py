"""A cart (R5)."""

import strawberry

import services.checkout.carts
from resolvers.storefront import carts
from schema.storefront.cart_items import CartItemInterface, CartItems
from schema.storefront.cart_prices import CartPrices
from schema.storefront.money import Money
from schema.storefront.points_quote import RewardPointsQuote
from schema.storefront.reward_points import RewardPointsAmount


@strawberry.federation.type(description="What gift cards pay of a cart.", shareable=True)
class AppliedGiftCard:
    code: str | None = strawberry.field(
        description="Always null: the shop tells the service an amount, not the cards."
    )
    applied_balance: Money | None = strawberry.field(
        description="What the gift cards pay, at most what is left after the reward points."
    )


@strawberry.federation.type(description="What store credit pays of a cart.", shareable=True)
class AppliedStoreCredit:
    applied_balance: Money | None = strawberry.field(
        description="What it pays, at most what is left after reward points and gift cards."
    )
    current_balance: Money | None = strawberry.field(
        description="Always null: the shop does not tell the service how much credit there is."
    )
    enabled: bool | None = strawberry.field(description="True, for credit is applied.")


@strawberry.federation.type(description="A coupon used on a cart.", shareable=True)
class AppliedCoupon:
    code: str = strawberry.field(description="The code that the customer has entered.")


@strawberry.federation.type(
    description="A way to pay that the shop offers for what is due.", shareable=True
)
class AvailablePaymentMethod:
    code: str = strawberry.field(description="The shop's own code of it; `free` for no payment.")
    title: str = strawberry.field(description="What to call it.")


@strawberry.federation.type(description="The way that what is due will be paid.", shareable=True)
class SelectedPaymentMethod:
    code: str = strawberry.field(description="The shop's own code of it; `free` for no payment.")
    title: str = strawberry.field(description="What to call it.")


@strawberry.federation.type(
    keys=["id"],
    description=(
        "A cart that is not placed yet, quoted anew at each read. Money is in the currency that the"
        " customer sees."
    ),
)
class Cart:
    id: strawberry.ID = strawberry.field(description="The shop's own id of the cart.")
    email: str | None = strawberry.federation.field(
        description="The e-mail address given with the cart; null for none.",
        shareable=True,
    )
    is_virtual = strawberry.field(
        resolver=carts.is_virtual,
        graphql_type=bool,
        description=(
            "Always false: the shop does not tell the service what is shipped, so that something"
            " may be."
        ),
    )
    total_quantity = strawberry.federation.field(
        resolver=carts.total_quantity,
        graphql_type=float,
        description="How many units are in the cart, always a whole number.",
        shareable=True,
    )
    applied_reward_points = strawberry.field(
        resolver=carts.applied_reward_points,
        graphql_type=RewardPointsAmount | None,
        description=(
            "The points that pay for the order, and how much they pay. Null when no points are"
            " applied, and while the programme is off or off in the storefront."
        ),
    )
    applied_gift_cards = strawberry.field(
        resolver=carts.applied_gift_cards,
        graphql_type=list[AppliedGiftCard | None] | None,
        description="What gift cards pay, all in one; empty when they pay nothing.",
    )
    applied_store_credit = strawberry.field(
        resolver=carts.applied_store_credit,
        graphql_type=AppliedStoreCredit | None,
        description="What store credit pays; null when it pays nothing.",
    )
    applied_coupons = strawberry.federation.field(
        resolver=carts.applied_coupons,
        graphql_type=list[AppliedCoupon | None] | None,
        description="The coupons used; null when there are none.",
        shareable=True,
    )
    available_payment_methods = strawberry.field(
        resolver=carts.available_payment_methods,
        graphql_type=list[AvailablePaymentMethod | None] | None,
        description="`free` alone when nothing is due, else what the shop offers without `free`.",
    )
    selected_payment_method = strawberry.field(
        resolver=carts.selected_payment_method,
        graphql_type=SelectedPaymentMethod | None,
        description="`free` when nothing is due, else the one chosen; null when none is.",
    )
    items = strawberry.field(
        resolver=carts.items,
        graphql_type=list[CartItemInterface | None] | None,
        description="All items, in the order of the cart.",
    )
    items_page = strawberry.field(
        resolver=carts.items_page,
        graphql_type=CartItems | None,
        name="itemsV2",
        description="The items in pages, in the order of the cart.",
    )
    prices = strawberry.field(
        resolver=carts.prices, graphql_type=CartPrices | None, description="The totals."
    )
    reward_points_quote = strawberry.field(
        resolver=carts.reward_points_quote,
        graphql_type=RewardPointsQuote | None,
        description=(
            "Guerdon: what the order would earn, and why. Null while the programme is off or off"
            " in the storefront."
        ),
    )

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Test whether this is the type of an entity."""
        return isinstance(value, services.checkout.carts.Cart)
