"""Order status rules, set per website: what each status does to points (R6.2, R6.4)."""

from datetime import datetime

from models.tables.promotions import OrderStatusRuleRow
from services.command import audit
from services.command.caller import Caller
from services.command.identifiers import new_id
from services.command.transaction import one_transaction
from services.programme.set_up_lock import DEFAULT_SCOPE, take_turn
from services.programme.status_rules import OrderStatusRule, rule_of_row, rules_in_force
from services.programme.websites import find_website
from services.rules.basics.codes import STATUS_LENGTH, is_order_status, is_website_code
from services.rules.basics.enums import PointsChange
from services.rules.basics.refusals import Invalid, NotFound


async def list_order_status_rules(*, website_code: str | None = None) -> list[OrderStatusRule]:
    """Return the rules in force on a website, or those of the default scope, by status.

    Raises NotFound.
    """
    if website_code is not None:
        await find_website(website_code)
    return await rules_in_force(website_code)


@one_transaction
async def put_order_status_rule(
    *,
    status: str,
    website_code: str | None,
    needed: PointsChange,
    received: PointsChange,
    caller: Caller,
    now: datetime,
) -> OrderStatusRule:
    """Set a status' rule for a website or for all (None); a new status is then known there.

    Raises NotFound, Invalid.
    """
    _check_status(status)
    await take_turn()
    if website_code is not None:
        await find_website(website_code)
    scope = website_code or DEFAULT_SCOPE
    row = await OrderStatusRuleRow.get_or_none(scope=scope, status=status)
    if row is None:
        row = OrderStatusRuleRow(id=new_id(now), scope=scope, status=status)
    row.needed, row.received = needed.value, received.value
    await row.save()
    details = {
        "status": status,
        "websiteCode": website_code,
        "needed": needed.value,
        "received": received.value,
    }
    await audit.record(
        action="orderStatusRulePut", target=status, details=details, caller=caller, now=now
    )
    return rule_of_row(row)


@one_transaction
async def delete_order_status_rule(
    *, status: str, website_code: str | None, caller: Caller, now: datetime
) -> str:
    """Take a rule back: the default scope's, then the product's own, holds again.

    Raises NotFound.
    """
    await take_turn()
    # An empty code is no website's: it must not stand for the default scope.
    is_scope = website_code is None or is_website_code(website_code)
    known = is_scope and is_order_status(status)
    scope = website_code or DEFAULT_SCOPE
    row = await OrderStatusRuleRow.get_or_none(scope=scope, status=status) if known else None
    if row is None:
        raise NotFound(f"No rule is set for the status {status} here.", path=("status",))
    await row.delete()
    details = {"status": status, "websiteCode": website_code}
    await audit.record(
        action="orderStatusRuleDelete", target=status, details=details, caller=caller, now=now
    )
    return status


def _check_status(status: str) -> None:
    if not is_order_status(status):
        raise Invalid(f"Must be 1 to {STATUS_LENGTH} printable characters.", path=("status",))
