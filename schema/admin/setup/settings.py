"""The programme's settings in the admin API (R1.4)."""

from decimal import Decimal
from operator import attrgetter
from typing import Self

import strawberry

from resolvers.admin.setup import settings as resolvers
from resolvers.admin.setup.setting_descriptions import SETTING_DESCRIPTIONS
from schema.admin.user_errors import Payload, command
from schema.permissions import scoped
from services.programme.settings import SettingsInForce
from services.rules.basics.enums import ClawbackPolicy, ExpiryCalculation, InvitationOrderFrequency


def _setting(name: str, kind: object) -> object:
    """Return the field that shows the value in force of the setting `name`."""
    value = attrgetter(f"values.{name}")

    def show(source: strawberry.Parent[SettingsInForce]) -> object:
        return value(source)

    return strawberry.field(
        resolver=show, graphql_type=kind, description=SETTING_DESCRIPTIONS[name]
    )


@strawberry.type(
    description=(
        "The settings in force for a website, or of the default scope that websites inherit from."
        " A number that is null is blank: no limit, or off."
    )
)
class Settings:
    website_code: str | None = strawberry.field(
        description="The website's code; null for the default scope."
    )
    overridden = strawberry.field(
        resolver=resolvers.overridden,
        graphql_type=list[str],
        description="The names of the settings that are set here and not inherited.",
    )
    enabled = _setting("enabled", bool)
    enabled_on_storefront = _setting("enabled_on_storefront", bool)
    history_visible = _setting("history_visible", bool)
    redemption_threshold = _setting("redemption_threshold", int | None)
    balance_cap = _setting("balance_cap", int | None)
    min_points_per_order = _setting("min_points_per_order", int | None)
    max_points_per_order = _setting("max_points_per_order", int | None)
    max_percent_of_order = _setting("max_percent_of_order", Decimal | None)
    expiry_days = _setting("expiry_days", int | None)
    expiry_calculation = _setting("expiry_calculation", ExpiryCalculation)
    return_grace_days = _setting("return_grace_days", int)
    refund_points_automatically = _setting("refund_points_automatically", bool)
    deduct_earned_points_on_refund = _setting("deduct_earned_points_on_refund", bool)
    clawback = _setting("clawback", ClawbackPolicy)
    earn_on_purchase = _setting("earn_on_purchase", bool)
    registration_points = _setting("registration_points", int | None)
    newsletter_signup_points = _setting("newsletter_signup_points", int | None)
    invitation_sent_points = _setting("invitation_sent_points", int | None)
    invitation_sent_limit = _setting("invitation_sent_limit", int | None)
    invitation_customer_points = _setting("invitation_customer_points", int | None)
    invitation_customer_limit = _setting("invitation_customer_limit", int | None)
    invitation_order_points = _setting("invitation_order_points", int | None)
    invitation_order_limit = _setting("invitation_order_limit", int | None)
    invitation_order_frequency = _setting("invitation_order_frequency", InvitationOrderFrequency)
    review_points = _setting("review_points", int | None)
    review_limit = _setting("review_limit", int | None)
    subscribe_by_default = _setting("subscribe_by_default", bool)
    email_sender_name = _setting("email_sender_name", str | None)
    email_sender_address = _setting("email_sender_address", str | None)
    balance_update_template = _setting("balance_update_template", str)
    expiry_warning_template = _setting("expiry_warning_template", str)
    expiry_warning_days = _setting("expiry_warning_days", int | None)
    landing_page_identifier = _setting("landing_page_identifier", str | None)
    landing_page_title = _setting("landing_page_title", str | None)
    landing_page_markdown = _setting("landing_page_markdown", str | None)
    discouraged_payment_methods = _setting("discouraged_payment_methods", list[str])
    blocked_payment_methods = _setting("blocked_payment_methods", list[str])


@strawberry.type(description="The settings after a change, or why nothing was changed.")
class SettingsPayload(Payload):
    settings: SettingsInForce | None = strawberry.field(
        default=None, graphql_type=Settings | None, description="The settings in force now."
    )

    @classmethod
    def of(cls, settings: SettingsInForce) -> Self:
        """Answer with the settings."""
        return cls(settings=settings)


@strawberry.type
class SettingsQuery:
    settings = strawberry.field(
        resolver=resolvers.read_settings,
        graphql_type=Settings,
        description="The settings in force for a website; without a code, of the default scope.",
        extensions=scoped("config:read"),
    )


@strawberry.type
class SettingsMutation:
    settings_update = command(
        resolvers.update_settings,
        SettingsPayload,
        scope="config:write",
        description=(
            "Change settings. Those left out stay; null is the explicit blank. Without a website:"
            " the default scope."
        ),
    )
    settings_reset = command(
        resolvers.reset_settings,
        SettingsPayload,
        scope="config:write",
        description=(
            "Let the named settings be inherited again; in the default scope they go back to the"
            " product's defaults."
        ),
    )
