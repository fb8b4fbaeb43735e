"""Order status rules in force on a website: what each status does to points (R6.2, R6.4)."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.tables.promotions import OrderStatusRuleRow
from services.programme.set_up_lock import DEFAULT_SCOPE
from services.rules.basics.enums import PointsChange
from services.rules.orders.status import DEFAULT_RULES, StatusRule


@dataclass(frozen=True, slots=True)
class OrderStatusRule:
    """A status and its rule; `website_code` is where the rule is set, None for all websites."""

    status: str
    website_code: str | None
    rule: StatusRule

    @property
    def needed(self) -> PointsChange:
        """What the status does to the points used."""
        return self.rule.needed

    @property
    def received(self) -> PointsChange:
        """What the status does to the points to earn."""
        return self.rule.received


async def all_status_rules() -> Mapping[str, Mapping[str, StatusRule]]:
    """Return the rules that are set, by the scope that they are set in, and by status."""
    rules: dict[str, dict[str, StatusRule]] = {}
    for row in await OrderStatusRuleRow.all():
        rules.setdefault(row.scope, {})[row.status] = rule_of_row(row).rule
    return rules


async def rules_in_force(website_code: str | None) -> list[OrderStatusRule]:
    """Return the rules of a website, or of the default scope (None), by status."""
    rules = {status: OrderStatusRule(status, None, rule) for status, rule in DEFAULT_RULES.items()}
    scopes = {DEFAULT_SCOPE, website_code or DEFAULT_SCOPE}
    # The default scope sorts first, so that a website's own rule replaces it.
    for row in await OrderStatusRuleRow.filter(scope__in=sorted(scopes)).order_by("scope"):
        rules[row.status] = rule_of_row(row)
    return [rules[status] for status in sorted(rules)]


def rule_of_row(row: OrderStatusRuleRow) -> OrderStatusRule:
    """Read a rule from its row."""
    rule = StatusRule(PointsChange(row.needed), PointsChange(row.received))
    return OrderStatusRule(row.status, row.scope or None, rule)
