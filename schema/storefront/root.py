"""The storefront's schema: what a customer of the shop can ask and do."""

import strawberry
from strawberry.schema.config import StrawberryConfig

from resolvers.storefront import carts, customer, redemption, store_config, subscriptions
from schema.rewards_schema import RewardsSchema
from schema.storefront.cart_items import SimpleCartItem, SimpleProduct
from schema.storefront.carts import Cart
from schema.storefront.customer import AttributeValue, Customer, CustomerOutput
from schema.storefront.redemption import (
    ApplyRewardPointsToCartOutput,
    HoldRewardPointsForCartOutput,
    RemoveRewardPointsFromCartOutput,
)
from schema.storefront.store_config import StoreConfig

_TOKEN = "Needs the token of a customer."  # noqa: S105  a sentence about tokens


@strawberry.type(
    description=(
        "What can be read. The header `Store` names the website; without it that is the one the"
        " token is for, else the shop's default one."
    )
)
class Query:
    customer = strawberry.field(
        resolver=customer.customer,
        graphql_type=Customer | None,
        description=f"The customer that the token speaks for. {_TOKEN}",
    )
    cart = strawberry.field(
        resolver=carts.cart,
        graphql_type=Cart | None,
        description=f"One of the customer's own carts. {_TOKEN}",
    )
    customer_cart = strawberry.field(
        resolver=carts.customer_cart,
        graphql_type=Cart,
        name="customerCart",
        description=f"The cart that the customer last had in hand on the website. {_TOKEN}",
    )
    store_config = strawberry.field(
        resolver=store_config.store_config,
        graphql_type=StoreConfig | None,
        name="storeConfig",
        description="What the website has set up. Needs no token.",
    )


@strawberry.type(
    description=(
        "What a customer can do: use points on one of their own carts, and say which mail they get."
    )
)
class Mutation:
    apply_reward_points = strawberry.mutation(
        resolver=redemption.apply_reward_points,
        graphql_type=ApplyRewardPointsToCartOutput | None,
        name="applyRewardPointsToCart",
        description=(
            "Use every point that is useful, up to the cart total. Guerdon: `points` chooses how"
            f" many. The balance falls when the order is placed. {_TOKEN}"
        ),
    )
    remove_reward_points = strawberry.mutation(
        resolver=redemption.remove_reward_points,
        graphql_type=RemoveRewardPointsFromCartOutput | None,
        name="removeRewardPointsFromCart",
        description=f"Take the points off the cart and let go of those it holds. {_TOKEN}",
    )
    apply_reward_points_to_items = strawberry.mutation(
        resolver=redemption.apply_reward_points_to_items,
        graphql_type=ApplyRewardPointsToCartOutput | None,
        name="applyRewardPointsToCartItems",
        description=(
            "Guerdon: pay items with points at each product's own price in points, in the order of"
            f" the cart, the last one perhaps in part. The balance falls with the order. {_TOKEN}"
        ),
    )
    hold_reward_points = strawberry.mutation(
        resolver=redemption.hold_reward_points,
        graphql_type=HoldRewardPointsForCartOutput | None,
        name="holdRewardPointsForCart",
        description=(
            "Guerdon: keep the applied points for this checkout while the customer pays. A new hold"
            f" of the same cart replaces the old one; placing the order ends it. {_TOKEN}"
        ),
    )
    update_customer = strawberry.mutation(
        resolver=subscriptions.update_customer,
        graphql_type=CustomerOutput | None,
        name="updateCustomerV2",
        description=(
            "Change the two attributes that say which mail the customer gets:"
            " reward_update_notification and reward_warning_notification. If any is bad, none is"
            f" changed. Works while the programme is off, too. {_TOKEN}"
        ),
    )


schema = RewardsSchema(
    query=Query,
    mutation=Mutation,
    types=[AttributeValue, SimpleCartItem, SimpleProduct],
    config=StrawberryConfig(auto_camel_case=False),
)
