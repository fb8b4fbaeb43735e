"""The programme's settings and the product's defaults (R1.4)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from services.rules.basics.enums import ClawbackPolicy, ExpiryCalculation, InvitationOrderFrequency
from services.rules.programme import landing_page

SettingValue = bool | int | Decimal | str | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class RewardSettings:
    """The values in force somewhere; a number that is None is blank: no limit, or off.

    Points and limits are counts, `max_percent_of_order` is 0 to 100, days are days of 24 hours.
    """

    enabled: bool = True
    enabled_on_storefront: bool = True
    history_visible: bool = True
    redemption_threshold: int | None = None
    balance_cap: int | None = None
    min_points_per_order: int | None = None
    max_points_per_order: int | None = None
    max_percent_of_order: Decimal | None = None
    expiry_days: int | None = None
    expiry_calculation: ExpiryCalculation = ExpiryCalculation.STATIC
    return_grace_days: int = 14
    refund_points_automatically: bool = False
    deduct_earned_points_on_refund: bool = False
    clawback: ClawbackPolicy = ClawbackPolicy.CLAMP
    earn_on_purchase: bool = True
    registration_points: int | None = None
    newsletter_signup_points: int | None = None
    invitation_sent_points: int | None = None
    invitation_sent_limit: int | None = None
    invitation_customer_points: int | None = None
    invitation_customer_limit: int | None = None
    invitation_order_points: int | None = None
    invitation_order_limit: int | None = None
    invitation_order_frequency: InvitationOrderFrequency = InvitationOrderFrequency.EACH
    review_points: int | None = None
    review_limit: int | None = None
    subscribe_by_default: bool = True
    email_sender_name: str | None = None
    email_sender_address: str | None = None
    balance_update_template: str = "balance_update"
    expiry_warning_template: str = "expiry_warning"
    expiry_warning_days: int | None = None
    landing_page_identifier: str | None = landing_page.IDENTIFIER
    landing_page_title: str | None = landing_page.TITLE
    landing_page_markdown: str | None = landing_page.MARKDOWN
    discouraged_payment_methods: tuple[str, ...] = ("cashondelivery",)
    blocked_payment_methods: tuple[str, ...] = ()


PRODUCT_DEFAULTS = RewardSettings()

# The type checker would want each field's own type, which a mapping cannot name.
_replace: Callable[..., RewardSettings] = replace


def apply_overrides(
    settings: RewardSettings, overrides: Mapping[str, SettingValue]
) -> RewardSettings:
    """Return `settings` with the overrides in place of what they name.

    An override of None is the explicit blank; a setting without an override is inherited.
    """
    return _replace(settings, **overrides)
