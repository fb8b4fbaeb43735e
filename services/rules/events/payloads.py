"""Payloads of events, made of docs/webhooks by `make snapshots`."""

from typing import Literal, NotRequired, TypedDict


class Money(TypedDict):
    """An exact amount, as text, with at least the currency's decimals."""

    amount: str
    currency: str


Instant = str


class Entry(TypedDict):
    """An entry of the ledger, with the names of the admin API's LedgerEntry."""

    id: str
    customerId: str
    websiteCode: str
    points: int
    amount: Money
    balance: int
    amountBalance: Money
    reason: Literal[
        "PURCHASE",
        "REDEMPTION",
        "REDEMPTION_RETURNED",
        "REGISTRATION",
        "NEWSLETTER_SIGNUP",
        "INVITATION_SENT",
        "INVITATION_CUSTOMER",
        "INVITATION_ORDER",
        "REVIEW",
        "ADMIN_ADJUSTMENT",
        "EARNING_REVERSED",
        "EXPIRED",
        "IMPORT",
        "ORPHAN_MOVED",
        "ORPHAN_DELETED",
        "MERGE",
        "CUSTOM",
    ]
    reasonLabel: str
    orderId: str | None
    shortfall: int
    expiresAt: str | None
    createdAt: Instant


Missing = list[str]


class PointsEvent(TypedDict):
    """A change of a balance: one entry of the ledger."""

    type: Literal[
        "points.earned",
        "points.redeemed",
        "points.returned",
        "points.reversed",
        "points.expired",
        "points.adjusted",
    ]
    timestamp: Instant
    data: Entry
    missing: NotRequired[Missing]


class ExpiringLot(TypedDict):
    """Points that were credited together and are left."""

    lotId: str
    points: int
    expiresAt: Instant


class Expiring(TypedDict):
    """Points that expire within the website's `expiryWarningDays`; each lot is told of once."""

    customerId: str
    websiteCode: str
    points: int
    expiresAt: Instant
    lots: list[ExpiringLot]
    createdAt: Instant


class PointsExpiringEvent(TypedDict):
    """Points of an account that expire soon."""

    type: Literal["points.expiring"]
    timestamp: Instant
    data: Expiring
    missing: NotRequired[Missing]


class Account(TypedDict):
    """An account after a transaction."""

    customerId: str
    websiteCode: str
    balance: int
    amountBalance: Money
    debt: int
    createdAt: Instant


class AccountChangedEvent(TypedDict):
    """An account whose balance or debt has changed, by however many entries."""

    type: Literal["account.changed"]
    timestamp: Instant
    data: Account
    missing: NotRequired[Missing]


class CompletedOrder(TypedDict):
    """An order that is complete."""

    orderId: str
    number: str
    customerId: str
    websiteCode: str
    createdAt: Instant


class OrderCompletedEvent(TypedDict):
    """A customer's order that is complete for the first time."""

    type: Literal["order.completed"]
    timestamp: Instant
    data: CompletedOrder
    missing: NotRequired[Missing]


class ErasedCustomer(TypedDict):
    """A customer who was erased."""

    customerId: str
    createdAt: Instant


class CustomerErasedEvent(TypedDict):
    """A customer whose personal data is gone."""

    type: Literal["customer.erased"]
    timestamp: Instant
    data: ErasedCustomer
    missing: NotRequired[Missing]


Event = (
    PointsEvent
    | PointsExpiringEvent
    | AccountChangedEvent
    | OrderCompletedEvent
    | CustomerErasedEvent
)
