"""Promotions in force: cart rules and product points (R7, R8)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from models.checkout import CartRow
from services.command.json_values import from_document
from services.programme.programme import Programme
from services.promotions.cart_rules import load_active_rules, load_rules, rules_in_scope
from services.promotions.product_points import load_products
from services.rules.checkout.cart import CartContent
from services.rules.checkout.cart_rules import CartRule
from services.rules.checkout.product_points import ProductTerms


@dataclass(frozen=True, slots=True)
class Promotions:
    """The cart rules in scope for a cart, in their order, and what points are to its products."""

    rules: tuple[CartRule, ...] = ()
    products: Mapping[str, ProductTerms] = field(default_factory=dict)


async def load_promotions(row: CartRow, programme: Programme, now: datetime) -> Promotions:
    """Load what holds for a cart at `now`, in two statements."""
    content = from_document(CartContent, row.content)
    if not content.lines:
        return Promotions()
    rules = await load_rules(
        website=programme.website,
        group_code=programme.group_code,
        coupons=content.coupon_codes,
        now=now,
    )
    skus = sorted({line.sku for line in content.lines})
    return Promotions(rules, await load_products(skus, programme.group_code))


async def load_promotions_of_carts(contents: Sequence[CartContent], group_code: str) -> Promotions:
    """Load what may hold for carts of one customer, in two statements: `promotions_in_scope`."""
    rules = await load_active_rules({coupon for of in contents for coupon in of.coupon_codes})
    skus = sorted({line.sku for of in contents for line in of.lines})
    return Promotions(rules, await load_products(skus, group_code))


def promotions_in_scope(
    promotions: Promotions, content: CartContent, programme: Programme, now: datetime
) -> Promotions:
    """Return what of the promotions loaded for several carts holds for one of them at `now`."""
    rules = rules_in_scope(
        promotions.rules,
        website=programme.website,
        group_code=programme.group_code,
        coupons=content.coupon_codes,
        now=now,
    )
    return Promotions(rules, promotions.products)
