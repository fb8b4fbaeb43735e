"""Liability fields (R15.1)."""

from datetime import datetime
from typing import Annotated

import strawberry

from resolvers.context import Info
from services.reports import liability
from services.reports.liability import Liability


async def list_liability(
    info: Info,
    as_of: Annotated[
        datetime | None,
        strawberry.argument(
            description=(
                "The instant, past or present; what was written at it counts. Null: now, with all"
                " that has been written."
            )
        ),
    ] = None,
    website_code: Annotated[
        str | None,
        strawberry.argument(description="The website's code; null: all websites."),
    ] = None,
) -> list[Liability]:
    return await liability.read_liability(
        as_of=as_of, website_code=website_code, now=info.context.now
    )
