"""Replacing an order by an edited one: whether it may be, and the points that pass on (R6.14)."""

from dataclasses import dataclass, replace

from services.rules.basics.enums import PointsChange
from services.rules.orders.points import OrderLedger, OrderPoints
from services.rules.orders.status import StatusRule


@dataclass(frozen=True, slots=True)
class Replaceable:
    """What decides whether an order may be replaced; `owner` is its website and customer."""

    owner: tuple[str, str | None]
    status: str
    is_invoiced: bool
    is_cancelled: bool
    replaced_by: str | None


def why_not(order: Replaceable, owner: tuple[str, str | None], rule: StatusRule) -> str | None:
    """Say why the cart of `owner` can't replace the order, whose status has `rule`; None if it can.

    What was invoiced or given up is done with, and an order is replaced once.
    """
    if order.owner != owner:
        return "is another customer's or website's"
    if order.replaced_by is not None:
        return f"was replaced by the order {order.replaced_by}"
    if order.is_invoiced:
        return "is invoiced"
    if order.is_cancelled:
        return "is cancelled"
    if rule.needed is PointsChange.UNAPPROVE:
        return f"has the status {order.status}"
    return None


def pass_on(points: OrderPoints, used: int) -> tuple[OrderPoints, OrderPoints]:
    """Let the order that replaces another take over its points, up to the `used` ones it needs.

    Return where the old order stands, and the new one. What both use stays taken and changes
    hands; what was held for the old order is held for the new one.
    """
    carried = min(points.ledger.returnable, used)
    rest = replace(points.ledger, taken=points.ledger.taken - carried)
    new = OrderPoints(
        needed_approved=points.needed_approved,
        received_approved=False,
        ledger=OrderLedger(taken=carried),
        needed_held=used > 0 and not points.needed_approved,
    )
    return replace(points, ledger=rest), new
