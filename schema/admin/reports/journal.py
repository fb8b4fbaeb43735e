"""Journal in the admin API (R15.3)."""

import strawberry

from resolvers.admin.reports import journal
from schema.admin.money import Money
from schema.permissions import scoped
from schema.scalars import BigInt
from services.rules.basics.enums import JournalAccount, LedgerReason


@strawberry.type(
    description="What an account of a website's books was debited and credited for one reason."
)
class JournalLine:
    website_code: str = strawberry.field(description="The website's code.")
    account: JournalAccount = strawberry.field(description="The account.")
    reason: LedgerReason | None = strawberry.field(
        description=(
            "The reason of the entries; null: revaluation by rates, groups or a deleted website."
        )
    )
    points: BigInt = strawberry.field(
        description="By how much these entries changed the points outstanding; below 0: fewer."
    )
    debit: Money = strawberry.field(description="The sum of the debits.")
    credit: Money = strawberry.field(description="The sum of the credits.")


@strawberry.type(description="What all lines of a website's journal add up to.")
class JournalTotal:
    website_code: str = strawberry.field(description="The website's code.")
    debit: Money = strawberry.field(description="The sum of all debits.")
    credit: Money = strawberry.field(description="The sum of all credits; it equals `debit`.")


@strawberry.type
class JournalQuery:
    journal_totals = strawberry.field(
        resolver=journal.list_journal_totals,
        graphql_type=list[JournalTotal],
        description=(
            "The sums of the lines of `journal` by website. Asked for together with it, they cost"
            " nothing more."
        ),
        extensions=scoped("reports:read"),
    )
    journal = strawberry.field(
        resolver=journal.list_journal_lines,
        graphql_type=list[JournalLine],
        description=(
            "Double-entry lines for the accountant, with the worth recorded with each entry: debits"
            " equal credits, and DEFERRED_REVENUE changes as `liability` does from `from` to `to`."
            " Points that purchases earned are told from those given away."
        ),
        extensions=scoped("reports:read"),
    )
