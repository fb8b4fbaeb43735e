"""The background jobs: each works in batches, any number of workers at once (R5.7, R10.3)."""

from datetime import datetime

from services import audit
from services.caller import SYSTEM, Caller
from services.known_customers import groups_of_customers
from services.ledger.account_book import expiry_policy
from services.ledger.books import open_books, write_books
from services.ledger.due_accounts import customers_with_due_lots
from services.ledger.holds import delete_dead_holds
from services.programme import Programme, load_programme_of_group, load_recorded_programme
from services.rules.enums import Job
from services.transaction import one_transaction
from services.websites import list_all_website_codes

_BATCH = 200


async def run_job(*, job: Job, caller: Caller = SYSTEM, now: datetime) -> int:
    """Run a job to its end and return how many things it dealt with.

    EXPIRE_POINTS counts expired lots, RELEASE_HOLDS ended holds. An admin's run is audited.
    """
    if caller is not SYSTEM:
        await _record(job, caller, now)
    match job:
        case Job.EXPIRE_POINTS:
            return await expire_points(now=now)
        case Job.RELEASE_HOLDS:
            return await release_ended_holds(now=now)


async def expire_points(*, now: datetime) -> int:
    """Write off every lot whose time is over, account by account, and return how many."""
    expired = 0
    for website_code in await list_all_website_codes():
        while count := await _expire_batch(website_code=website_code, now=now):
            expired += count
    return expired


async def release_ended_holds(*, now: datetime) -> int:
    """Delete the holds whose time is over; they have not counted since, and return how many."""
    released = 0
    while count := await _delete_batch(now=now):
        released += count
    return released


@one_transaction
async def _expire_batch(*, website_code: str, now: datetime) -> int:
    """Bring some accounts up to date: opening a book writes off what is due (R3.3)."""
    programme = await load_recorded_programme(website_code=website_code, customer_id=None)
    customers = await customers_with_due_lots(
        website_code=website_code, policy=expiry_policy(programme), now=now, most=_BATCH
    )
    if not customers:
        return 0
    groups = await groups_of_customers(set(customers))
    programmes: dict[str, Programme] = {}
    for group in sorted(set(groups.values())):
        programmes[group] = await load_programme_of_group(
            website_code=website_code, group_code=group
        )
    wanted = {
        customer: [programmes[groups[customer]] if customer in groups else programme]
        for customer in customers
    }
    books = await open_books(wanted, caller=SYSTEM, now=now)
    await write_books(books.values())
    return sum(len(book.entries) for book in books.values())


@one_transaction
async def _delete_batch(*, now: datetime) -> int:
    return await delete_dead_holds(now=now, most=_BATCH)


@one_transaction
async def _record(job: Job, caller: Caller, now: datetime) -> None:
    await audit.record(action="jobRun", target=job.value, details={}, caller=caller, now=now)
