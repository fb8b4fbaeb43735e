"""Promotions in force: cart rules and product points (R7, R8)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from services.programme.programme import Programme
from services.promotions.cart_rules import load_active_rules, rules_in_scope
from services.promotions.product_points import load_products
from services.rules.checkout.cart import CartContent
from services.rules.checkout.cart_rules import CartRule
from services.rules.checkout.product_points import ProductTerms


@dataclass(frozen=True, slots=True)
class Promotions:
    """The cart rules in scope for a cart, in their order, and what points are to its products."""

    rules: tuple[CartRule, ...] = ()
    products: Mapping[str, ProductTerms] = field(default_factory=dict)


async def load_promotions(contents: Sequence[CartContent], programme: Programme) -> Promotions:
    """Load what may hold for carts of one customer: see `promotions_in_scope`.

    Of the programme the shop's rules and the customer's group count: it may be of any website. One
    statement, and one for coupons.
    """
    skus = skus_of(contents)
    if not skus:
        return Promotions()
    coupons = {coupon for of in contents for coupon in of.coupon_codes}
    rules = await load_active_rules(programme, coupons)
    return Promotions(rules, await load_products(skus, programme.group_code))


def skus_of(contents: Sequence[CartContent]) -> list[str]:
    """Return the products that carts are of."""
    return sorted({line.sku for content in contents for line in content.lines})


def promotions_in_scope(
    promotions: Promotions, content: CartContent, programme: Programme, now: datetime
) -> Promotions:
    """Return the loaded promotions that hold for one of the carts at `now`."""
    rules = rules_in_scope(
        promotions.rules,
        website=programme.website,
        group_code=programme.group_code,
        coupons=content.coupon_codes,
        now=now,
    )
    return Promotions(rules, promotions.products)
