"""Storefront schema: its query, mutation and subscription roots."""

from typing import Annotated

import strawberry
from strawberry.schema.config import StrawberryConfig

from resolvers.storefront import entities, reward_points, store_config, subscriptions
from resolvers.storefront.checkout import carts, offers, redemption
from resolvers.storefront.customers import customer
from schema.federation import ServiceQuery
from schema.rewards_schema import RewardsSchema
from schema.storefront.checkout.cart_items import SimpleCartItem, SimpleProduct
from schema.storefront.checkout.carts import Cart
from schema.storefront.checkout.offers import RewardPointsOffer
from schema.storefront.checkout.redemption import (
    ApplyRewardPointsToCartOutput,
    HoldRewardPointsForCartOutput,
    RemoveRewardPointsFromCartOutput,
)
from schema.storefront.customers.customer import AttributeValue, Customer, CustomerOutput
from schema.storefront.reward_points import RewardPoints, UpdateRewardPointsSubscriptionsOutput
from schema.storefront.store_config import StoreConfig

_TOKEN = "Needs a customer's token."  # noqa: S105  a sentence about tokens

Entity = Annotated[
    Customer | Cart,
    strawberry.union("_Entity", description="Apollo Federation: what a gateway refers to."),
]


@strawberry.type(
    description=(
        "Everything that can be read. The header `Store` names the website; without it, the "
        "website the token is for, otherwise the shop's default website."
    )
)
class Query(ServiceQuery):
    customer = strawberry.federation.field(
        resolver=customer.customer,
        graphql_type=Customer | None,
        description=f"The signed-in customer. {_TOKEN}",
        shareable=True,
    )
    cart = strawberry.federation.field(
        resolver=carts.cart,
        graphql_type=Cart | None,
        description=(
            "One of the customer's own carts. Without a token: a guest's cart; points can't be "
            "applied to it, and its quote tells what it would earn."
        ),
        shareable=True,
    )
    customer_cart = strawberry.federation.field(
        resolver=carts.customer_cart,
        graphql_type=Cart,
        name="customerCart",
        description=f"The customer's most recently used cart on the website. {_TOKEN}",
        shareable=True,
    )
    store_config = strawberry.federation.field(
        resolver=store_config.store_config,
        graphql_type=StoreConfig | None,
        name="storeConfig",
        description="The website's configuration. Needs no token.",
        shareable=True,
    )
    reward_points_offers = strawberry.field(
        resolver=offers.reward_points_offers,
        graphql_type=list[RewardPointsOffer],
        description=(
            "Guerdon: what products earn and cost in points, for a product page; without a token,"
            " for the default customer group. Cart rules are left out: they are about whole carts."
            " 0 and null while the programme is off, or off in the storefront; numbers are at most"
            " 2,147,483,647."
        ),
    )
    entities = strawberry.field(
        resolver=entities.entities,
        graphql_type=list[Entity | None],
        name="_entities",
        description=(
            "Apollo Federation: the entities a gateway refers to, in the same order. Somebody"
            " else's customer or cart is null, like one that does not exist. Needs a customer's"
            " token, except for guests' carts, which are read without one."
        ),
    )


@strawberry.type(
    description=(
        "What a customer can do: use points on their own carts, and choose which mail they get."
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
        description=f"Remove all points from the cart and release its hold. {_TOKEN}",
    )
    apply_reward_points_to_items = strawberry.mutation(
        resolver=redemption.apply_reward_points_to_items,
        graphql_type=ApplyRewardPointsToCartOutput | None,
        name="applyRewardPointsToCartItems",
        description=(
            "Guerdon: pay items with points at each product's own price in points, in cart order;"
            " the last item may be paid in part. The balance falls when the order is placed."
            f" {_TOKEN}"
        ),
    )
    hold_reward_points = strawberry.mutation(
        resolver=redemption.hold_reward_points,
        graphql_type=HoldRewardPointsForCartOutput | None,
        name="holdRewardPointsForCart",
        description=(
            "Guerdon: keep the applied points for this checkout while the customer pays. A new hold"
            f" for the same cart replaces the old one; placing the order ends it. {_TOKEN}"
        ),
    )
    update_customer = strawberry.mutation(
        resolver=subscriptions.update_customer,
        graphql_type=CustomerOutput | None,
        name="updateCustomerV2",
        description=(
            "Change the two attributes for mail subscriptions: reward_update_notification and"
            " reward_warning_notification. If one is invalid, neither is changed. Also works while"
            f" the programme is off. {_TOKEN}"
        ),
    )
    update_reward_points_subscriptions = strawberry.mutation(
        resolver=subscriptions.update_reward_points_subscriptions,
        graphql_type=UpdateRewardPointsSubscriptionsOutput | None,
        name="updateRewardPointsSubscriptions",
        description=(
            "Guerdon: choose which mail about reward points to get. The same as `updateCustomerV2`,"
            " for a graph in which that one is the shop's. Also works while the programme is off."
            f" {_TOKEN}"
        ),
    )


@strawberry.type(
    description=(
        "Guerdon: live changes of the signed-in customer's account, over graphql-transport-ws and"
        " SSE."
    )
)
class Subscription:
    reward_points_changed = strawberry.subscription(
        resolver=reward_points.reward_points_changed,
        graphql_type=RewardPoints,
        description=(
            "The customer's points on the website of the request: how they stand now, then an"
            " update within about a second of each change, whoever made it (a new history entry,"
            " points put on hold or released, points of open orders, expiring points). Changes"
            " close together arrive as one update. Ends when the token expires, and with the code"
            f" `DISABLED` when customers can't see points. {_TOKEN}"
        ),
    )


schema = RewardsSchema(
    query=Query,
    mutation=Mutation,
    subscription=Subscription,
    types=[AttributeValue, SimpleCartItem, SimpleProduct],
    config=StrawberryConfig(auto_camel_case=False),
)
