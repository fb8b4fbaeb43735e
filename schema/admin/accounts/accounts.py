"""Reward accounts in the admin API (R1.2), and the payloads of mutations that move points."""

from datetime import datetime
from typing import Self

import strawberry

from resolvers.admin.accounts import accounts, adjustments, orphans
from schema.admin.accounts.ledger import LedgerEntry
from schema.admin.money import Money
from schema.admin.pages import Connection
from schema.admin.user_errors import Payload, command
from schema.scalars import BigInt
from services.accounts.adjustments import Adjustment
from services.ledger.entries import LedgerEntry as BookedEntry
from services.rules.basics.enums import LedgerReason


@strawberry.type(
    description=(
        "Points that were credited together and expire together. `expiresAt` is the date in force; "
        "`staticExpiresAt` and `dynamicExpiresAt` are the dates under each method of calculation."
    )
)
class Lot:
    id: strawberry.ID = strawberry.field(description="The lot's id, assigned by the service.")
    points: int = strawberry.field(description="The number of points credited.")
    remaining: int = strawberry.field(description="The number of those points that are left.")
    reason: LedgerReason = strawberry.field(description="The reason they were credited.")
    created_at: datetime = strawberry.field(description="When the points were credited.")
    expires_at: datetime | None = strawberry.field(
        description="When the points expire; null if never."
    )
    static_expires_at: datetime | None = strawberry.field(
        description="The date fixed when the points were credited; null if never."
    )
    dynamic_expires_at: datetime | None = strawberry.field(
        description="The date according to the current settings; null if never."
    )


@strawberry.type(description="A customer's points on one website.")
class RewardAccount:
    customer_id: strawberry.ID = strawberry.field(description="The customer's id.")
    website_code: str = strawberry.field(description="The website's code.")
    orphan: bool = strawberry.field(
        description="Whether the website has been deleted. Its points are kept but can't be spent."
    )
    balance: int = strawberry.field(
        description=(
            "The customer's points, including points on hold, excluding expired points. Negative "
            "when the account is in debt."
        )
    )
    worth: Money = strawberry.field(
        description="The value of the balance at the current redemption rate; 0 if no rate applies."
    )
    held: int = strawberry.field(description="Points on hold for checkouts and open orders.")
    available: int = strawberry.field(
        description="Points that can be spent: the balance minus the holds."
    )
    pending: BigInt = strawberry.field(
        description="Points that open orders are expected to earn; may be beyond 32 bits."
    )
    pending_until: datetime | None = strawberry.field(
        description=(
            "When the first of the pending points are credited; null if that is not known: no "
            "order's points are approved and wait for `maturityDays`."
        )
    )
    debt: int = strawberry.field(
        description="Points the customer owes. Later credits repay them first."
    )
    lots = strawberry.field(
        resolver=accounts.lots,
        graphql_type=list[Lot],
        description="Lots that still have points, soonest expiry first.",
    )
    history = strawberry.field(
        resolver=accounts.history,
        graphql_type=Connection[LedgerEntry],
        description="Every change of the balance, newest first.",
    )


@strawberry.type(
    description=(
        "The result of moving points. `entry` is null when nothing was written; `message` then "
        "says why."
    )
)
class LedgerPayload(Payload):
    entry: BookedEntry | None = strawberry.field(
        default=None, graphql_type=LedgerEntry | None, description="The ledger entry written."
    )
    account = strawberry.field(
        resolver=accounts.adjusted_account,
        graphql_type=RewardAccount | None,
        description="The account after the change.",
    )
    message: str | None = strawberry.field(
        default=None,
        description="A remark about the result, for example that the balance cap cut the credit.",
    )
    replayed: bool = strawberry.field(
        default=False,
        description=(
            "True if this command was already carried out: the first result is returned again."
        ),
    )
    adjustment: strawberry.Private[Adjustment | None] = None

    @classmethod
    def of(cls, adjustment: Adjustment) -> Self:
        """Answer with what was written."""
        return cls(
            entry=adjustment.entry,
            message=adjustment.message,
            replayed=adjustment.replayed,
            adjustment=adjustment,
        )


@strawberry.type
class AccountMutation:
    points_adjust = command(
        adjustments.points_adjust,
        LedgerPayload,
        scope="points:write",
        description=(
            "Add points to a customer's balance or deduct them. The balance cap limits what is "
            "added; points to deduct must be available."
        ),
    )
    orphan_points_move = command(
        orphans.orphan_points_move,
        LedgerPayload,
        scope="points:write",
        description=(
            "Move a customer's points from a deleted website to another website. Expiry dates are "
            "kept. `entry` is the one on the target website."
        ),
    )
    orphan_points_delete = command(
        orphans.orphan_points_delete,
        LedgerPayload,
        scope="points:write",
        description="Write off a customer's points on a deleted website.",
    )
