"""The closed lists of words of the admin API, described for integrators."""

from schema.described_enum import describe_enum
from services.rules.basics.enums import (
    ActivityType,
    ClawbackPolicy,
    DiscountKind,
    EarningSource,
    EmailStatus,
    ExpiryCalculation,
    InvitationOrderFrequency,
    Job,
    LedgerReason,
    PointsChange,
    PointsState,
    RateDirection,
    SkuMatch,
)

describe_enum(
    RateDirection,
    "What an exchange rate turns into what.",
    {
        RateDirection.POINTS_TO_CURRENCY: "What points are worth when they are redeemed.",
        RateDirection.CURRENCY_TO_POINTS: "What money spent earns in points.",
    },
)
describe_enum(
    ExpiryCalculation,
    "How the date on which points expire comes about, where `expiryDays` is set.",
    {
        ExpiryCalculation.STATIC: "Fixed when the points are credited.",
        ExpiryCalculation.DYNAMIC: (
            "The day of the credit plus today's `expiryDays`: changing the setting moves the dates"
            " of all points not yet expired."
        ),
    },
)
describe_enum(
    ClawbackPolicy,
    "What happens when earned points are taken back that are spent already.",
    {
        ClawbackPolicy.CLAMP: "What is there is taken; the balance stops at 0.",
        ClawbackPolicy.DEBT: "The balance goes below 0; later credits repay the debt first.",
    },
)
describe_enum(
    InvitationOrderFrequency,
    "Which orders of an invitee reward the one who invited them.",
    {
        InvitationOrderFrequency.EACH: "Every order that completes.",
        InvitationOrderFrequency.FIRST: "The first order to complete.",
    },
)
describe_enum(
    LedgerReason,
    "Why a balance changed.",
    {
        LedgerReason.PURCHASE: "Earned with an order.",
        LedgerReason.REDEMPTION: "Spent on an order.",
        LedgerReason.REDEMPTION_RETURNED: "Spent on an order, and given back.",
        LedgerReason.REGISTRATION: "Awarded for registering.",
        LedgerReason.NEWSLETTER_SIGNUP: "Awarded for subscribing to a newsletter.",
        LedgerReason.INVITATION_SENT: "Awarded for inviting somebody.",
        LedgerReason.INVITATION_CUSTOMER: "Awarded when an invitee registered.",
        LedgerReason.INVITATION_ORDER: "Awarded when an invitee's order completed.",
        LedgerReason.REVIEW: "Awarded for a review that was approved.",
        LedgerReason.ADMIN_ADJUSTMENT: "Added or taken by hand.",
        LedgerReason.EARNING_REVERSED: "Earned with an order, and taken back.",
        LedgerReason.EXPIRED: "Not used in time.",
        LedgerReason.IMPORT: "Brought from another system.",
        LedgerReason.ORPHAN_MOVED: "Moved away from a website that was deleted, or to another one.",
        LedgerReason.ORPHAN_DELETED: "Written off after the website was deleted.",
        LedgerReason.MERGE: "Moved from or to another customer when the two were merged.",
        LedgerReason.CUSTOM: "Awarded for an activity that the shop defined.",
    },
)
describe_enum(
    EarningSource,
    "What an order earns points by.",
    {
        EarningSource.RATE: "The money paid, by the exchange rate.",
        EarningSource.PRODUCT: "Points that a product brings.",
        EarningSource.CART_RULE: "A cart rule that matched.",
    },
)
describe_enum(
    DiscountKind,
    "What the discount of a cart rule is.",
    {
        DiscountKind.PERCENT: "So many percent of the subtotal left so far.",
        DiscountKind.FIXED: "An amount, once per cart.",
    },
)
describe_enum(
    SkuMatch,
    "How many of a cart rule's products must be in the cart.",
    {SkuMatch.ANY: "One of them will do.", SkuMatch.ALL: "Each of them must be there."},
)
describe_enum(
    PointsChange,
    "What an order status does to the points that the order uses, or is to earn.",
    {
        PointsChange.UNCHANGED: "Nothing.",
        PointsChange.APPROVE: "Takes the points used; credits those to earn.",
        PointsChange.UNAPPROVE: "Gives the points used back; takes back those earned.",
    },
)
describe_enum(
    PointsState,
    "How the points that an order uses, or is to earn, stand.",
    {
        PointsState.NONE: "There are none.",
        PointsState.PENDING: "Not yet moved: those used are held, those to earn expected.",
        PointsState.APPROVED: "Moved: those used are taken, those to earn credited.",
    },
)
describe_enum(
    ActivityType,
    "What a customer did that may be rewarded.",
    {
        ActivityType.NEWSLETTER_SIGNUP: (
            "Subscribed to a newsletter. Only a customer's first subscription ever is rewarded."
        ),
        ActivityType.REVIEW_APPROVED: "Wrote a review that was approved; `reference` is its id.",
        ActivityType.CUSTOM: "Did what you have defined yourself; `customCode` says what.",
    },
)
describe_enum(
    Job,
    "What the background worker does.",
    {
        Job.EXPIRE_POINTS: "Write off the points whose time is over.",
        Job.SEND_EXPIRY_WARNINGS: "Queue mail about points that are to expire.",
        Job.RELEASE_HOLDS: "Delete the holds whose time is over.",
        Job.DELIVER_EMAILS: "Hand the mail that is due over to the mail server.",
    },
)
describe_enum(
    EmailStatus,
    "How far a mail has come.",
    {
        EmailStatus.QUEUED: "It waits, for the first time or to be tried again.",
        EmailStatus.SENT: "The mail server took it.",
        EmailStatus.FAILED: "It was given up; `lastError` says why.",
    },
)
