"""Event types: what a webhook can tell of (R16.1)."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from services.rules.basics.enums import LedgerReason


class EventType(StrEnum):
    """What happened."""

    POINTS_EARNED = "points.earned"
    POINTS_REDEEMED = "points.redeemed"
    POINTS_RETURNED = "points.returned"
    POINTS_REVERSED = "points.reversed"
    POINTS_EXPIRED = "points.expired"
    POINTS_ADJUSTED = "points.adjusted"
    POINTS_EXPIRING = "points.expiring"
    ACCOUNT_CHANGED = "account.changed"
    ORDER_COMPLETED = "order.completed"
    CUSTOMER_ERASED = "customer.erased"


# By what an entry of the ledger was written for; awards are earned, what people move is adjusted
# (R16.2).
_OF_REASON = {
    LedgerReason.PURCHASE: EventType.POINTS_EARNED,
    LedgerReason.REDEMPTION: EventType.POINTS_REDEEMED,
    LedgerReason.REDEMPTION_RETURNED: EventType.POINTS_RETURNED,
    LedgerReason.REGISTRATION: EventType.POINTS_EARNED,
    LedgerReason.NEWSLETTER_SIGNUP: EventType.POINTS_EARNED,
    LedgerReason.INVITATION_SENT: EventType.POINTS_EARNED,
    LedgerReason.INVITATION_CUSTOMER: EventType.POINTS_EARNED,
    LedgerReason.INVITATION_ORDER: EventType.POINTS_EARNED,
    LedgerReason.REVIEW: EventType.POINTS_EARNED,
    LedgerReason.ADMIN_ADJUSTMENT: EventType.POINTS_ADJUSTED,
    LedgerReason.EARNING_REVERSED: EventType.POINTS_REVERSED,
    LedgerReason.EXPIRED: EventType.POINTS_EXPIRED,
    LedgerReason.IMPORT: EventType.POINTS_ADJUSTED,
    LedgerReason.ORPHAN_MOVED: EventType.POINTS_ADJUSTED,
    LedgerReason.ORPHAN_DELETED: EventType.POINTS_ADJUSTED,
    LedgerReason.MERGE: EventType.POINTS_ADJUSTED,
    LedgerReason.CUSTOM: EventType.POINTS_EARNED,
}


def type_of_entry(reason: LedgerReason) -> EventType:
    """Return what an entry of the ledger is told as (R16.2)."""
    return _OF_REASON[reason]


@dataclass(frozen=True, slots=True)
class Subscriber:
    """An endpoint that is told of events: of some types or all, of some websites or all."""

    endpoint_id: UUID
    events: frozenset[str] = frozenset()
    website_codes: frozenset[str] = frozenset()

    def wants(self, event_type: EventType, website_code: str) -> bool:
        """Tell whether to tell it; what concerns no one website (no code) concerns all."""
        wants_type = not self.events or event_type.value in self.events
        is_everywhere = not self.website_codes or not website_code
        return wants_type and (is_everywhere or website_code in self.website_codes)
