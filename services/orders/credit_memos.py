"""Credit memos of orders, as they were done (R6.9)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from models.tables.checkout import OrderEvent
from services.command.json_values import from_document
from services.orders.commands_given import EventKind
from services.orders.lines import Quantities
from services.rules.orders.refund import Refund


@dataclass(frozen=True, slots=True)
class RefundOutcome:
    """What a memo gave back, and what became of the points that the order had earned."""

    currency: str
    refund: Refund
    points_reversed: int
    points_shortfall: int


@dataclass(frozen=True, slots=True)
class CreditMemo:
    """A credit memo as it was done."""

    id: str
    created_at: datetime
    lines: Quantities
    outcome: RefundOutcome


async def credit_memos(order_ids: Sequence[str]) -> dict[str, list[CreditMemo]]:
    """Return the credit memos of each of these orders, oldest first."""
    found: dict[str, list[CreditMemo]] = {order_id: [] for order_id in order_ids}
    events = OrderEvent.filter(order_id__in=list(found), kind=EventKind.REFUND.value)
    for event in await events.order_by("id"):
        memo = CreditMemo(
            id=event.event_id,
            created_at=event.created_at,
            lines=_kept_lines(event.result),
            outcome=kept_outcome(event.result),
        )
        found[event.order_id].append(memo)
    return found


def kept_outcome(result: Mapping[str, object]) -> RefundOutcome:
    """Return what is kept of a memo in the result of its command."""
    return from_document(RefundOutcome, result["outcome"])


def _kept_lines(result: Mapping[str, object]) -> Quantities:
    return from_document(Quantities, result["lines"])
