"""The programme's settings, each declared here and nowhere else (R1.4).

A setting is its type (with None where it may be blank), its description for clients, the check of
its values and the product's default. To add one, add a field here and run `make snapshots`: what
checks and keeps settings, and both types of the admin API, are made of these fields.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from services.rules.basics.email_address import check_email_address
from services.rules.basics.enums import ClawbackPolicy, ExpiryCalculation, InvitationOrderFrequency
from services.rules.basics.limits import POINTS_LIMIT, check_id, check_name
from services.rules.programme import landing_page
from services.rules.programme.setting_checks import Within, check_codes, check_markdown

MOST_DAYS = 36_500
POINTS = Within(0, POINTS_LIMIT)
COUNT = POINTS


@dataclass(frozen=True, slots=True)
class RewardSettings:
    """The values in force somewhere; a number that is None is blank: no limit, or off.

    Points and limits are counts, days are days of 24 hours.
    """

    enabled: Annotated[
        bool,
        "The whole feature. Off: nothing is earned or redeemed; what is there still expires"
        " and can be returned and adjusted.",
    ] = True
    enabled_on_storefront: Annotated[
        bool,
        "What customers have of it. Off: they see, earn and redeem nothing; admins still"
        " can on their behalf.",
    ] = True
    history_visible: Annotated[
        bool, "Whether customers see their history. Their balance they see anyway."
    ] = True
    redemption_threshold: Annotated[
        int | None, "The balance needed to redeem at all; blank for none.", POINTS
    ] = None
    balance_cap: Annotated[
        int | None,
        "What no credit lifts a balance above; the rest is lost. Points returned, imported"
        " or moved are never cut. Blank for none.",
        Within(1, POINTS_LIMIT),
    ] = None
    min_points_per_order: Annotated[
        int | None, "The fewest points an order may use; blank for no minimum.", POINTS
    ] = None
    max_points_per_order: Annotated[
        int | None, "The most points an order may use; blank for no maximum.", POINTS
    ] = None
    max_percent_of_order: Annotated[
        Decimal | None,
        "The most of an order's total that points may pay, in percent, 0 to 100; blank for all.",
        Within(0, 100),
    ] = None
    expiry_days: Annotated[
        int | None, "How many days points live; blank for ever.", Within(1, MOST_DAYS)
    ] = None
    expiry_calculation: Annotated[
        ExpiryCalculation, "Whether the date is fixed at the credit or follows `expiryDays`."
    ] = ExpiryCalculation.STATIC
    return_grace_days: Annotated[
        int,
        "How many days returned points live that have expired meanwhile; 0 for none.",
        Within(0, MOST_DAYS),
    ] = 14
    refund_points_automatically: Annotated[
        bool, "Whether a credit memo gives points back by itself."
    ] = False
    deduct_earned_points_on_refund: Annotated[
        bool, "Whether a credit memo takes back what the order has earned with what is refunded."
    ] = False
    clawback: Annotated[
        ClawbackPolicy, "What happens when points to be taken back are spent already."
    ] = ClawbackPolicy.CLAMP
    earn_on_purchase: Annotated[bool, "Whether orders earn points by the exchange rate."] = True
    registration_points: Annotated[
        int | None, "Points for registering; blank for none.", POINTS
    ] = None
    newsletter_signup_points: Annotated[
        int | None, "Points for the first newsletter subscription; blank for none.", POINTS
    ] = None
    invitation_sent_points: Annotated[
        int | None, "Points for inviting somebody; blank for none.", POINTS
    ] = None
    invitation_sent_limit: Annotated[
        int | None, "How many invitations sent are rewarded per customer; blank for all.", COUNT
    ] = None
    invitation_customer_points: Annotated[
        int | None, "Points when an invitee registers; blank for none.", POINTS
    ] = None
    invitation_customer_limit: Annotated[
        int | None, "How many registered invitees are rewarded per customer; blank for all.", COUNT
    ] = None
    invitation_order_points: Annotated[
        int | None, "Points when an invitee's order completes; blank for none.", POINTS
    ] = None
    invitation_order_limit: Annotated[
        int | None, "How many invitees' orders are rewarded per customer; blank for all.", COUNT
    ] = None
    invitation_order_frequency: Annotated[
        InvitationOrderFrequency, "Which orders of an invitee are rewarded."
    ] = InvitationOrderFrequency.EACH
    review_points: Annotated[
        int | None, "Points for a review that is approved; blank for none.", POINTS
    ] = None
    review_limit: Annotated[
        int | None, "How many reviews are rewarded per customer; blank for all.", COUNT
    ] = None
    subscribe_by_default: Annotated[
        bool, "Whether new customers are subscribed to both kinds of mail."
    ] = True
    email_sender_name: Annotated[
        str | None, "The name that mails come from; blank for the website's.", check_name
    ] = None
    email_sender_address: Annotated[
        str | None,
        "The address that mails come from; blank for the service's own.",
        check_email_address,
    ] = None
    balance_update_template: Annotated[
        str, "The code of the mail template for changes of a balance.", check_id
    ] = "balance_update"
    expiry_warning_template: Annotated[
        str, "The code of the mail template that warns of points to expire.", check_id
    ] = "expiry_warning"
    expiry_warning_days: Annotated[
        int | None,
        "How many days ahead customers are warned; blank for never.",
        Within(1, MOST_DAYS),
    ] = None
    landing_page_identifier: Annotated[
        str | None, "The storefront page that explains the programme; blank for none.", check_id
    ] = landing_page.IDENTIFIER
    landing_page_title: Annotated[str | None, "The title of that page.", check_name] = (
        landing_page.TITLE
    )
    landing_page_markdown: Annotated[
        str | None, "The text of that page, in Markdown.", check_markdown
    ] = landing_page.MARKDOWN
    discouraged_payment_methods: Annotated[
        tuple[str, ...],
        "Codes of payment methods that give a warning when used together with points.",
        check_codes,
    ] = ("cashondelivery",)
    blocked_payment_methods: Annotated[
        tuple[str, ...],
        "Codes of payment methods that are refused when used together with points.",
        check_codes,
    ] = ()


PRODUCT_DEFAULTS = RewardSettings()
