"""The job that writes expired points off, website by website, in batches (R10.3)."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from services.accounts.maturity import write_due_everywhere
from services.command.run_clock import RunClock
from services.command.transaction import one_transaction
from services.ledger.in_batches.expired_entries import ExpiryTerms
from services.ledger.in_batches.expiry import expire_accounts, lock_due_accounts
from services.programme.customer_groups import known_group_codes
from services.programme.programme import Programme, load_programme_of_group, load_recorded_programme
from services.programme.websites import list_all_website_codes
from services.rules.ledger.expiry import ExpiryPolicy
from services.rules.programme.visibility import are_points_shown

_REST_SECONDS = 0.02  # between two batches, or on SQLite other processes hardly get a turn
_LOTS_A_BATCH = 2_000  # a transaction of some tens of milliseconds: other commands wait for it


async def expire_points(*, now: datetime, is_over: Callable[[], bool] = lambda: False) -> int:
    """Write off every lot whose time is over, until `is_over`, and return how many.

    Any number of workers at once: each takes accounts that no other has in hand, and what a worker
    that died had in hand is as if it had never begun. Where points have matured as well, both are
    written in the order of their instants (R6.13), before.
    """
    clock = RunClock(now)
    due = await write_due_everywhere(now=now, is_over=is_over)
    expired = due.expired
    for website_code in await list_all_website_codes():
        while not is_over() and (
            count := await _expire_batch(website_code=website_code, now=clock.instant())
        ):
            expired += count
            await asyncio.sleep(_REST_SECONDS)
    if due.failure is not None:
        raise due.failure
    return expired


@one_transaction
async def _expire_batch(*, website_code: str, now: datetime) -> int:
    programme = await load_recorded_programme(website_code=website_code, customer_id=None)
    policy = programme.expiry
    keys = await lock_due_accounts(
        website_code=website_code, policy=policy, now=now, most_lots=_LOTS_A_BATCH
    )
    if not keys:
        return 0
    terms = await _terms(programme, policy)
    return await expire_accounts(keys, terms, now=now, most_lots=_LOTS_A_BATCH)


async def _terms(programme: Programme, policy: ExpiryPolicy) -> ExpiryTerms:
    """Return what the website's points are worth to each group, and whether customers are told."""
    website = programme.website
    rates = {
        group: (
            await load_programme_of_group(website_code=website.code, group_code=group)
        ).redemption
        for group in sorted(await known_group_codes())
    }
    return ExpiryTerms(
        currency=website.base_currency,
        policy=policy,
        rates=rates,
        is_mailed=are_points_shown(programme.settings) and not website.is_deleted,
    )
