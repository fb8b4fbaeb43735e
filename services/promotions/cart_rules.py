"""The shop's cart rules (R8)."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from operator import attrgetter
from uuid import UUID
from zoneinfo import ZoneInfo

from tortoise.expressions import Q

from models.tables.promotions import CartRuleRow
from services.command import audit
from services.command.amounts import to_e4
from services.command.caller import Caller
from services.command.identifiers import new_id
from services.command.pages.cursor_page import Page, PageRequest
from services.command.pages.listing import OLDEST_FIRST, list_page
from services.command.transaction import one_transaction
from services.programme.cart_rules import (
    CART_RULE_COLUMNS,
    coupon_key,
    rule_of_row,
    rules_of_coupons,
)
from services.programme.customer_groups import known_group_codes
from services.programme.programme import Programme
from services.programme.set_up_lock import take_turn
from services.programme.websites import list_websites
from services.promotions.cart_rule_checks import check_rule
from services.rules.basics.limits import check_name
from services.rules.basics.refusals import NotFound, Path
from services.rules.checkout.cart_rules import (
    CART_RULE_FIELDS,
    CartRule,
    is_in_scope,
)
from services.rules.programme.website import Website


async def load_active_rules(programme: Programme, coupons: Collection[str]) -> tuple[CartRule, ...]:
    """Return the active rules without a coupon and of these, in the order in which they apply.

    Those without come with the programme; one statement for those of coupons, if there are any.
    """
    of_coupons = await rules_of_coupons(coupons)
    if not of_coupons:
        return programme.cart_rules
    return tuple(sorted((*programme.cart_rules, *of_coupons), key=attrgetter("priority", "id")))


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
            rule,
            website_code=website.code,
            group_code=group_code,
            today=today,
            coupons=coupons,
        )
    )


async def list_cart_rules(page: PageRequest, *, search: str | None = None) -> Page[CartRule]:
    """List the rules, oldest first: all, or those whose name or coupon code contains `search`.

    Raises Invalid for an unknown cursor, and for what no name could contain.
    """
    query = CartRuleRow.all()
    if search:
        check_name(search, path=("search",))
        query = query.filter(Q(name__icontains=search) | Q(coupon_code__icontains=search))
    return (await list_page(query, page, OLDEST_FIRST)).map(rule_of_row)


async def find_rule(rule_id: str, *, path: Path = ("id",)) -> CartRule:
    """Return a rule.

    Raises NotFound, at the path.
    """
    return rule_of_row(await _row(rule_id, path=path))


@one_transaction
async def create_cart_rule(*, wanted: CartRule, caller: Caller, now: datetime) -> CartRule:
    """Set a rule up. Raises NotFound, Invalid, OutOfRange."""
    await take_turn()
    row = CartRuleRow(id=new_id(now))
    return await _save(row, wanted, action="cartRuleCreate", caller=caller, now=now)


@one_transaction
async def update_cart_rule(
    *, rule_id: str, wanted: CartRule, caller: Caller, now: datetime
) -> CartRule:
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
    row: CartRuleRow, wanted: CartRule, *, action: str, caller: Caller, now: datetime
) -> CartRule:
    websites = {website.code for website in await list_websites()}
    groups = await known_group_codes()
    check_rule(wanted, websites=websites, groups=groups)
    row.update_from_dict(_columns(wanted))
    await row.save()
    details = {name: _plain(value) for name, value in _columns(wanted).items()}
    await audit.record(action=action, target=str(row.id), details=details, caller=caller, now=now)
    return rule_of_row(row)


def _columns(rule: CartRule) -> dict[str, object]:
    """Return what is kept of a rule: its fields, and what it is looked up by."""
    kept = {
        column: _to_column(name, getattr(rule, name)) for name, column in CART_RULE_COLUMNS.items()
    }
    return {**kept, "coupon_key": coupon_key(rule.coupon_code or "")}


def _to_column(name: str, value: object) -> object:
    match value:
        case Decimal():
            return to_e4(value)
        case StrEnum():
            return value.value
        case tuple():
            return list(value)
    return [] if CART_RULE_FIELDS[name].kind is tuple else value


async def _row(rule_id: str, *, path: Path = ("id",)) -> CartRuleRow:
    try:
        row = await CartRuleRow.get_or_none(id=UUID(rule_id))
    except ValueError:
        row = None
    if row is None:
        raise NotFound(f"There is no cart rule {rule_id}.", path=path)
    return row


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
