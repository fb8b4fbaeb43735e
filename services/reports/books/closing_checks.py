"""Closing checks: every closing of the books worked out again from the ledger (R15.1, R17.2)."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime

from models.rows.bulk import Snapshot
from services.reports.books.closings import Closing, last_closing, next_closing
from services.reports.books.moved_lots import written_between
from services.reports.books.new_closings import closing_at, moved_between
from services.reports.books.standing import THE_BEGINNING
from services.reports.books.valuation import BookedWebsite, booked_websites, valuations
from services.reports.patience import books_of_one_instant


async def wrong_closings(*, since: datetime | None = None) -> AsyncIterator[list[str]]:
    """Yield, for each closing, a line for each thing that the ledger says otherwise.

    With `since` those of before are taken for right. Memory is constant.
    """
    for site in await booked_websites(None):
        async with books_of_one_instant(is_query=False) as books:
            last = None if since is None else await last_closing(books, site.code, at=since)
        while True:
            async with books_of_one_instant(is_query=False) as books:
                after = THE_BEGINNING if last is None else last.at
                kept = await next_closing(books, site.code, after=after)
                if kept is None:
                    break
                right, lines = await _compared(books, site, kept, last)
            yield lines
            last = right


async def _compared(
    books: Snapshot, site: BookedWebsite, kept: Closing, last: Closing | None
) -> tuple[Closing, list[str]]:
    """Return the closing as it should be, and what is wrong with the one that is kept."""
    valuation = (await valuations([site], at=kept.at))[site.code]
    right = await closing_at(books, valuation, last)
    before = right.since  # where the one before it ends
    if kept.since > before:  # reports add up the hole, each time: the worker only goes forward
        moved = await moved_between(books, valuation, (kept.since, kept.at))
        right = replace(right, since=kept.since, moved=moved)
    wrong = {
        "begins before the one before it ends": kept.since < before,
        f"follows none: what was closed after {before.isoformat()} is missing": kept.since > before,
        "is by other terms than were in force": kept.terms != right.terms,
        "says other points or worth than the ledger": kept.standing != right.standing,
        "says other movements than the ledger": kept.moved != right.moved,
        f"says that nothing was written up to {kept.until.isoformat()}": bool(
            await written_between(books, site.code, kept.at, kept.until)
        ),
    }
    name = f"- {site.code}: closing of {kept.at.isoformat()}"
    return right, [f"{name} {what}" for what, is_so in wrong.items() if is_so]
