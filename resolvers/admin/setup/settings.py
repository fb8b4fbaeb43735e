"""Fields about the programme's settings (R1.4)."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Final

import strawberry
from strawberry.types.base import get_object_definition
from strawberry.utils.str_converters import to_camel_case

from resolvers.admin.setup.setting_descriptions import SETTING_DESCRIPTIONS
from resolvers.context import Info, caller
from services.programme import settings as reward_settings
from services.programme.settings import SettingsInForce
from services.rules.basics.enums import ClawbackPolicy, ExpiryCalculation, InvitationOrderFrequency
from services.setup import settings as settings_update

_NAMES: Final[Mapping[str, str]] = {to_camel_case(name): name for name in SETTING_DESCRIPTIONS}

OptionalWebsiteCode = Annotated[
    str | None,
    strawberry.argument(description="The website's code; without one, the default scope."),
]


@strawberry.input(
    description="Settings to change. Those left out stay as they are; null is the explicit blank."
)
class SettingsInput:
    enabled: bool | None = strawberry.UNSET
    enabled_on_storefront: bool | None = strawberry.UNSET
    history_visible: bool | None = strawberry.UNSET
    redemption_threshold: int | None = strawberry.UNSET
    balance_cap: int | None = strawberry.UNSET
    min_points_per_order: int | None = strawberry.UNSET
    max_points_per_order: int | None = strawberry.UNSET
    max_percent_of_order: Decimal | None = strawberry.UNSET
    expiry_days: int | None = strawberry.UNSET
    expiry_calculation: ExpiryCalculation | None = strawberry.UNSET
    return_grace_days: int | None = strawberry.UNSET
    refund_points_automatically: bool | None = strawberry.UNSET
    deduct_earned_points_on_refund: bool | None = strawberry.UNSET
    clawback: ClawbackPolicy | None = strawberry.UNSET
    earn_on_purchase: bool | None = strawberry.UNSET
    registration_points: int | None = strawberry.UNSET
    newsletter_signup_points: int | None = strawberry.UNSET
    invitation_sent_points: int | None = strawberry.UNSET
    invitation_sent_limit: int | None = strawberry.UNSET
    invitation_customer_points: int | None = strawberry.UNSET
    invitation_customer_limit: int | None = strawberry.UNSET
    invitation_order_points: int | None = strawberry.UNSET
    invitation_order_limit: int | None = strawberry.UNSET
    invitation_order_frequency: InvitationOrderFrequency | None = strawberry.UNSET
    review_points: int | None = strawberry.UNSET
    review_limit: int | None = strawberry.UNSET
    subscribe_by_default: bool | None = strawberry.UNSET
    email_sender_name: str | None = strawberry.UNSET
    email_sender_address: str | None = strawberry.UNSET
    balance_update_template: str | None = strawberry.UNSET
    expiry_warning_template: str | None = strawberry.UNSET
    expiry_warning_days: int | None = strawberry.UNSET
    landing_page_identifier: str | None = strawberry.UNSET
    landing_page_title: str | None = strawberry.UNSET
    landing_page_markdown: str | None = strawberry.UNSET
    discouraged_payment_methods: list[str] | None = strawberry.UNSET
    blocked_payment_methods: list[str] | None = strawberry.UNSET


for _field in get_object_definition(SettingsInput, strict=True).fields:
    _field.description = SETTING_DESCRIPTIONS[_field.python_name]


async def read_settings(website_code: OptionalWebsiteCode = None) -> SettingsInForce:
    """Return the settings in force."""
    return await reward_settings.read_settings(website_code=website_code)


async def update_settings(
    info: Info,
    settings: Annotated[
        SettingsInput, strawberry.argument(name="input", description="The settings to change.")
    ],
    website_code: OptionalWebsiteCode = None,
) -> SettingsInForce:
    """Change settings."""
    return await settings_update.update_settings(
        website_code=website_code,
        changes=_given(settings),
        caller=caller(info),
        now=info.context.now,
    )


async def reset_settings(
    info: Info,
    fields: Annotated[
        list[str], strawberry.argument(description="The settings' names, like `expiryDays`.")
    ],
    website_code: OptionalWebsiteCode = None,
) -> SettingsInForce:
    """Let settings be inherited again."""
    return await settings_update.reset_settings(
        website_code=website_code,
        fields=[_NAMES.get(name, name) for name in fields],
        caller=caller(info),
        now=info.context.now,
    )


def overridden(settings: strawberry.Parent[SettingsInForce]) -> list[str]:
    """Return the names of what is set here, as clients know them."""
    return [to_camel_case(name) for name in settings.overridden]


def _given(settings: SettingsInput) -> dict[str, object]:
    return {name: value for name, value in vars(settings).items() if value is not strawberry.UNSET}
