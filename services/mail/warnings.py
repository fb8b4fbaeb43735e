"""The job that warns customers of points that are to expire, website by website (R10.4).

The shop is told by an event as well, if it wants to be (R16.1).
"""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from services.command.transaction import one_transaction
from services.ledger.in_batches.expiring_events import tell_some
from services.ledger.in_batches.warnings import WarningTerms, warn_some
from services.programme.programme import load_programme
from services.programme.websites import list_websites
from services.rules.programme.visibility import are_points_shown

_LOTS_A_BATCH = 2_000


async def send_expiry_warnings(
    *, now: datetime, is_over: Callable[[], bool] = lambda: False
) -> int:
    """Queue the warnings that are due, until `is_over`, and return how many mails that were.

    No mail if customers may not see points, or if the website sends no warnings.
    """
    queued = 0
    for website in await list_websites():
        while not is_over() and (count := await _warn_batch(website_code=website.code, now=now)):
            queued += count
        while not is_over() and await _tell_batch(website_code=website.code, now=now):
            pass
    return queued


@one_transaction
async def _warn_batch(*, website_code: str, now: datetime) -> int:
    terms = await _terms(website_code, now)
    return 0 if terms is None else await warn_some(terms, most_lots=_LOTS_A_BATCH)


@one_transaction
async def _tell_batch(*, website_code: str, now: datetime) -> int:
    terms = await _terms(website_code, now)
    return 0 if terms is None else await tell_some(terms, most_lots=_LOTS_A_BATCH)


async def _terms(website_code: str, now: datetime) -> WarningTerms | None:
    """Return what is warned of on the website, None for nothing."""
    programme = await load_programme(website_code=website_code, customer_id=None)
    days = programme.settings.expiry_warning_days
    if days is None or not are_points_shown(programme.settings):
        return None
    return WarningTerms(
        website_code=website_code,
        policy=programme.expiry,
        days=days,
        day=now.astimezone(ZoneInfo(programme.website.time_zone)).date(),
        now=now,
    )
