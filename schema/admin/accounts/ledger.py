"""Ledger entries in the admin API (R3)."""

from datetime import datetime
from typing import Annotated

import strawberry

from resolvers.admin.accounts import ledger, verification
from schema.admin.money import Money
from schema.admin.pages import Connection
from schema.admin.setup.exchange_rates import RecordedRate
from schema.permissions import scoped
from services.rules.basics.enums import LedgerReason


@strawberry.type(description="Points that an entry took from a lot or added to it.")
class LotAllocation:
    lot_id: strawberry.ID = strawberry.field(description="The lot's id.")
    points: int = strawberry.field(description="The number of points.")
    opened_by = strawberry.field(
        resolver=ledger.opened_by,
        graphql_type=Annotated["LedgerEntry", strawberry.lazy("schema.admin.accounts.ledger")],
        description="The entry that credited the lot's points: where they came from.",
    )


@strawberry.type(description="One change of a balance. Entries are never changed or deleted.")
class LedgerEntry:
    id: strawberry.ID = strawberry.field(description="The entry's id, assigned by the service.")
    customer_id: strawberry.ID = strawberry.field(description="The customer's id.")
    website_code: str = strawberry.field(description="The website's code.")
    points: int = strawberry.field(
        description="The points added; negative if points were deducted."
    )
    amount: Money | None = strawberry.field(description="The change in the value of the balance.")
    balance: int = strawberry.field(description="The balance after this entry, in points.")
    amount_balance: Money | None = strawberry.field(
        description="The value of that balance at the redemption rate in force at the time."
    )
    rate: RecordedRate | None = strawberry.field(
        description="The exchange rate used; null if none was."
    )
    reason: LedgerReason = strawberry.field(description="Why.")
    reason_label = strawberry.field(
        resolver=ledger.label, description="The reason as text, in English."
    )
    comment: str | None = strawberry.field(description="A comment by whoever made the change.")
    actor: str = strawberry.field(
        description="Who made the change: the subject of an admin token, `customer:ID` or `system`."
    )
    order_id: strawberry.ID | None = strawberry.field(
        description="The id of the order concerned; null if none."
    )
    shortfall: int = strawberry.field(
        description=(
            "Points of this credit that the cap cut off, or of this reversal that could not be"
            " taken."
        )
    )
    expired = strawberry.field(
        resolver=ledger.expired, description="The number of this credit's points that have expired."
    )
    expires_at = strawberry.field(
        resolver=ledger.expires_at, description="When this credit's points expire; null if never."
    )
    created_at: datetime = strawberry.field(description="When the entry was written.")
    allocations = strawberry.field(
        resolver=ledger.allocations,
        graphql_type=list[LotAllocation],
        description="The lots the points came from or went to.",
    )


@strawberry.type(description="The result of checking the ledger's books.")
class LedgerCheck:
    ok: bool = strawberry.field(description="True if no violation was found.")
    accounts: int = strawberry.field(description="The number of accounts checked.")
    violations: list[str] = strawberry.field(
        description="One sentence per violation; empty if all is well."
    )


@strawberry.type
class LedgerQuery:
    ledger_entries = strawberry.field(
        resolver=ledger.list_ledger_entries,
        graphql_type=Connection[LedgerEntry],
        description=(
            "Ledger entries of all accounts, newest first. Server processes number entries each by"
            " its own clock: one may appear some seconds below the newest. To follow all entries,"
            " take webhooks, or ask again `from` a minute before the last answer and leave out"
            " the ids that you have. An account's `history` is in the exact order of its balances."
        ),
        extensions=scoped("customers:read"),
    )
    ledger_check = strawberry.field(
        resolver=verification.ledger_check,
        graphql_type=LedgerCheck,
        description=(
            "Check that the ledger's books are consistent, for all accounts or for one customer's."
        ),
        extensions=scoped("customers:read"),
    )
