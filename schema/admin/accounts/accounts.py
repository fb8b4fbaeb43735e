"""Reward accounts in the admin API (R1.2), and what is answered when their points are moved."""

from datetime import datetime
from typing import Self

import strawberry

from resolvers.admin.accounts import accounts, adjustments, orphans
from schema.admin.accounts.ledger import LedgerEntry
from schema.admin.money import Money
from schema.admin.pages import Connection
from schema.admin.user_errors import Payload, command
from services.accounts.adjustments import Adjustment
from services.ledger.entries import LedgerEntry as BookedEntry
from services.rules.basics.enums import LedgerReason


@strawberry.type(
    description=(
        "Points credited together, which expire together. `expiresAt` is the date in force; the"
        " other two are what STATIC and DYNAMIC say."
    )
)
class Lot:
    id: strawberry.ID = strawberry.field(description="Its id, which we gave.")
    points: int = strawberry.field(description="How many points were credited.")
    remaining: int = strawberry.field(description="How many of them are left.")
    reason: LedgerReason = strawberry.field(description="What they were credited for.")
    created_at: datetime = strawberry.field(description="When they were credited.")
    expires_at: datetime | None = strawberry.field(description="When they expire; null: never.")
    static_expires_at: datetime | None = strawberry.field(
        description="The date fixed at the credit; null: never."
    )
    dynamic_expires_at: datetime | None = strawberry.field(
        description="The date by today's settings; null: never."
    )


@strawberry.type(description="A customer's points on one website.")
class RewardAccount:
    customer_id: strawberry.ID = strawberry.field(description="Whose points.")
    website_code: str = strawberry.field(description="On which website.")
    orphan: bool = strawberry.field(
        description="Whether the website is deleted: its points are kept, not spendable."
    )
    balance: int = strawberry.field(
        description="The points there, those held included, expired ones not; below 0 in debt."
    )
    worth: Money = strawberry.field(
        description="What the balance is worth at today's redemption rate; 0 without one."
    )
    held: int = strawberry.field(description="Points kept for checkouts and open orders.")
    available: int = strawberry.field(description="What can be spent: the balance less the holds.")
    pending: int = strawberry.field(description="Points that open orders are expected to earn.")
    debt: int = strawberry.field(description="Points owed, which later credits repay first.")
    lots = strawberry.field(
        resolver=accounts.lots,
        graphql_type=list[Lot],
        description="The lots with points left, soonest expiry first.",
    )
    history = strawberry.field(
        resolver=accounts.history,
        graphql_type=Connection[LedgerEntry],
        description="All that ever happened to the balance, newest first.",
    )


@strawberry.type(
    description=(
        "What moving points has written, or why it was refused. `entry` is null when there was"
        " nothing to write; `message` then says why."
    )
)
class LedgerPayload(Payload):
    entry: BookedEntry | None = strawberry.field(
        default=None, graphql_type=LedgerEntry | None, description="The entry written."
    )
    account = strawberry.field(
        resolver=accounts.adjusted_account,
        graphql_type=RewardAccount | None,
        description="The account as it stands now.",
    )
    message: str | None = strawberry.field(
        default=None, description="What is to be said about it, like what the cap cut off."
    )
    replayed: bool = strawberry.field(
        default=False, description="Whether this was done before: the first result is answered."
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
            "Add points to a customer's balance, or take them, by hand. What is added is cut by the"
            " cap; what is taken must be available."
        ),
    )
    orphan_points_move = command(
        orphans.orphan_points_move,
        LedgerPayload,
        scope="points:write",
        description=(
            "Move the points that a customer has on a deleted website to another one; they keep"
            " their dates. The entry is the one on the other website."
        ),
    )
    orphan_points_delete = command(
        orphans.orphan_points_delete,
        LedgerPayload,
        scope="points:write",
        description="Write off the points that a customer has on a deleted website.",
    )
