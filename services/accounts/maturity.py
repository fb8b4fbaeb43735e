"""The job that credits the points of orders that have matured, account by account (R6.13)."""

import asyncio
from dataclasses import dataclass
from datetime import datetime

from services.command.caller import SYSTEM
from services.command.transaction import one_transaction
from services.ledger.books import open_book, write_books
from services.ledger.maturing import accounts_to_mature, websites_to_mature
from services.programme.programme import load_recorded_programme

_ACCOUNTS_A_TURN = 200
_REST_SECONDS = 0.002  # between two accounts, or on SQLite other processes hardly get a turn


@dataclass(frozen=True, slots=True)
class WrittenDue:
    """How many orders' points were credited, and how many lots were written off on the way."""

    matured: int = 0
    expired: int = 0


async def credit_matured_points(*, now: datetime) -> WrittenDue:
    """Credit what has matured everywhere, once however many workers do it at once.

    What has expired on these accounts is written with it, in the order of the instants.
    """
    matured = expired = 0
    while accounts := await accounts_to_mature(now=now, most=_ACCOUNTS_A_TURN):
        for customer_id, website_code in accounts:
            done = await _write_due(customer_id=customer_id, website_code=website_code, now=now)
            matured += done.matured
            expired += done.expired
            await asyncio.sleep(_REST_SECONDS)
    return WrittenDue(matured, expired)


async def write_due_of_customer(*, customer_id: str, now: datetime) -> None:
    """Credit what has matured before it is decided anew whether the customer earns (R12.6)."""
    for website_code in await websites_to_mature(customer_id=customer_id, now=now):
        await _write_due(customer_id=customer_id, website_code=website_code, now=now)


@one_transaction
async def _write_due(*, customer_id: str, website_code: str, now: datetime) -> WrittenDue:
    """Open the account, which writes what is due on it (R3.3)."""
    programme = await load_recorded_programme(website_code=website_code, customer_id=customer_id)
    book = await open_book(customer_id=customer_id, programme=programme, caller=SYSTEM, now=now)
    await write_books([book])
    return WrittenDue(len(book.matured), len(book.expired))
