"""Enums shared by the rules, the rows and both APIs."""

from enum import StrEnum


class RateDirection(StrEnum):
    """What an exchange rate turns into what (R2.1)."""

    POINTS_TO_CURRENCY = "POINTS_TO_CURRENCY"
    CURRENCY_TO_POINTS = "CURRENCY_TO_POINTS"


class ExpiryCalculation(StrEnum):
    """Whether a lot's expiry is fixed at the credit or follows today's setting (R10.2)."""

    STATIC = "STATIC"
    DYNAMIC = "DYNAMIC"


class ExpiryRounding(StrEnum):
    """To the end of what, in the website's time zone, points live (R10.1)."""

    INSTANT = "INSTANT"
    END_OF_DAY = "END_OF_DAY"
    END_OF_MONTH = "END_OF_MONTH"
    END_OF_YEAR = "END_OF_YEAR"


class ClawbackPolicy(StrEnum):
    """What happens when points to be taken back are spent: take what is there, or owe (R4.4)."""

    CLAMP = "CLAMP"
    DEBT = "DEBT"


class InvitationOrderFrequency(StrEnum):
    """Which of an invitee's orders reward the inviter: each, or the first (R9.3)."""

    EACH = "EACH"
    FIRST = "FIRST"


class ImportMode(StrEnum):
    """How an imported row changes a balance (R15.4)."""

    ADD = "ADD"
    SET = "SET"


class LedgerReason(StrEnum):
    """Why a balance changed (R3.6)."""

    PURCHASE = "PURCHASE"
    REDEMPTION = "REDEMPTION"
    REDEMPTION_RETURNED = "REDEMPTION_RETURNED"
    REGISTRATION = "REGISTRATION"
    NEWSLETTER_SIGNUP = "NEWSLETTER_SIGNUP"
    INVITATION_SENT = "INVITATION_SENT"
    INVITATION_CUSTOMER = "INVITATION_CUSTOMER"
    INVITATION_ORDER = "INVITATION_ORDER"
    REVIEW = "REVIEW"
    ADMIN_ADJUSTMENT = "ADMIN_ADJUSTMENT"
    EARNING_REVERSED = "EARNING_REVERSED"
    EXPIRED = "EXPIRED"
    IMPORT = "IMPORT"
    ORPHAN_MOVED = "ORPHAN_MOVED"
    ORPHAN_DELETED = "ORPHAN_DELETED"
    MERGE = "MERGE"
    CUSTOM = "CUSTOM"


class LotKind(StrEnum):
    """Whether points were earned by a purchase or given away, for the journal (R15.3)."""

    PAID = "PAID"
    PROMOTIONAL = "PROMOTIONAL"


class Interval(StrEnum):
    """What a period is divided into: days, weeks from Monday on, months of a calendar (R15.2)."""

    DAY = "DAY"
    WEEK = "WEEK"
    MONTH = "MONTH"


class JournalAccount(StrEnum):
    """The accounts of the journal; DEFERRED_REVENUE is the liability (R15.3)."""

    DEFERRED_REVENUE = "DEFERRED_REVENUE"
    REVENUE = "REVENUE"
    BREAKAGE = "BREAKAGE"
    PROMOTIONAL_COST = "PROMOTIONAL_COST"
    REVALUATION = "REVALUATION"


class EarningSource(StrEnum):
    """What an order earns points by (R5.8)."""

    RATE = "RATE"
    PRODUCT = "PRODUCT"
    CART_RULE = "CART_RULE"


class DiscountKind(StrEnum):
    """Whether a cart rule's discount is a part of the subtotal or an amount (R8.1)."""

    PERCENT = "PERCENT"
    FIXED = "FIXED"


class SkuMatch(StrEnum):
    """Whether one of a cart rule's skus must be in the cart, or each (R8.1)."""

    ANY = "ANY"
    ALL = "ALL"


class PointsChange(StrEnum):
    """What an order status does to one of an order's two flags (R6.2)."""

    UNCHANGED = "UNCHANGED"
    APPROVE = "APPROVE"
    UNAPPROVE = "UNAPPROVE"


class PointsState(StrEnum):
    """How one of an order's two flags stands; NONE where no points are concerned (R6.2)."""

    NONE = "NONE"
    PENDING = "PENDING"
    APPROVED = "APPROVED"


class Job(StrEnum):
    """The background jobs: expiry (R10.3), warnings (R10.4), holds (R5.7), mail (R11.3), maturity.

    Points of orders mature by R6.13, webhooks are delivered by R16.1.
    """

    EXPIRE_POINTS = "EXPIRE_POINTS"
    SEND_EXPIRY_WARNINGS = "SEND_EXPIRY_WARNINGS"
    RELEASE_HOLDS = "RELEASE_HOLDS"
    DELIVER_EMAILS = "DELIVER_EMAILS"
    CREDIT_MATURED_POINTS = "CREDIT_MATURED_POINTS"
    DELIVER_WEBHOOKS = "DELIVER_WEBHOOKS"


class ActivityType(StrEnum):
    """What a shop reports of a customer (R9.1)."""

    NEWSLETTER_SIGNUP = "NEWSLETTER_SIGNUP"
    REVIEW_APPROVED = "REVIEW_APPROVED"
    CUSTOM = "CUSTOM"


class EmailKind(StrEnum):
    """What a mail is about: a balance that has changed, or points that are to expire (R11.1)."""

    BALANCE_UPDATE = "BALANCE_UPDATE"
    EXPIRY_WARNING = "EXPIRY_WARNING"


class DeliveryStatus(StrEnum):
    """How far the delivery of an event has come (R16.1)."""

    QUEUED = "QUEUED"
    DELIVERED = "DELIVERED"
    FAILED = "FAILED"


class EmailStatus(StrEnum):
    """How far a mail has come (R11.3)."""

    QUEUED = "QUEUED"
    SENT = "SENT"
    FAILED = "FAILED"
