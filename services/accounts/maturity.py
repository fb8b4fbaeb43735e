"""The job that credits the points of orders that have matured, account by account (R6.13)."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from models.database import has_lost_a_race
from models.outage import is_out_of_time
from services.command.caller import SYSTEM
from services.command.run_clock import RunClock
from services.command.transaction import one_transaction
from services.ledger.maturing import DueAccount, accounts_to_mature, websites_to_mature
from services.ledger.writing.books import open_book, write_books
from services.programme.programme import load_recorded_programme

_ACCOUNTS_A_TURN = 200
_REST_SECONDS = 0.002  # between two accounts, or on SQLite other processes hardly get a turn


@dataclass(frozen=True, slots=True)
class WrittenDue:
    """How many orders' points were credited, and how many lots were written off on the way.

    `failure` is why an account was passed over: somebody else has it, or an order of it, in hand.
    """

    matured: int = 0
    expired: int = 0
    failure: Exception | None = None


async def credit_matured_points(
    *, now: datetime, is_over: Callable[[], bool] = lambda: False
) -> int:
    """Credit what has matured everywhere until `is_over`, once however many workers do it at once.

    Returns of how many orders. What keeps one account from being written keeps no other: it is
    raised at the end.
    """
    done = await write_due_everywhere(now=now, is_over=is_over)
    if done.failure is not None:
        raise done.failure
    return done.matured


async def write_due_everywhere(
    *, now: datetime, is_over: Callable[[], bool] = lambda: False
) -> WrittenDue:
    """Write what is due on each account where something has matured, in the order of instants.

    When `is_over` says so it ends before the next account.
    """
    found, last, clock = WrittenDue(), None, RunClock(now)
    while accounts := await accounts_to_mature(now=now, after=last, most=_ACCOUNTS_A_TURN):
        for last in accounts:
            if is_over():
                return found
            done = await _unless_in_hand(last, clock.instant())
            found = WrittenDue(
                found.matured + done.matured,
                found.expired + done.expired,
                found.failure or done.failure,
            )
            await asyncio.sleep(_REST_SECONDS)
    return found


async def _unless_in_hand(account: DueAccount, now: datetime) -> WrittenDue:
    try:
        return await _write_due(
            customer_id=account.customer_id, website_code=account.website_code, now=now
        )
    except Exception as error:
        if not (has_lost_a_race(error) or is_out_of_time(error)):
            raise
        return WrittenDue(failure=error)


async def write_due_of_customer(*, customer_id: str, now: datetime) -> None:
    """Credit what has matured before it is decided again whether the customer earns (R12.6)."""
    for website_code in await websites_to_mature(customer_id=customer_id, now=now):
        await _write_due(customer_id=customer_id, website_code=website_code, now=now)


@one_transaction
async def _write_due(*, customer_id: str, website_code: str, now: datetime) -> WrittenDue:
    """Open the account, which writes what is due on it (R3.3)."""
    programme = await load_recorded_programme(website_code=website_code, customer_id=customer_id)
    book = await open_book(
        customer_id=customer_id, programme=programme, caller=SYSTEM, now=now, adds_only=True
    )
    await write_books([book])
    return WrittenDue(len(book.matured), len(book.expired))
