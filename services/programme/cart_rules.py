"""Cart rules in force, read: those for every cart, and those of coupons (R8.1)."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Final

from models.tables.promotions import CartRuleRow
from services.command.amounts import from_e4
from services.rules.basics.declaration import DeclaredField
from services.rules.basics.quantities import Quantity
from services.rules.checkout.cart_rules import CART_RULE_FIELDS, CartRule, make_cart_rule

_COUPON_KEY_LENGTH = 255


def _column(field: DeclaredField) -> str:
    if field.name == "stop_further_rules":
        return "stops_further_rules"
    return f"{field.name}_e4" if field.kind in {Decimal, Quantity} else field.name


CART_RULE_COLUMNS: Final[Mapping[str, str]] = {
    name: _column(field) for name, field in CART_RULE_FIELDS.items()
}


async def rules_without_coupon() -> tuple[CartRule, ...]:
    """Return the active rules that need no coupon, in the order in which they apply."""
    return await _active({""})


async def rules_of_coupons(coupons: Collection[str]) -> tuple[CartRule, ...]:
    """Return the active rules of these coupons, in the order in which they apply.

    Of none nothing is asked; of others than these nothing is read.
    """
    return await _active({coupon_key(coupon) for coupon in coupons}) if coupons else ()


def rule_of_row(row: CartRuleRow) -> CartRule:
    """Read a rule from its row."""
    columns = CART_RULE_COLUMNS.items()
    values = {name: _from_column(name, getattr(row, column)) for name, column in columns}
    return make_cart_rule(str(row.id), values)


def coupon_key(coupon: str) -> str:
    """Return what rules are looked up by: folding may make a coupon longer than the column.

    `is_in_scope` compares the whole coupon.
    """
    return coupon.casefold()[:_COUPON_KEY_LENGTH]


async def _active(keys: Collection[str]) -> tuple[CartRule, ...]:
    rows = CartRuleRow.filter(active=True, coupon_key__in=sorted(keys))
    return tuple(rule_of_row(row) for row in await rows.order_by("priority", "id"))


def _from_column(name: str, kept: object) -> object:
    kind = CART_RULE_FIELDS[name].kind
    if isinstance(kept, int) and kind in {Decimal, Quantity}:
        return from_e4(kept)
    if isinstance(kept, str) and isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind(kept)
    return kept
