"""Looking ahead: what a quote is made of, asked at once (ADR 218).

Only a look: `read_shopper` and `load_promotions` decide what they need, and ask for what was not
foreseen.
"""

from collections.abc import Sequence
from datetime import datetime

from models.database import Query, is_unlocked, look_ahead
from services.ledger.reading.account_statement import standing_query
from services.programme.programme import programme_in
from services.programme.rule_book import kept_rule_book
from services.promotions.product_points import products_query
from services.promotions.promotions import skus_of
from services.rules.checkout.cart import CartContent


async def look_ahead_to_quote(
    content: CartContent,
    *,
    customer_id: str,
    website_code: str,
    cart_id: str,
    now: datetime,
    besides: Sequence[Query] = (),
) -> None:
    """Have the statements of the customer's points and the cart's products answered together.

    And those `besides`. The skus were checked. Of a transaction without locks; one that locks reads
    what it has locked.
    """
    if is_unlocked():
        points = _of_points(customer_id, website_code, cart_id, now)
        await look_ahead([*points, *products_of(content), *besides])


def products_of(content: CartContent) -> list[Query]:
    """Return what is asked about a cart's products, whose skus were checked."""
    skus = skus_of([content])
    return [products_query(skus)] if skus else []


def _of_points(customer_id: str, website_code: str, cart_id: str, now: datetime) -> list[Query]:
    """Return what will be asked about the points, if the programme is the one that is kept."""
    kept = kept_rule_book()
    if kept is None or website_code not in kept.websites:
        return []
    policy = programme_in(kept, website_code).expiry
    return [standing_query(customer_id, website_code, policy, now, [cart_id])]
