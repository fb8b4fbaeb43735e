"""History of the sample shop: catalogue, customers, orders, activities, adjustments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from services.activities.activity_input import Activity
from services.rules.basics.enums import ActivityType

# The customer and the open cart that examples are about.
SHOWN_CUSTOMER = "ada"
SHOWN_CART = "cart-ada"

# By sku: name and unit price.
CATALOGUE = {
    "TEAPOT": ("Cast iron teapot", "49.00"),
    "OOLONG": ("Oolong, 250 g", "18.50"),
    "SENCHA": ("Sencha, 250 g", "14.90"),
    "CUP": ("Stoneware cup", "12.00"),
    "KETTLE": ("Gooseneck kettle", "89.00"),
    "WHISK": ("Bamboo whisk", "16.00"),
    "GENMAICHA": ("Genmaicha, loose, per kilo", "39.80"),
    "GIFTCARD": ("Gift card", "25.00"),
}
UNTAXED = ("GIFTCARD",)
TAX_RATE = Decimal("0.08")
SHIPPING = Decimal("4.90")


@dataclass(frozen=True, slots=True)
class PastCustomer:
    """Who registered, and how long ago."""

    id: str
    first_name: str
    last_name: str
    website_code: str = "us"
    group_code: str = "general"
    locale: str = "en"
    days_ago: int = 300


PEOPLE = (
    PastCustomer("ada", "Ada", "Byron", group_code="vip", days_ago=420),
    PastCustomer("ben", "Ben", "Okafor"),
    PastCustomer("chloe", "Chloé", "Martin", locale="es"),
    PastCustomer("dmitri", "Dmitri", "Sokolov", group_code="wholesale"),
    PastCustomer("elif", "Elif", "Demir", days_ago=90),
    PastCustomer("farid", "Farid", "Haddad", days_ago=45),
    PastCustomer("greta", "Greta", "Lindqvist", website_code="eu", locale="sv"),
    PastCustomer("hana", "Hana", "Novak", website_code="eu", locale="de"),
    PastCustomer("ines", "Inés", "Ruiz", website_code="eu", locale="es", days_ago=150),
    PastCustomer("jonas", "Jonas", "Weber", website_code="eu", locale="de", group_code="wholesale"),
    PastCustomer("kim", "Kim", "Park", website_code="eu", days_ago=20),
    PastCustomer("lena", "Lena", "Fischer", website_code="eu", locale="de", group_code="vip"),
)


@dataclass(frozen=True, slots=True)
class PastOrder:
    """An order of the past: what was bought, the points used, and how far it has come.

    `points` None are as many as useful, `invoiced` None is all of it; `replaces` is the order that
    was edited into this one.
    """

    id: str
    customer_id: str
    days_ago: int
    basket: Mapping[str, int | str]
    points: int | None = 0
    invoiced: Sequence[str] | None = ()
    cancelled: Mapping[str, int | str] | None = None
    refunded: Mapping[str, int | str] | None = None
    status: str | None = None
    replaces: str | None = None


ORDERS = (
    PastOrder("1001", "ada", 380, {"KETTLE": 1, "OOLONG": 2}, invoiced=None),
    PastOrder("1002", "ada", 120, {"TEAPOT": 1}, points=500, invoiced=None),
    PastOrder("1003", "ben", 200, {"CUP": 4}, invoiced=None),
    PastOrder("1004", "ben", 60, {"SENCHA": 2, "CUP": 1}, points=None, invoiced=None),
    PastOrder("1005", "chloe", 150, {"OOLONG": 3}, invoiced=None),
    PastOrder("1006", "dmitri", 100, {"TEAPOT": 10, "CUP": 40}, invoiced=None),
    PastOrder("1007", "elif", 30, {"SENCHA": 1}, invoiced=None),
    PastOrder("1008", "ada", 9, {"CUP": 2, "SENCHA": 1}, invoiced=("CUP",)),
    PastOrder("1009", "farid", 2, {"KETTLE": 1}),
    PastOrder("1010", "dmitri", 25, {"SENCHA": 2, "CUP": 1}, points=None, cancelled={"CUP": 1}),
    PastOrder("1011", "chloe", 22, {"WHISK": 3}, points=300, invoiced=None, refunded={"WHISK": 1}),
    PastOrder("1012", "ben", 6, {"WHISK": 1, "SENCHA": 1}, status="shipped"),
    PastOrder("1013", "farid", 4, {"CUP": 2}, status="failed"),
    PastOrder("2000", "lena", 210, {"KETTLE": 1}, invoiced=None),
    PastOrder("2001", "greta", 170, {"TEAPOT": 1, "CUP": 2}, invoiced=None),
    PastOrder("2002", "hana", 140, {"OOLONG": 2}, invoiced=None),
    PastOrder("2003", "ines", 80, {"SENCHA": 3}, invoiced=None),
    PastOrder("2004", "jonas", 75, {"CUP": 60}, invoiced=None),
    PastOrder("2005", "lena", 40, {"KETTLE": 1}, points=300, invoiced=None),
    PastOrder("2006", "greta", 5, {"OOLONG": 1}, points=100, invoiced=("OOLONG",)),
    PastOrder("2007", "kim", 1, {"CUP": 1}),
    PastOrder("2012", "greta", 1, {"WHISK": 2}, invoiced=None),
    PastOrder("2008", "jonas", 8, {"CUP": 6}, points=100),
    PastOrder("2009", "jonas", 7, {"CUP": 6, "WHISK": 2}, points=160, replaces="2008"),
    PastOrder(
        "2010", "ines", 12, {"GENMAICHA": "0.75"}, invoiced=None, refunded={"GENMAICHA": "0.25"}
    ),
)

# Placed on the Saturday of the double weekend, whenever that was: the gift card earns nothing.
WEEKEND_ORDER = PastOrder("2011", "ines", 0, {"OOLONG": 1, "GIFTCARD": 1}, invoiced=None)


@dataclass(frozen=True, slots=True)
class PastAdjustment:
    """Points added or taken by hand, and how long ago."""

    customer_id: str
    website_code: str
    points: int
    comment: str
    days_ago: int


ADJUSTMENTS = (
    PastAdjustment("ada", "us", 250, "Apology for the late parcel", 15),
    PastAdjustment("elif", "us", -25, "Corrected a double booking", 12),
    PastAdjustment("jonas", "eu", 100, "Welcome to wholesale", 10),
    PastAdjustment("ada", "eu", 60, "Found our stand in Leipzig", 7),
)


@dataclass(frozen=True, slots=True)
class PastInvitation:
    """Who invited whom to a website, how long ago, and who accepted it on registering."""

    id: str
    inviter_id: str
    website_code: str
    invitee_id: str
    days_ago: int
    has_accepted: bool = True


INVITATIONS = (
    PastInvitation("invitation-1", "ben", "us", "elif", 95),
    PastInvitation("invitation-2", "hana", "eu", "kim", 26),
    PastInvitation("invitation-3", "farid", "us", "zoe", 10, has_accepted=False),
)

_SIGNUP, _REVIEW = ActivityType.NEWSLETTER_SIGNUP, ActivityType.REVIEW_APPROVED

# How long ago, and what. Chloé subscribed the day before she registered.
ACTIVITIES = (
    (301, Activity(_SIGNUP, "chloe", "us")),
    (160, Activity(_SIGNUP, "greta", "eu")),
    (60, Activity(ActivityType.CUSTOM, "ines", "eu", "tasting-14", "tasting")),
    (35, Activity(_REVIEW, "lena", "eu", "review-78")),
    (20, Activity(_REVIEW, "chloe", "us", "review-81")),
    (14, Activity(ActivityType.CUSTOM, "elif", "us", None, "survey")),
)
