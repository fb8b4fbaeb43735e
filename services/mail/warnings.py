"""The job that warns customers of points that are to expire, website by website (R10.4)."""

from datetime import datetime
from zoneinfo import ZoneInfo

from services.command.transaction import one_transaction
from services.ledger.in_batches.warnings import WarningTerms, warn_some
from services.programme.programme import load_programme
from services.programme.websites import list_websites
from services.rules.programme.visibility import are_points_shown

_LOTS_A_BATCH = 2_000


async def send_expiry_warnings(*, now: datetime) -> int:
    """Queue the warnings that are due, and return how many mails that were.

    No mail if customers may not see points, or if the website sends no warnings.
    """
    queued = 0
    for website in await list_websites():
        while count := await _warn_batch(website_code=website.code, now=now):
            queued += count
    return queued


@one_transaction
async def _warn_batch(*, website_code: str, now: datetime) -> int:
    programme = await load_programme(website_code=website_code, customer_id=None)
    days = programme.settings.expiry_warning_days
    if days is None or not are_points_shown(programme.settings):
        return 0
    terms = WarningTerms(
        website_code=website_code,
        policy=programme.expiry,
        days=days,
        day=now.astimezone(ZoneInfo(programme.website.time_zone)).date(),
        now=now,
    )
    return await warn_some(terms, most_lots=_LOTS_A_BATCH)
