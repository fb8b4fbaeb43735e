"""Reward points of a customer: balance, rates, expirations, history (R1.6, R10.3, R12.3)."""

from enum import Enum

import strawberry

from resolvers.storefront import reward_points, subscriptions
from schema.storefront.money import Money
from schema.storefront.pages import SearchResultPageInfo


@strawberry.enum(description="Whether the customer gets a kind of mail.")
class RewardPointsSubscriptionStatusesEnum(Enum):
    SUBSCRIBED = strawberry.enum_value("SUBSCRIBED", description="The customer gets the mail.")
    NOT_SUBSCRIBED = strawberry.enum_value(
        "NOT_SUBSCRIBED", description="The customer does not get the mail."
    )


@strawberry.type(description="A number of points and the money it stands for.")
class RewardPointsAmount:
    money: Money = strawberry.field(
        description=(
            "The value of the points at the exchange rate or, where points are applied, what they "
            "pay. In carts, in the currency the customer sees; elsewhere in the website's base "
            "currency. 0 if points have no value."
        )
    )
    points: float = strawberry.field(
        description="The points, always a whole number; negative for a balance in debt."
    )


@strawberry.type(description="An exchange rate, for example 10 points for 2.00.")
class RewardPointsRate:
    currency_amount: float = strawberry.field(
        description=(
            "The amount of money. It is not rounded: in a cart shown in a currency other than the "
            "website's, it may have more decimals than the currency."
        )
    )
    points: float = strawberry.field(
        description=(
            "The number of points. Points are earned and used in whole steps of this number."
        )
    )


@strawberry.type(description="The exchange rates for the customer's group.")
class RewardPointsExchangeRates:
    earning: RewardPointsRate | None = strawberry.field(
        description="The rate at which money spent earns points; null if purchases earn no points."
    )
    redemption: RewardPointsRate | None = strawberry.field(
        description="The rate at which points pay; null if points have no value."
    )


@strawberry.type(description="Which mail about reward points the customer gets.")
class RewardPointsSubscriptionStatus:
    balance_updates = strawberry.field(
        resolver=reward_points.balance_updates,
        graphql_type=RewardPointsSubscriptionStatusesEnum,
        description="Mail when the balance changes.",
    )
    points_expiration_notifications = strawberry.field(
        resolver=reward_points.points_expiration_notifications,
        graphql_type=RewardPointsSubscriptionStatusesEnum,
        description="Mail before points expire.",
    )


@strawberry.type(description="Guerdon: the result of changing the mail subscriptions.")
class UpdateRewardPointsSubscriptionsOutput:
    subscription_status = strawberry.field(
        resolver=subscriptions.visitors_subscriptions,
        graphql_type=RewardPointsSubscriptionStatus,
        description="The subscriptions after the change.",
    )


@strawberry.type(description="One change of the balance.")
class RewardPointsBalanceHistoryItem:
    balance: RewardPointsAmount | None = strawberry.field(
        description="The balance after the change, and what it was worth then."
    )
    change_reason: str = strawberry.field(
        description="Why the balance changed, in the customer's language."
    )
    date = strawberry.field(
        resolver=reward_points.date,
        graphql_type=str,
        description=(
            'When the balance changed, in UTC, in Adobe Commerce\'s format: "2027-01-31 09:30:00".'
        ),
    )
    points_change = strawberry.field(
        resolver=reward_points.points_change,
        graphql_type=float,
        description="The points added; negative for points deducted.",
    )
    comment = strawberry.field(
        resolver=reward_points.comment,
        graphql_type=str | None,
        description="Guerdon: the shop's comment on the change.",
    )
    expires_at = strawberry.field(
        resolver=reward_points.credit_expires_at,
        graphql_type=str | None,
        description=(
            "Guerdon: when the points of this credit expire, in RFC 3339, UTC; null for debits and "
            "for points that never expire."
        ),
    )


@strawberry.type(description="Guerdon: a page of the history of the balance.")
class RewardPointsHistoryPage:
    items: list[RewardPointsBalanceHistoryItem] = strawberry.field(
        description="The changes on this page, newest first."
    )
    page_info: SearchResultPageInfo = strawberry.field(description="The position of this page.")
    total_count: int = strawberry.field(description="The number of changes on all pages.")


@strawberry.type(description="Guerdon: points that expire at the same instant.")
class RewardPointsExpiration:
    amount: RewardPointsAmount = strawberry.field(
        description="The points that will expire unless they are used, and what they are worth."
    )
    expires_at = strawberry.field(
        resolver=reward_points.expires_at,
        graphql_type=str,
        description=(
            "When the points expire, in RFC 3339, UTC. From that instant on they can't be used."
        ),
    )


@strawberry.type(
    description="The signed-in customer's reward points on the website of the request."
)
class RewardPoints:
    balance: RewardPointsAmount | None = strawberry.field(
        description=(
            "All points the customer has, including points on hold, excluding expired points. "
            "Below 0 (and worth 0) when the customer owes points."
        )
    )
    balance_history = strawberry.field(
        resolver=reward_points.balance_history,
        graphql_type=list[RewardPointsBalanceHistoryItem | None] | None,
        description=(
            "Null when the shop hides the history. Newest first, at most 100; `history` pages"
            " through all."
        ),
    )
    exchange_rates: RewardPointsExchangeRates | None = strawberry.field(
        description="The exchange rates for this customer."
    )
    subscription_status = strawberry.field(
        resolver=reward_points.subscription_status,
        graphql_type=RewardPointsSubscriptionStatus | None,
        description="Which mail about reward points the customer gets.",
    )
    available: RewardPointsAmount | None = strawberry.field(
        description=(
            "Guerdon: what can be spent now: the balance minus the points on hold for checkouts; 0 "
            "while the balance is below the threshold."
        )
    )
    pending: RewardPointsAmount | None = strawberry.field(
        description="Guerdon: points that open orders will earn, and what they would be worth now."
    )
    pending_until = strawberry.field(
        resolver=reward_points.pending_until,
        graphql_type=str | None,
        description=(
            "Guerdon: when the first of the pending points are credited, in RFC 3339, UTC; null "
            "where that is not known yet."
        ),
    )
    expirations = strawberry.field(
        resolver=reward_points.expirations,
        graphql_type=list[RewardPointsExpiration] | None,
        description=(
            "Guerdon: what expires when, soonest first. Together with the points that never "
            "expire, it adds up to the balance."
        ),
    )
    history = strawberry.field(
        resolver=reward_points.history,
        graphql_type=RewardPointsHistoryPage | None,
        description=(
            "Guerdon: the history in pages, newest first. Null when the shop hides the history."
        ),
    )
