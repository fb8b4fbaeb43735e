"""Journal fields (R15.3)."""

from datetime import datetime
from typing import Annotated

import strawberry

from resolvers.context import Info
from services.reports import journal
from services.reports.journal import JournalLine


async def list_journal_lines(
    info: Info,
    since: Annotated[
        datetime,
        strawberry.argument(name="from", description="The instant after which the period begins."),
    ],
    until: Annotated[
        datetime,
        strawberry.argument(
            name="to", description="The last instant of the period; what was written at it counts."
        ),
    ],
    website_code: Annotated[
        str | None,
        strawberry.argument(description="The website's code; null: all websites."),
    ] = None,
) -> list[JournalLine]:
    return await journal.read_journal(
        website_code=website_code, since=since, until=until, now=info.context.now
    )
