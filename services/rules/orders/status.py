"""Order status: its effect on points, and how quantities change it (R6.2 to R6.5)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from services.rules.basics.enums import PointsChange
from services.rules.basics.quantities import NO_UNITS, Quantity

PENDING = "pending"
PROCESSING = "processing"
COMPLETE = "complete"
CANCELED = "canceled"
CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class StatusRule:
    """What reaching a status does to the points used (`needed`) and to earn (`received`)."""

    needed: PointsChange
    received: PointsChange


@dataclass(frozen=True, slots=True)
class LineState:
    """How many units of an order's line were ordered, and what became of them."""

    quantity: Quantity
    invoiced: Quantity = NO_UNITS
    cancelled: Quantity = NO_UNITS
    refunded: Quantity = NO_UNITS

    @property
    def open(self) -> Quantity:
        """Units neither invoiced nor cancelled."""
        return Quantity(self.quantity - self.invoiced - self.cancelled)

    @property
    def kept(self) -> Quantity:
        """Units not cancelled."""
        return Quantity(self.quantity - self.cancelled)

    @property
    def bought(self) -> Quantity:
        """Units neither cancelled nor refunded, invoiced or not."""
        return Quantity(self.kept - self.refunded)


_APPROVE, _UNAPPROVE, _UNCHANGED = (
    PointsChange.APPROVE,
    PointsChange.UNAPPROVE,
    PointsChange.UNCHANGED,
)
_USED_ONLY = StatusRule(_APPROVE, _UNCHANGED)
_BOTH = StatusRule(_APPROVE, _APPROVE)
_NEITHER = StatusRule(_UNAPPROVE, _UNAPPROVE)
UNCHANGED = StatusRule(_UNCHANGED, _UNCHANGED)

DEFAULT_RULES: Mapping[str, StatusRule] = {
    PENDING: _USED_ONLY,
    PROCESSING: _USED_ONLY,
    "confirmed": _BOTH,
    "shipped": _BOTH,
    COMPLETE: _BOTH,
    CANCELED: _NEITHER,
    "refunded": _NEITHER,
    "failed": _NEITHER,
    "denied": _NEITHER,
    CLOSED: UNCHANGED,
}


def rule_of(rules: Mapping[str, StatusRule], status: str) -> StatusRule:
    """Return the rule of a status; one that is no longer known changes nothing."""
    return rules.get(status, UNCHANGED)


def status_of(lines: Iterable[LineState]) -> str:
    """Return the status that the quantities alone lead to (R6.5).

    The first invoice leads to `processing`; nothing left un-invoiced to `complete`, or to `closed`
    when all that was invoiced is refunded; all cancelled to `canceled`.
    """
    states = list(lines)
    if all(line.cancelled == line.quantity for line in states):
        return CANCELED
    if not any(line.invoiced for line in states):
        return PENDING
    if any(line.open for line in states):
        return PROCESSING
    if all(line.refunded == line.invoiced for line in states):
        return CLOSED
    return COMPLETE


def next_status(current: str, before: Iterable[LineState], after: Iterable[LineState]) -> str:
    """Return the status after the quantities have changed: the shop's own stays until then."""
    reached = status_of(after)
    return current if reached == status_of(before) else reached


def is_completed(status: str, lines: Iterable[LineState]) -> bool:
    """Test whether what follows an order's completion may follow (R6.5).

    A status alone completes no order of which nothing was bought in the end.
    """
    return status == COMPLETE and any(line.bought for line in lines)


def is_open(status: str, rule: StatusRule) -> bool:
    """Test whether an order in `status` may still earn: not once it is over (R6.7)."""
    return status not in {CANCELED, CLOSED} and rule.received is not PointsChange.UNAPPROVE
