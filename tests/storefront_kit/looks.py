"""Pages with all of the kit's elements, for the tests of their looks and the docs' pictures."""

from dataclasses import dataclass

from tests.storefront_kit.shop import Shop, customer_token
from tests.storefront_kit.site import Site

MOST_POINTS = 2_147_483_647

GERMAN = {
    "points": "{points} Punkte",
    "points-one": "{points} Punkt",
    "balance-heading": "Ihre Punkte",
    "worth": "im Wert von {money}",
    "available": "{points} können Sie jetzt einlösen",
    "pending": "{points} kommen noch dazu",
    "pending-until": "{points} kommen noch dazu, die ersten am {date}",
    "expires": "{points} verfallen am {date}",
    "slider-heading": "Mit Punkten zahlen",
    "slider-available": "Sie können {points} einlösen, im Wert von {money}.",
    "slider-label": "Punkte einlösen",
    "slider-value": "{points}, {money} weniger",
    "all": "So viele wie möglich",
    "none": "Keine",
    "left-to-pay": "Noch zu zahlen: {money}",
    "history-heading": "Verlauf Ihrer Punkte",
    "balance-after": "danach {points}",
    "until": "gültig bis {date}",
    "more": "Mehr zeigen",
    "shown": "{shown} von {total}",
    "earn": "Diese Bestellung bringt {points}.",
    "next-step": "Für {money} mehr gibt es {points} dazu.",
}
HEBREW = {
    "points": "{points} נקודות",
    "points-one": "נקודה אחת",
    "balance-heading": "הנקודות שלך",
    "worth": "בשווי {money}",
    "available": "{points} זמינות עכשיו",
    "pending": "{points} בדרך",
    "pending-until": "{points} בדרך, הראשונות ב־{date}",
    "expires": "{points} יפוגו ב־{date}",
    "slider-heading": "תשלום בנקודות",
    "slider-available": "אפשר להשתמש ב־{points}, בשווי {money}.",
    "slider-label": "נקודות לשימוש",
    "slider-value": "{points}, הנחה של {money}",
    "all": "כמה שאפשר",
    "none": "ללא",
    "left-to-pay": "נותר לתשלום: {money}",
    "history-heading": "היסטוריית הנקודות",
    "balance-after": "{points} לאחר מכן",
    "until": "בתוקף עד {date}",
    "more": "הצגת עוד",
    "shown": "{shown} מתוך {total}",
    "earn": "ההזמנה הזו תזכה אותך ב־{points}.",
    "earn-why": "איך זה מסתכם",
    "next-step": "עוד {money} יזכו אותך בעוד {points}.",
}


@dataclass(frozen=True, slots=True)
class Look:
    """How a customer has set up what they look with."""

    name: str
    scheme: str = "light"
    width: int = 560
    attributes: str = 'lang="en"'
    words: dict[str, str] | None = None
    styles: str = "plain"


LOOKS = (
    Look("light"),
    Look("dark", scheme="dark"),
    Look("narrow", width=375),
    Look("right-to-left", attributes='lang="he" dir="rtl"', words=HEBREW),
    Look("german", width=375, attributes='lang="de"', words=GERMAN),
)


def everything(cart: str) -> str:
    """Return all elements of a signed-in customer's cart page."""
    return (
        "<guerdon-balance></guerdon-balance>"
        f'<guerdon-slider cart-id="{cart}"></guerdon-slider>'
        f'<guerdon-earn cart-id="{cart}"></guerdon-earn>'
        '<guerdon-history page-size="4"></guerdon-history>'
        "<guerdon-subscriptions></guerdon-subscriptions>"
    )


def page_of(site: Site, look: Look, customer: str, cart: str) -> str:
    return site.page(
        everything(cart),
        settings={"tokens": [customer_token(customer)], "words": look.words or {}},
        attributes=look.attributes,
        styles=look.styles,
    )


def rich_customer(shop: Shop) -> tuple[str, str]:
    """Return a customer with all points that fit in an account, and a cart as dear."""
    customer = shop.put_customer("rich")
    for points in (1_000_000_000, 1_000_000_000, 147_483_597):  # 50 are there for registering
        shop.give(customer, points)
    return customer, shop.put_cart("rich-cart", customer, price="21000000.00")
