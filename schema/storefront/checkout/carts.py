"""Cart type (R5)."""

import strawberry

import services.checkout.answers
from resolvers.storefront.checkout import carts
from schema.storefront.checkout.cart_items import CartItemInterface, CartItems
from schema.storefront.checkout.cart_prices import CartPrices
from schema.storefront.checkout.points_quote import RewardPointsQuote
from schema.storefront.money import Money
from schema.storefront.reward_points import RewardPointsAmount


@strawberry.federation.type(description="The amount gift cards pay towards a cart.", shareable=True)
class AppliedGiftCard:
    code: str | None = strawberry.field(
        description="Always null: the service knows the amount, but not the cards."
    )
    applied_balance: Money | None = strawberry.field(
        description="The amount gift cards pay, at most what is left after reward points."
    )


@strawberry.federation.type(
    description="The amount store credit pays towards a cart.", shareable=True
)
class AppliedStoreCredit:
    applied_balance: Money | None = strawberry.field(
        description=(
            "The amount store credit pays, at most what is left after reward points and gift cards."
        )
    )
    current_balance: Money | None = strawberry.field(
        description="Always null: the service does not know how much credit the customer has."
    )
    enabled: bool | None = strawberry.field(description="Always true: store credit is applied.")


@strawberry.federation.type(description="A coupon used on a cart.", shareable=True)
class AppliedCoupon:
    code: str = strawberry.field(description="The code the customer entered.")


@strawberry.federation.type(description="A payment method the shop offers.", shareable=True)
class AvailablePaymentMethod:
    code: str = strawberry.field(
        description="The payment method's code in the shop; `free` if there is nothing to pay."
    )
    title: str = strawberry.field(description="The name shown to customers.")


@strawberry.federation.type(description="The chosen payment method.", shareable=True)
class SelectedPaymentMethod:
    code: str = strawberry.field(
        description="The payment method's code in the shop; `free` if there is nothing to pay."
    )
    title: str = strawberry.field(description="The name shown to customers.")


@strawberry.federation.type(
    keys=["id"],
    description=(
        "A cart that has not been placed. It is calculated anew each time it is read. Money is in "
        "the currency the customer sees."
    ),
)
class Cart:
    id: strawberry.ID = strawberry.field(description="The shop's own id of the cart.")
    email = strawberry.federation.field(
        resolver=carts.email,
        graphql_type=str | None,
        description=(
            "The e-mail address given with the cart; null if none was given, and for a guest's "
            "cart."
        ),
        shareable=True,
    )
    is_virtual = strawberry.field(
        resolver=carts.is_virtual,
        graphql_type=bool,
        description="Always false: the service does not know whether anything has to be shipped.",
    )
    total_quantity = strawberry.federation.field(
        resolver=carts.total_quantity,
        graphql_type=float,
        description="The number of units in the cart, with at most 4 decimals.",
        shareable=True,
    )
    applied_reward_points = strawberry.field(
        resolver=carts.applied_reward_points,
        graphql_type=RewardPointsAmount | None,
        description=(
            "The points applied and how much they pay. Null when no points are applied, for a "
            "guest's cart, and while the programme is off, or off in the storefront."
        ),
    )
    applied_gift_cards = strawberry.field(
        resolver=carts.applied_gift_cards,
        graphql_type=list[AppliedGiftCard | None] | None,
        description="What gift cards pay, in one entry; empty if they pay nothing.",
    )
    applied_store_credit = strawberry.field(
        resolver=carts.applied_store_credit,
        graphql_type=AppliedStoreCredit | None,
        description="What store credit pays; null if it pays nothing.",
    )
    applied_coupons = strawberry.federation.field(
        resolver=carts.applied_coupons,
        graphql_type=list[AppliedCoupon | None] | None,
        description="The coupons used; null if there are none.",
        shareable=True,
    )
    available_payment_methods = strawberry.field(
        resolver=carts.available_payment_methods,
        graphql_type=list[AvailablePaymentMethod | None] | None,
        description=(
            "`free` only if nothing is due; otherwise what the shop offers, without `free`."
        ),
    )
    selected_payment_method = strawberry.field(
        resolver=carts.selected_payment_method,
        graphql_type=SelectedPaymentMethod | None,
        description=(
            "`free` if nothing is due; otherwise the chosen method, or null if none is chosen."
        ),
    )
    items = strawberry.field(
        resolver=carts.items,
        graphql_type=list[CartItemInterface | None] | None,
        description="All items, in cart order.",
    )
    items_page = strawberry.field(
        resolver=carts.items_page,
        graphql_type=CartItems | None,
        name="itemsV2",
        description="The items in pages, in cart order.",
    )
    prices = strawberry.field(
        resolver=carts.prices, graphql_type=CartPrices | None, description="The cart's totals."
    )
    reward_points_quote = strawberry.field(
        resolver=carts.reward_points_quote,
        graphql_type=RewardPointsQuote | None,
        description=(
            "Guerdon: what the order would earn, and why. Null while the programme is off, or off "
            "in the storefront."
        ),
    )

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Test whether this is the type of an entity."""
        return isinstance(value, services.checkout.answers.Cart)
