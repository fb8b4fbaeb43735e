"""The programme's settings, each declared here and nowhere else (R1.4).

A setting is its type (with None where it may be blank), its description for clients, the check of
its values and the product's default. To add one, add a field here and run `make snapshots`: what
checks and keeps settings, and both types of the admin API, are made of these fields.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from services.rules.basics.email_address import check_email_address
from services.rules.basics.enums import (
    ClawbackPolicy,
    ExpiryCalculation,
    ExpiryRounding,
    InvitationOrderFrequency,
)
from services.rules.basics.limits import POINTS_LIMIT, check_id, check_name
from services.rules.programme import landing_page
from services.rules.programme.setting_checks import Within, check_codes, check_markdown

MOST_DAYS = 36_500
_TEN_YEARS = 3_650
POINTS = Within(0, POINTS_LIMIT)
COUNT = POINTS


@dataclass(frozen=True, slots=True)
class RewardSettings:
    """The values in force somewhere; a number that is None is blank: no limit, or off.

    Points and limits are counts, days are days of 24 hours.
    """

    enabled: Annotated[
        bool,
        "Whether the programme is on. If off, no points are earned or redeemed; existing"
        " points still expire and can be returned and adjusted.",
    ] = True
    enabled_on_storefront: Annotated[
        bool,
        "Whether customers can use the programme themselves. If off, they see, earn and"
        " redeem no points; admins can still act for them.",
    ] = True
    history_visible: Annotated[
        bool, "Whether customers see their history of points. They always see their balance."
    ] = True
    redemption_threshold: Annotated[
        int | None,
        "The balance a customer needs before points can be redeemed; null: none needed.",
        POINTS,
    ] = None
    balance_cap: Annotated[
        int | None,
        "The highest balance that a credit can lead to; points above it are lost. Returned,"
        " imported and moved points are never cut. Null: no cap.",
        Within(1, POINTS_LIMIT),
    ] = None
    min_points_per_order: Annotated[
        int | None, "The fewest points an order may use; null: no minimum.", POINTS
    ] = None
    max_points_per_order: Annotated[
        int | None, "The most points an order may use; null: no maximum.", POINTS
    ] = None
    max_percent_of_order: Annotated[
        Decimal | None,
        "The largest part of an order's total that points may pay, in percent from 0 to 100;"
        " null: no limit.",
        Within(0, 100),
    ] = None
    expiry_days: Annotated[
        int | None, "How many days points are valid; null: they never expire.", Within(1, MOST_DAYS)
    ] = None
    expiry_calculation: Annotated[
        ExpiryCalculation,
        "Whether the expiry date is fixed when points are credited or follows the current"
        " `expiryDays`.",
    ] = ExpiryCalculation.STATIC
    expiry_rounding: Annotated[
        ExpiryRounding,
        "Whether points expire to the instant after `expiryDays`, or at the end of that day, month"
        " or year in the website's time zone. Dates given explicitly and `returnGraceDays` are not"
        " rounded.",
    ] = ExpiryRounding.INSTANT
    return_grace_days: Annotated[
        int,
        "How many days returned points are valid if they have expired in the meantime; 0:"
        " they stay expired.",
        Within(0, MOST_DAYS),
    ] = 14
    refund_points_automatically: Annotated[
        bool,
        "Whether a credit memo that gives no `refundPoints` returns points before money; if off,"
        " it returns none.",
    ] = False
    deduct_earned_points_on_refund: Annotated[
        bool, "Whether a credit memo takes back the points earned by what it refunds."
    ] = False
    clawback: Annotated[
        ClawbackPolicy, "What happens if points that are to be taken back have already been spent."
    ] = ClawbackPolicy.CLAMP
    earn_on_purchase: Annotated[bool, "Whether orders earn points by the exchange rate."] = True
    earn_with_coupons: Annotated[
        bool,
        "Whether orders with a coupon code earn points by the exchange rate. An order keeps what"
        " was set when it was placed.",
    ] = True
    maturity_days: Annotated[
        int | None,
        "How many days after an order's points to earn are first approved they are credited; null"
        " or 0: at once. Until then they are pending. An order keeps what holds at that moment.",
        Within(0, _TEN_YEARS),
    ] = None
    redeem_on_shipping: Annotated[
        bool, "Whether points used as money may pay shipping and its tax."
    ] = True
    redeem_on_tax: Annotated[
        bool,
        "Whether points used as money may pay the tax of the lines. Points that pay for a product"
        " at its own price pay its tax too.",
    ] = True
    registration_points: Annotated[
        int | None, "The points for registering; null: none.", POINTS
    ] = None
    registration_once_per_email: Annotated[
        bool,
        "Whether the points for registering are awarded once per e-mail address and website, not"
        " again to another customer with the same address. Case and a +tag make no difference.",
    ] = True
    newsletter_signup_points: Annotated[
        int | None, "The points for the first newsletter subscription; null: none.", POINTS
    ] = None
    invitation_sent_points: Annotated[
        int | None, "The points for sending an invitation; null: none.", POINTS
    ] = None
    invitation_sent_limit: Annotated[
        int | None, "How many invitations sent earn points, per customer; null: no limit.", COUNT
    ] = None
    invitation_customer_points: Annotated[
        int | None, "The points for the inviter when an invitee registers; null: none.", POINTS
    ] = None
    invitation_customer_limit: Annotated[
        int | None,
        "How many invitees who register earn points, per inviter; null: no limit.",
        COUNT,
    ] = None
    invitation_order_points: Annotated[
        int | None,
        "The points for the inviter when an invitee's order is complete; null: none.",
        POINTS,
    ] = None
    invitation_order_limit: Annotated[
        int | None, "How many orders by invitees earn points, per inviter; null: no limit.", COUNT
    ] = None
    invitation_order_frequency: Annotated[
        InvitationOrderFrequency, "Which orders of an invitee earn points for the inviter."
    ] = InvitationOrderFrequency.EACH
    review_points: Annotated[
        int | None, "The points for an approved review; null: none.", POINTS
    ] = None
    review_limit: Annotated[
        int | None, "How many reviews earn points, per customer; null: no limit.", COUNT
    ] = None
    subscribe_by_default: Annotated[
        bool, "Whether new customers are subscribed to balance updates and expiry warnings."
    ] = True
    email_sender_name: Annotated[
        str | None, "The sender's name on mails; null: the website's name.", check_name
    ] = None
    email_sender_address: Annotated[
        str | None,
        "The sender's address on mails; null: no-reply at the service's own host.",
        check_email_address,
    ] = None
    balance_update_template: Annotated[
        str, "The code of the mail template for balance updates.", check_id
    ] = "balance_update"
    expiry_warning_template: Annotated[
        str, "The code of the mail template for expiry warnings.", check_id
    ] = "expiry_warning"
    expiry_warning_days: Annotated[
        int | None,
        "How many days before points expire customers are warned; null: no warnings.",
        Within(1, MOST_DAYS),
    ] = None
    mail_retention_days: Annotated[
        int | None,
        "How many days mails are kept after they were sent; null: for good.",
        Within(1, MOST_DAYS),
    ] = 90
    landing_page_identifier: Annotated[
        str | None,
        "The identifier of the storefront page that explains the programme; null: no page.",
        check_id,
    ] = landing_page.IDENTIFIER
    landing_page_title: Annotated[
        str | None, "The landing page's title; null: no page.", check_name
    ] = landing_page.TITLE
    landing_page_markdown: Annotated[
        str | None, "The landing page's text, in Markdown; null: no page.", check_markdown
    ] = landing_page.MARKDOWN
    discouraged_payment_methods: Annotated[
        tuple[str, ...],
        "The codes of payment methods that cause a warning if used together with points.",
        check_codes,
    ] = ("cashondelivery",)
    blocked_payment_methods: Annotated[
        tuple[str, ...],
        "The codes of payment methods that are refused if used together with points.",
        check_codes,
    ] = ()


PRODUCT_DEFAULTS = RewardSettings()
