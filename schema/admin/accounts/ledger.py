"""Ledger entries in the admin API (R3)."""

from datetime import datetime

import strawberry

from resolvers.admin.accounts import ledger, verification
from schema.admin.money import Money
from schema.admin.pages import Connection
from schema.admin.setup.exchange_rates import RecordedRate
from schema.permissions import scoped
from services.rules.basics.enums import LedgerReason


@strawberry.type(description="Points that an entry took from a lot or put into it.")
class LotAllocation:
    lot_id: strawberry.ID = strawberry.field(description="The lot.")
    points: int = strawberry.field(description="How many points.")


@strawberry.type(description="One change of a balance. It is never changed or deleted.")
class LedgerEntry:
    id: strawberry.ID = strawberry.field(description="Its id, which we gave.")
    customer_id: strawberry.ID = strawberry.field(description="Whose balance.")
    website_code: str = strawberry.field(description="On which website.")
    points: int = strawberry.field(description="By how many points; below 0 takes.")
    amount: Money | None = strawberry.field(
        description="By how much it changed what the balance is worth."
    )
    balance: int = strawberry.field(description="The balance after it.")
    amount_balance: Money | None = strawberry.field(
        description="What that was worth, at the redemption rate of the moment."
    )
    rate: RecordedRate | None = strawberry.field(
        description="The exchange rate it was made with; null without one."
    )
    reason: LedgerReason = strawberry.field(description="Why.")
    reason_label = strawberry.field(resolver=ledger.label, description="Why, in words, in English.")
    comment: str | None = strawberry.field(description="What the one who made it noted.")
    actor: str = strawberry.field(
        description="Who made it: the subject of an admin's token, a customer's id or `system`."
    )
    order_id: strawberry.ID | None = strawberry.field(description="The order it is about.")
    shortfall: int = strawberry.field(
        description=(
            "Points of this credit that the cap cut off, or of this reversal that could not be"
            " taken."
        )
    )
    expired = strawberry.field(
        resolver=ledger.expired, description="Of this credit's points, how many have expired."
    )
    expires_at = strawberry.field(
        resolver=ledger.expires_at, description="When this credit's points expire; null: never."
    )
    created_at: datetime = strawberry.field(description="When it was made.")
    allocations = strawberry.field(
        resolver=ledger.allocations,
        graphql_type=list[LotAllocation],
        description="The lots its points came from or went to.",
    )


@strawberry.type(description="Whether the ledger's books hold.")
class LedgerCheck:
    ok: bool = strawberry.field(description="Whether all holds.")
    accounts: int = strawberry.field(description="How many accounts were checked.")
    violations: list[str] = strawberry.field(
        description="A sentence for each thing that does not hold."
    )


@strawberry.type
class LedgerQuery:
    ledger_entries = strawberry.field(
        resolver=ledger.list_ledger_entries,
        graphql_type=Connection[LedgerEntry],
        description="The ledger over all accounts, newest first.",
        extensions=scoped("customers:read"),
    )
    ledger_check = strawberry.field(
        resolver=verification.ledger_check,
        graphql_type=LedgerCheck,
        description="Prove that the books hold, for all accounts or one customer's.",
        extensions=scoped("customers:read"),
    )
