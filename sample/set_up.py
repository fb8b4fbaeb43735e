"""Set-up of the sample shop: two websites, groups, rates, settings, promotions, activities."""

from datetime import datetime, timedelta
from decimal import Decimal

from services.awards.custom_activities import CustomActivity, put_custom_activity
from services.command.caller import Caller, CallerKind
from services.promotions.cart_rules import create_cart_rule
from services.promotions.product_points import GroupPoints, ProductPoints, put_product_points
from services.rules.basics.enums import DiscountKind, InvitationOrderFrequency, RateDirection
from services.rules.checkout.cart_rules import CartRule
from services.setup.customer_groups import put_customer_group
from services.setup.exchange_rates import create_exchange_rate
from services.setup.settings import update_settings
from services.setup.websites import put_website

SHOP = Caller(subject="sample-shop", kind=CallerKind.ADMIN)

_EARN, _REDEEM = RateDirection.CURRENCY_TO_POINTS, RateDirection.POINTS_TO_CURRENCY


async def set_up(opened: datetime) -> None:
    """Set the sample shop up as it was on the day it opened."""
    websites = (
        ("us", "Leaf & Kettle", "USD", "America/New_York"),
        ("eu", "Blatt & Kessel", "EUR", "Europe/Berlin"),
    )
    for code, name, currency, time_zone in websites:
        await put_website(
            code=code,
            name=name,
            base_currency=currency,
            time_zone=time_zone,
            caller=SHOP,
            now=opened,
        )
    for code, name in (("vip", "VIP"), ("wholesale", "Wholesale")):
        await put_customer_group(code=code, name=name, caller=SHOP, now=opened)
    await _set_rates(opened)
    await _set_promotions(opened)
    for website_code, changes in _SETTINGS.items():
        await update_settings(
            website_code=website_code or None, changes=changes, caller=SHOP, now=opened
        )
    for activity in _CUSTOM_ACTIVITIES:
        await put_custom_activity(activity=activity, caller=SHOP, now=opened)


_SETTINGS: dict[str, dict[str, object]] = {
    "": {
        "registration_points": 50,
        "newsletter_signup_points": 20,
        "review_points": 25,
        "review_limit": 10,
        "invitation_sent_points": 5,
        "invitation_sent_limit": 20,
        "invitation_customer_points": 100,
        "invitation_order_points": 50,
        "invitation_order_frequency": InvitationOrderFrequency.FIRST,
        "email_sender_name": "Leaf & Kettle",
        "subscribe_by_default": False,
    },
    "us": {
        "expiry_days": 365,
        "redemption_threshold": 100,
        "refund_points_automatically": True,
        "deduct_earned_points_on_refund": True,
    },
    "eu": {"max_percent_of_order": Decimal(50), "registration_points": 40},
}

# A survey is rewarded once a quarter, a tasting each time.
_CUSTOM_ACTIVITIES = (
    CustomActivity("survey", "Answered our survey", 10, limit_per_customer=1, period_days=90),
    CustomActivity("tasting", "Joined a tea tasting", 40, website_code="eu"),
)


async def _set_rates(opened: datetime) -> None:
    """Earn 5 points a dollar, 4 a euro, more as a VIP, less wholesale; 100 points pay 1.00."""
    rates: tuple[tuple[str | None, str | None, RateDirection, int, str], ...] = (
        (None, None, _REDEEM, 100, "1.00"),
        ("us", None, _EARN, 5, "1.00"),
        ("eu", None, _EARN, 4, "1.00"),
        (None, "vip", _EARN, 8, "1.00"),
        ("eu", "vip", _REDEEM, 80, "1.00"),
        (None, "wholesale", _EARN, 20, "10.00"),
    )
    for website_code, group_code, direction, points, amount in rates:
        await create_exchange_rate(
            website_code=website_code,
            customer_group_code=group_code,
            direction=direction,
            points=points,
            currency_amount=Decimal(amount),
            caller=SHOP,
            now=opened,
        )


async def _set_promotions(opened: datetime) -> None:
    """Sell cups for points too, give points with whisks and by a coupon, none with gift cards."""
    products = (
        ProductPoints("CUP", points_needed=1_200),
        ProductPoints("WHISK", points_received=40, groups=(GroupPoints("wholesale", 0),)),
        ProductPoints("GIFTCARD", earns_by_rate=False),
    )
    for product in products:
        await put_product_points(product=product, caller=SHOP, now=opened)
    rule = CartRule(
        id="",
        name="Tea week",
        coupon_code="TEAWEEK",
        subtotal_from=Decimal(30),
        points=100,
        discount_kind=DiscountKind.PERCENT,
        discount_amount=Decimal(10),
    )
    await create_cart_rule(wanted=rule, caller=SHOP, now=opened)


async def double_weekend(saturday: datetime) -> None:
    """Double what orders in Europe earn by the rate on a Saturday and its Sunday."""
    rule = CartRule(
        id="",
        name="Double weekend",
        website_codes=("eu",),
        from_date=saturday.date(),
        to_date=saturday.date() + timedelta(days=1),
        earning_factor=Decimal(2),
    )
    await create_cart_rule(wanted=rule, caller=SHOP, now=saturday)
