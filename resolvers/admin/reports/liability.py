"""Liability fields (R15.1)."""

from datetime import datetime
from typing import Annotated

import strawberry

from resolvers.admin.report_loaders import LiabilityAsked, LiabilityLoader
from resolvers.context import Info
from resolvers.loaders import loader_of
from services.reports import totals
from services.reports.liability import Liability
from services.reports.totals import LiabilityTotal

AsOf = Annotated[
    datetime | None,
    strawberry.argument(
        description=(
            "The instant, past or present; what was written at it counts. Null: now, with all"
            " that has been written."
        )
    ),
]
WebsiteCode = Annotated[
    str | None, strawberry.argument(description="The website's code; null: all websites.")
]


async def list_liability(
    info: Info, as_of: AsOf = None, website_code: WebsiteCode = None
) -> list[Liability]:
    return await _liability(info, as_of, website_code)


async def list_liability_totals(
    info: Info, as_of: AsOf = None, website_code: WebsiteCode = None
) -> list[LiabilityTotal]:
    return totals.liability_totals(await _liability(info, as_of, website_code))


async def _liability(
    info: Info, as_of: datetime | None, website_code: str | None
) -> list[Liability]:
    asked = LiabilityAsked(as_of, website_code, info.context.now)
    return await loader_of(info, LiabilityLoader).load(asked)
