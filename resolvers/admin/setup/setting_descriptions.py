"""What each setting means, for those who read them and those who set them (R1.4)."""

from collections.abc import Mapping
from typing import Final

SETTING_DESCRIPTIONS: Final[Mapping[str, str]] = {
    "enabled": (
        "The whole feature. Off: nothing is earned or redeemed; what is there still expires and"
        " can be returned and adjusted."
    ),
    "enabled_on_storefront": (
        "What customers have of it. Off: they see, earn and redeem nothing; admins still can on"
        " their behalf."
    ),
    "history_visible": "Whether customers see their history. Their balance they see anyway.",
    "redemption_threshold": "The balance needed to redeem at all; blank for none.",
    "balance_cap": (
        "What no credit lifts a balance above; the rest is lost. Points returned, imported or moved"
        " are never cut. Blank for none."
    ),
    "min_points_per_order": "The fewest points an order may use; blank for no minimum.",
    "max_points_per_order": "The most points an order may use; blank for no maximum.",
    "max_percent_of_order": (
        "The most of an order's total that points may pay, in percent, 0 to 100; blank for all."
    ),
    "expiry_days": "How many days points live; blank for ever.",
    "expiry_calculation": "Whether the date is fixed at the credit or follows `expiryDays`.",
    "return_grace_days": (
        "How many days returned points live that have expired meanwhile; 0 for none."
    ),
    "refund_points_automatically": "Whether a credit memo gives points back by itself.",
    "deduct_earned_points_on_refund": (
        "Whether a credit memo takes back what the order has earned with what is refunded."
    ),
    "clawback": "What happens when points to be taken back are spent already.",
    "earn_on_purchase": "Whether orders earn points by the exchange rate.",
    "registration_points": "Points for registering; blank for none.",
    "newsletter_signup_points": "Points for the first newsletter subscription; blank for none.",
    "invitation_sent_points": "Points for inviting somebody; blank for none.",
    "invitation_sent_limit": "How many invitations sent are rewarded per customer; blank for all.",
    "invitation_customer_points": "Points when an invitee registers; blank for none.",
    "invitation_customer_limit": (
        "How many registered invitees are rewarded per customer; blank for all."
    ),
    "invitation_order_points": "Points when an invitee's order completes; blank for none.",
    "invitation_order_limit": "How many invitees' orders are rewarded per customer; blank for all.",
    "invitation_order_frequency": "Which orders of an invitee are rewarded.",
    "review_points": "Points for a review that is approved; blank for none.",
    "review_limit": "How many reviews are rewarded per customer; blank for all.",
    "subscribe_by_default": "Whether new customers are subscribed to both kinds of mail.",
    "email_sender_name": "The name that mails come from; blank for the website's.",
    "email_sender_address": "The address that mails come from; blank for the service's own.",
    "balance_update_template": "The code of the mail template for changes of a balance.",
    "expiry_warning_template": "The code of the mail template that warns of points to expire.",
    "expiry_warning_days": "How many days ahead customers are warned; blank for never.",
    "landing_page_identifier": "The storefront page that explains the programme; blank for none.",
    "landing_page_title": "The title of that page.",
    "landing_page_markdown": "The text of that page, in Markdown.",
    "discouraged_payment_methods": (
        "Codes of payment methods that give a warning when used together with points."
    ),
    "blocked_payment_methods": (
        "Codes of payment methods that are refused when used together with points."
    ),
}
