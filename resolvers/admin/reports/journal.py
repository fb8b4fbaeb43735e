"""Journal fields (R15.3)."""

from datetime import datetime
from typing import Annotated

import strawberry

from resolvers.admin.report_loaders import JournalAsked, JournalLoader
from resolvers.context import Info
from resolvers.loaders import loader_of
from services.reports import totals
from services.reports.journal import JournalLine
from services.reports.totals import JournalTotal

Since = Annotated[
    datetime,
    strawberry.argument(name="from", description="The instant after which the period begins."),
]
Until = Annotated[
    datetime,
    strawberry.argument(
        name="to", description="The last instant of the period; what was written at it counts."
    ),
]
WebsiteCode = Annotated[
    str | None, strawberry.argument(description="The website's code; null: all websites.")
]


async def list_journal_lines(
    info: Info, since: Since, until: Until, website_code: WebsiteCode = None
) -> list[JournalLine]:
    return await _journal(info, since, until, website_code)


async def list_journal_totals(
    info: Info, since: Since, until: Until, website_code: WebsiteCode = None
) -> list[JournalTotal]:
    return totals.journal_totals(await _journal(info, since, until, website_code))


async def _journal(
    info: Info, since: datetime, until: datetime, website_code: str | None
) -> list[JournalLine]:
    asked = JournalAsked(since, until, website_code, info.context.now)
    return await loader_of(info, JournalLoader).load(asked)
