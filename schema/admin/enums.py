"""Enums of the admin API, described for integrators."""

from schema.described_enum import describe_enum
from services.moving.files.row_file import FileOrigin
from services.rules.basics.enums import (
    ActivityType,
    ClawbackPolicy,
    DeliveryStatus,
    DiscountKind,
    EarningSource,
    EmailStatus,
    ExpiryCalculation,
    ExpiryRounding,
    ImportMode,
    Interval,
    InvitationOrderFrequency,
    Job,
    JournalAccount,
    LedgerReason,
    PointsChange,
    PointsState,
    RateDirection,
    SkuMatch,
)

describe_enum(
    FileOrigin,
    "Whose tables a file of balances is of.",
    {
        FileOrigin.ADOBE: (
            "Adobe Commerce's: `magento_reward`, `magento_reward_history`, or customer finances."
        ),
        FileOrigin.PHOCA: "Phoca Cart's: `phocacart_reward_points`.",
    },
)
describe_enum(
    RateDirection,
    "The direction of an exchange rate.",
    {
        RateDirection.POINTS_TO_CURRENCY: "Redeeming: what points are worth.",
        RateDirection.CURRENCY_TO_POINTS: "Earning: how many points money spent earns.",
    },
)
describe_enum(
    ExpiryCalculation,
    "How the expiry date of points is calculated if `expiryDays` is set.",
    {
        ExpiryCalculation.STATIC: "Fixed when the points are credited.",
        ExpiryCalculation.DYNAMIC: (
            "The time of the credit plus the current `expiryDays`: changing the setting moves the "
            "dates of all points that have not expired."
        ),
    },
)
describe_enum(
    ExpiryRounding,
    "Where the end of points is moved to, in the website's time zone.",
    {
        ExpiryRounding.INSTANT: "Nowhere: points expire to the instant.",
        ExpiryRounding.END_OF_DAY: "The next midnight.",
        ExpiryRounding.END_OF_MONTH: "The midnight at which the month ends.",
        ExpiryRounding.END_OF_YEAR: "The midnight at which the year ends.",
    },
)
describe_enum(
    ClawbackPolicy,
    "What happens when earned points have to be taken back but are already spent.",
    {
        ClawbackPolicy.CLAMP: "Take what is there; the balance stops at 0.",
        ClawbackPolicy.DEBT: (
            "Take all; the balance goes below 0 and later credits repay the debt first."
        ),
    },
)
describe_enum(
    InvitationOrderFrequency,
    "Which orders of an invitee reward the inviter.",
    {
        InvitationOrderFrequency.EACH: "Every completed order.",
        InvitationOrderFrequency.FIRST: "Only the first completed order.",
    },
)
describe_enum(
    ImportMode,
    "How an imported row changes the balance.",
    {
        ImportMode.ADD: "Adds the points, or takes them when negative.",
        ImportMode.SET: "Moves the balance to the points: adds or takes the difference.",
    },
)
describe_enum(
    LedgerReason,
    "The reason a balance changed.",
    {
        LedgerReason.PURCHASE: "Points earned by an order.",
        LedgerReason.REDEMPTION: "Points used to pay for an order.",
        LedgerReason.REDEMPTION_RETURNED: "Points used on an order and given back.",
        LedgerReason.REGISTRATION: "Points for registering.",
        LedgerReason.NEWSLETTER_SIGNUP: "Points for subscribing to the newsletter.",
        LedgerReason.INVITATION_SENT: "Points for sending an invitation.",
        LedgerReason.INVITATION_CUSTOMER: "Points because an invitee registered.",
        LedgerReason.INVITATION_ORDER: "Points because an invitee's order completed.",
        LedgerReason.REVIEW: "Points for an approved review.",
        LedgerReason.ADMIN_ADJUSTMENT: "Points added or deducted by an admin.",
        LedgerReason.EARNING_REVERSED: "Points earned by an order and taken back.",
        LedgerReason.EXPIRED: "Points that were not used before they expired.",
        LedgerReason.IMPORT: "Points imported from another system.",
        LedgerReason.ORPHAN_MOVED: "Points moved from a deleted website to another website.",
        LedgerReason.ORPHAN_DELETED: "Points written off after their website was deleted.",
        LedgerReason.MERGE: "Points moved from or to another customer when the two were merged.",
        LedgerReason.CUSTOM: "Points for a custom activity.",
    },
)
describe_enum(
    EarningSource,
    "What an order earns points from.",
    {
        EarningSource.RATE: "The amount paid, at the exchange rate.",
        EarningSource.PRODUCT: "Points of a product.",
        EarningSource.CART_RULE: "A cart rule that matched.",
    },
)
describe_enum(
    DiscountKind,
    "The kind of discount a cart rule gives.",
    {
        DiscountKind.PERCENT: "A percentage of the subtotal left after earlier rules.",
        DiscountKind.FIXED: "A fixed amount, once per cart.",
    },
)
describe_enum(
    SkuMatch,
    "Whether one or all of a cart rule's products must be in the cart.",
    {SkuMatch.ANY: "At least one of the products.", SkuMatch.ALL: "All of the products."},
)
describe_enum(
    PointsChange,
    "What an order status does to the points the order uses or is to earn.",
    {
        PointsChange.UNCHANGED: "No change.",
        PointsChange.APPROVE: "Deduct the points used; credit the points to earn.",
        PointsChange.UNAPPROVE: "Give the points used back; take the points earned back.",
    },
)
describe_enum(
    PointsState,
    "The state of the points an order uses or is to earn.",
    {
        PointsState.NONE: "The order has no such points.",
        PointsState.PENDING: (
            "Not booked yet: points used are on hold, points to earn are expected."
        ),
        PointsState.APPROVED: "Booked: points used are deducted, points to earn are credited.",
    },
)
describe_enum(
    ActivityType,
    "Something a customer did that may be rewarded.",
    {
        ActivityType.NEWSLETTER_SIGNUP: (
            "The customer subscribed to a newsletter. Only their first subscription ever is "
            "rewarded."
        ),
        ActivityType.REVIEW_APPROVED: (
            "A review by the customer was approved; `reference` is its id."
        ),
        ActivityType.CUSTOM: "A custom activity, named by `customCode`.",
    },
)
describe_enum(
    Job,
    "A job of the background worker.",
    {
        Job.EXPIRE_POINTS: "Write off expired points.",
        Job.SEND_EXPIRY_WARNINGS: "Queue mail that warns of points about to expire.",
        Job.RELEASE_HOLDS: "Delete holds that have ended.",
        Job.DELIVER_EMAILS: "Send the mail that is due to the mail server.",
        Job.CREDIT_MATURED_POINTS: "Credit the points of orders that have matured.",
        Job.DELIVER_WEBHOOKS: "Send the events that are due to webhook endpoints.",
    },
)
describe_enum(
    DeliveryStatus,
    "The status of a webhook's delivery.",
    {
        DeliveryStatus.QUEUED: "Waiting for the first attempt or the next one.",
        DeliveryStatus.DELIVERED: "Accepted by the receiver, which answered 2xx.",
        DeliveryStatus.FAILED: "Given up; `lastError` says why.",
    },
)
describe_enum(
    EmailStatus,
    "The delivery status of a mail.",
    {
        EmailStatus.QUEUED: "Waiting for the first attempt or the next one.",
        EmailStatus.SENT: "Accepted by the mail server.",
        EmailStatus.FAILED: "Given up; `lastError` says why.",
    },
)
describe_enum(
    Interval,
    "What the period of a report is divided into, in the website's time zone.",
    {
        Interval.DAY: "Days, from midnight to midnight.",
        Interval.WEEK: "Weeks, which begin on Monday.",
        Interval.MONTH: "Months of the calendar.",
    },
)
describe_enum(
    JournalAccount,
    "An account of the journal.",
    {
        JournalAccount.DEFERRED_REVENUE: (
            "The liability: what points outstanding are worth. Its balance is `Liability.worth`."
        ),
        JournalAccount.REVENUE: (
            "Deferred when a purchase earns points, recognised when points pay for an order."
        ),
        JournalAccount.BREAKAGE: "Revenue from points of purchases that were never used.",
        JournalAccount.PROMOTIONAL_COST: (
            "The cost of points given away; it comes back when they go unused."
        ),
        JournalAccount.REVALUATION: (
            "The other side of what changes the worth alone: rates, groups, moves, deleted"
            " websites."
        ),
    },
)
