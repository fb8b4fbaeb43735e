"""Store configuration, public (R13.1)."""

import strawberry

from resolvers.storefront import store_config


@strawberry.type(description="Guerdon: the page that explains the programme to customers.")
class RewardPointsLandingPage:
    identifier: str = strawberry.field(
        description="The shop's identifier of the page, used in its URL."
    )
    title: str = strawberry.field(description="The title, as plain text.")
    html: str = strawberry.field(
        description="The text as an HTML fragment that is safe to embed in a page."
    )


def _switch(setting: str, meaning: str) -> object:
    return strawberry.field(
        resolver=store_config.switch(setting),
        graphql_type=str | None,
        description=f'"1" or "0": {meaning}',
    )


def _number(setting: str, meaning: str) -> object:
    return strawberry.field(
        resolver=store_config.number(setting),
        graphql_type=str | None,
        description=f'A whole number as a string, for example "50": {meaning}',
    )


@strawberry.federation.type(
    description=(
        "A website's public configuration. Numbers and switches are strings, as in Adobe Commerce."
    ),
    shareable=True,
)
class StoreConfig:
    code = strawberry.field(
        resolver=store_config.code,
        graphql_type=str | None,
        description="The website's code, as used in the header `Store`.",
    )
    store_code = strawberry.field(
        resolver=store_config.code,
        graphql_type=strawberry.ID | None,
        description="The website's code, same as `code`.",
    )
    base_currency_code = strawberry.field(
        resolver=store_config.base_currency_code,
        graphql_type=str | None,
        description="The currency of the website's prices and exchange rates, ISO 4217.",
    )
    magento_reward_general_is_enabled = _switch(
        "enabled",
        "whether the programme is on. While it is off, points are neither earned nor used.",
    )
    magento_reward_general_is_enabled_on_front = _switch(
        "enabled_on_storefront", "whether customers can see, earn and use points."
    )
    magento_reward_general_publish_history = _switch(
        "history_visible", "whether customers can read the history of their balance."
    )
    magento_reward_general_min_points_balance = _number(
        "redemption_threshold", "the balance needed before points can be used. Null: none."
    )
    magento_reward_points_order = _switch("earn_on_purchase", "whether purchases earn points.")
    magento_reward_points_register = _number(
        "registration_points", "points for registering. Null: none."
    )
    magento_reward_points_newsletter = _number(
        "newsletter_signup_points", "points for subscribing to the newsletter. Null: none."
    )
    magento_reward_points_invitation_customer = _number(
        "invitation_customer_points", "points for an invitation that is accepted. Null: none."
    )
    magento_reward_points_invitation_customer_limit = _number(
        "invitation_customer_limit",
        "how many accepted invitations are rewarded per customer. Null: no limit.",
    )
    magento_reward_points_invitation_order = _number(
        "invitation_order_points", "points for an order by an invitee. Null: none."
    )
    magento_reward_points_invitation_order_limit = _number(
        "invitation_order_limit",
        "how many orders of invitees are rewarded per customer. Null: no limit.",
    )
    magento_reward_points_review = _number(
        "review_points", "points for an approved review. Null: none."
    )
    magento_reward_points_review_limit = _number(
        "review_limit", "how many reviews are rewarded per customer. Null: no limit."
    )
    reward_points_landing_page = strawberry.field(
        resolver=store_config.landing_page,
        graphql_type=RewardPointsLandingPage | None,
        description="Guerdon: the page that explains the programme. Null: none.",
    )
