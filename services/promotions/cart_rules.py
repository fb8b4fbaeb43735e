"""The shop's cart rules (R8)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from models.promotions import CartRuleRow
from services.command import audit
from services.command.amounts import from_e4, to_e4
from services.command.caller import Caller
from services.command.cursor_page import Page, PageRequest
from services.command.identifiers import new_id
from services.command.listing import OLDEST_FIRST, list_page
from services.command.transaction import one_transaction
from services.programme.customer_groups import known_group_codes
from services.programme.set_up_lock import take_turn
from services.programme.websites import list_websites
from services.promotions.cart_rule_checks import check_rule
from services.rules.basics.enums import DiscountKind, SkuMatch
from services.rules.basics.refusals import NotFound
from services.rules.checkout.cart_rules import (
    CartRule,
    RuleActions,
    RuleConditions,
    RuleScope,
    is_in_scope,
)
from services.rules.programme.website import Website

_COUPON_KEY_LENGTH = 255


@dataclass(frozen=True, slots=True)
class ShopRule:
    """A cart rule as the shop has set it up; the lower priority applies first."""

    rule: CartRule
    active: bool
    priority: int


async def load_active_rules(coupons: Collection[str]) -> tuple[CartRule, ...]:
    """Return the active rules without a coupon and of these, in the order in which they apply.

    One statement; rules of coupons that were not given are not read.
    """
    given = sorted({_coupon_key(coupon) for coupon in coupons})
    active = CartRuleRow.filter(active=True)
    rows = await active.filter(coupon_key__in=["", *given]).order_by("priority", "id")
    return tuple(_rule(row).rule for row in rows)


def rules_in_scope(
    rules: Sequence[CartRule],
    *,
    website: Website,
    group_code: str,
    coupons: Collection[str],
    now: datetime,
) -> tuple[CartRule, ...]:
    """Return those of the rules that are in scope for a cart, in the same order (R5.2)."""
    today = now.astimezone(ZoneInfo(website.time_zone)).date()
    return tuple(
        rule
        for rule in rules
        if is_in_scope(
            rule.scope,
            website_code=website.code,
            group_code=group_code,
            today=today,
            coupons=coupons,
        )
    )


async def list_cart_rules(page: PageRequest) -> Page[ShopRule]:
    """List the rules, oldest first.

    Raises Invalid for an unknown cursor.
    """
    return (await list_page(CartRuleRow.all(), page, OLDEST_FIRST)).map(_rule)


@one_transaction
async def create_cart_rule(*, wanted: ShopRule, caller: Caller, now: datetime) -> ShopRule:
    """Set a rule up. Raises NotFound, Invalid, OutOfRange."""
    await take_turn()
    row = CartRuleRow(id=new_id(now))
    return await _save(row, wanted, action="cartRuleCreate", caller=caller, now=now)


@one_transaction
async def update_cart_rule(
    *, rule_id: str, wanted: ShopRule, caller: Caller, now: datetime
) -> ShopRule:
    """Change a rule whole; orders keep what it gave them.

    Raises NotFound, path ("id",), Invalid, OutOfRange.
    """
    await take_turn()
    row = await _row(rule_id)
    return await _save(row, wanted, action="cartRuleUpdate", caller=caller, now=now)


@one_transaction
async def delete_cart_rule(*, rule_id: str, caller: Caller, now: datetime) -> str:
    """Delete a rule and return its id; orders keep what it gave them.

    Raises NotFound, path ("id",).
    """
    await take_turn()
    row = await _row(rule_id)
    await row.delete()
    details = {"id": str(row.id), "name": row.name}
    await audit.record(
        action="cartRuleDelete", target=str(row.id), details=details, caller=caller, now=now
    )
    return str(row.id)


async def _save(
    row: CartRuleRow, wanted: ShopRule, *, action: str, caller: Caller, now: datetime
) -> ShopRule:
    websites = {website.code for website in await list_websites()}
    groups = await known_group_codes()
    check_rule(wanted.rule, priority=wanted.priority, websites=websites, groups=groups)
    row.update_from_dict(_columns(wanted))
    await row.save()
    details = {name: _plain(value) for name, value in _columns(wanted).items()}
    await audit.record(action=action, target=str(row.id), details=details, caller=caller, now=now)
    return _rule(row)


def _columns(wanted: ShopRule) -> dict[str, object]:
    rule = wanted.rule
    scope, conditions, actions = rule.scope, rule.conditions, rule.actions
    return {
        "name": rule.name,
        "active": wanted.active,
        "website_codes": list(scope.website_codes),
        "customer_group_codes": list(scope.customer_group_codes),
        "from_date": scope.from_date,
        "to_date": scope.to_date,
        "coupon_code": scope.coupon_code,
        "coupon_key": _coupon_key(scope.coupon_code or ""),
        "priority": wanted.priority,
        "stops_further_rules": rule.stops_further_rules,
        "subtotal_from_e4": _e4(conditions.subtotal_from),
        "subtotal_to_e4": _e4(conditions.subtotal_to),
        "quantity_from": conditions.quantity_from,
        "skus": list(conditions.skus),
        "sku_match": conditions.sku_match.value,
        "points": actions.points,
        "discount_kind": actions.discount_kind.value if actions.discount_kind else None,
        "discount_amount_e4": _e4(actions.discount_amount),
    }


def _rule(row: CartRuleRow) -> ShopRule:
    rule = CartRule(
        id=str(row.id),
        name=row.name,
        scope=RuleScope(
            website_codes=tuple(row.website_codes),
            customer_group_codes=tuple(row.customer_group_codes),
            from_date=row.from_date,
            to_date=row.to_date,
            coupon_code=row.coupon_code,
        ),
        conditions=RuleConditions(
            subtotal_from=_amount(row.subtotal_from_e4),
            subtotal_to=_amount(row.subtotal_to_e4),
            quantity_from=row.quantity_from,
            skus=tuple(row.skus),
            sku_match=SkuMatch(row.sku_match),
        ),
        actions=RuleActions(
            points=row.points,
            discount_kind=DiscountKind(row.discount_kind) if row.discount_kind else None,
            discount_amount=_amount(row.discount_amount_e4),
        ),
        stops_further_rules=row.stops_further_rules,
    )
    return ShopRule(rule, row.active, row.priority)


async def _row(rule_id: str) -> CartRuleRow:
    try:
        row = await CartRuleRow.get_or_none(id=UUID(rule_id))
    except ValueError:
        row = None
    if row is None:
        raise NotFound(f"There is no cart rule {rule_id}.", path=("id",))
    return row


def _coupon_key(coupon: str) -> str:
    """Return what rules are looked up by: folding may make a coupon longer than the column.

    `is_in_scope` compares the whole coupon.
    """
    return coupon.casefold()[:_COUPON_KEY_LENGTH]


def _e4(amount: Decimal | None) -> int | None:
    return None if amount is None else to_e4(amount)


def _amount(e4: int | None) -> Decimal | None:
    return None if e4 is None else from_e4(e4)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
