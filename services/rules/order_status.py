"""What an order's status says of its points, and where its quantities lead (R6.2 to R6.5)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from services.rules.enums import PointsChange

PENDING = "pending"
PROCESSING = "processing"
COMPLETE = "complete"


@dataclass(frozen=True, slots=True)
class StatusRule:
    """What reaching a status does to the points used (`needed`) and to earn (`received`)."""

    needed: PointsChange
    received: PointsChange


@dataclass(frozen=True, slots=True)
class LineState:
    """How many units of an order's line were ordered, and what became of them."""

    quantity: int
    invoiced: int = 0
    cancelled: int = 0
    refunded: int = 0

    @property
    def open(self) -> int:
        """Units neither invoiced nor cancelled."""
        return self.quantity - self.invoiced - self.cancelled


_APPROVE, _UNAPPROVE, _UNCHANGED = (
    PointsChange.APPROVE,
    PointsChange.UNAPPROVE,
    PointsChange.UNCHANGED,
)
_USED_ONLY = StatusRule(_APPROVE, _UNCHANGED)
_BOTH = StatusRule(_APPROVE, _APPROVE)
_NEITHER = StatusRule(_UNAPPROVE, _UNAPPROVE)

DEFAULT_RULES: Mapping[str, StatusRule] = {
    PENDING: _USED_ONLY,
    PROCESSING: _USED_ONLY,
    "confirmed": _BOTH,
    "shipped": _BOTH,
    COMPLETE: _BOTH,
    "canceled": _NEITHER,
    "refunded": _NEITHER,
    "failed": _NEITHER,
    "denied": _NEITHER,
    "closed": StatusRule(_UNCHANGED, _UNCHANGED),
}


def status_of(lines: Iterable[LineState], current: str) -> str:
    """Return the status that the quantities lead to (R6.5).

    The first invoice leads to `processing`; nothing left un-invoiced to `complete`.
    """
    states = list(lines)
    if not any(line.invoiced for line in states):
        return current
    return PROCESSING if any(line.open for line in states) else COMPLETE
