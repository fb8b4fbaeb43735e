"""Closings of the books: reports answer by them what the ledger adds up to (R15.1-R15.3)."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from zoneinfo import ZoneInfoNotFoundError

import asyncpg
import pytest

from models.database import dialect, execute, fetch, transaction
from services.customers.erasing import erase_customer
from services.customers.merging import merge_customers
from services.customers.putting import put_customer
from services.reports.activity import read_activity
from services.reports.books.all_accounts import standing_of_all
from services.reports.books.bookkeeping import close_books
from services.reports.books.closings import Turn, keep, last_closing
from services.reports.books.known_standing import balance_before, known_standing
from services.reports.books.valuation import booked_websites, valuations
from services.reports.journal import read_journal
from services.reports.liability import read_liability
from services.reports.patience import books_of_one_instant
from services.rules.basics.enums import Interval, RateDirection
from services.setup.customer_groups import put_customer_group
from services.setup.websites import put_website
from tests.clock import NOW
from tests.services.customers.merging_life import merge
from tests.services.reports.random_past import RandomPast
from tests.services.shop import ADMIN, add_customer, give, open_shop, set_rate

pytestmark = pytest.mark.usefixtures("database")

A_DAY = timedelta(days=1)
AN_HOUR = timedelta(hours=1)


class LivelyPast(RandomPast):
    """A past in which customers are merged and erased, and the books closed at any time."""

    def happenings(self) -> list[Callable[[], Awaitable[None]]]:
        return [*super().happenings(), self._merge, self._erase, self._close, self._close]

    async def _merge(self) -> None:
        self.orders += 1
        new = f"new{self.orders}"
        await add_customer(new, now=self.now)
        await give(self._points(), customer_id=new, website_code="us", now=self.now)
        one, other = self.random.sample([new, self._who()], 2)
        if other == new or self.random.random() < 0.2:  # else few would be left
            await merge_customers(from_id=other, into_id=one, idempotency_key=new, caller=ADMIN,
                now=self.now)  # fmt: skip

    async def _erase(self) -> None:
        if self.random.random() < 0.2:
            await erase_customer(customer_id=self._who(), caller=ADMIN, now=self.now)

    async def _close(self) -> None:
        await close_books(now=self.now, most_entries=self.random.randint(1, 5))


async def told(at: datetime, begin: datetime, end: datetime) -> tuple[object, ...]:
    first, last = sorted((begin, end))
    return (
        await read_liability(as_of=at, website_code=None, now=end),
        await read_journal(website_code=None, since=first, until=last, now=end),
        await read_activity(website_code=None, since=first, until=last, interval=Interval.WEEK),
    )


async def closings() -> int:
    (row,) = await fetch("SELECT COUNT(*) AS number FROM book_closings")
    return int(str(row["number"]))


@pytest.mark.parametrize("seed", range(3))
async def test_reports_of_a_lively_past_need_no_closings(seed: int) -> None:
    """R15.1, R15.2, R15.3: the same with those made meanwhile, with all, with some, with none."""
    past = LivelyPast(seed + 40)
    await past.live(110)
    end, random = past.now + AN_HOUR, Random(seed)  # noqa: S311 - a past, no secret
    instants = random.sample(past.steps, 25)
    periods = [(at, random.choice(past.steps), end) for at in instants]

    made_meanwhile = await closings()
    answers = [[await told(*period) for period in periods]]
    await close_books(now=end, most_entries=2)
    made = await closings()
    answers.append([await told(*period) for period in periods])
    await execute("DELETE FROM book_closings WHERE CAST(points AS INT) % 2 <> 0")
    answers.append([await told(*period) for period in periods])
    await execute("DELETE FROM book_closings")
    plain = [await told(*period) for period in periods]

    assert made >= made_meanwhile > 5
    assert all(each == plain for each in answers)


async def test_a_website_that_fails_keeps_no_other_from_being_closed() -> None:
    """R15.1: the others' books are closed, and then it is told."""
    await open_shop()
    await put_website(code="eu", base_currency="USD", caller=ADMIN, now=NOW)
    await give(10, website_code="eu", now=NOW + A_DAY)
    await give(10, website_code="us", now=NOW + A_DAY)
    await execute("UPDATE websites SET time_zone = 'Atlantis' WHERE code = 'eu'")
    await execute("UPDATE programme_version SET version = version + 1")

    with pytest.raises(ZoneInfoNotFoundError, match="Atlantis"):
        await close_books(now=NOW + 9 * A_DAY)

    closed = await fetch("SELECT DISTINCT website_code FROM book_closings")
    assert [row["website_code"] for row in closed] == ["us"]


async def test_what_is_written_late_removes_what_it_makes_wrong() -> None:
    """R15.1: at once, whatever clock a command went by; closings of before stay."""
    await open_shop()
    for day in range(1, 6):
        await give(10, now=NOW + day * A_DAY)
    await close_books(now=NOW + 9 * A_DAY)
    before = await closings()

    await give(7, now=NOW + 3 * A_DAY)

    (found,) = await read_liability(as_of=NOW + 4 * A_DAY, website_code="us", now=NOW + 9 * A_DAY)
    assert (before, await closings(), found.points) == (5, 2, 47)


async def test_a_group_changed_late_removes_what_it_makes_wrong() -> None:
    """R15.1: it changes the worth, though it is no entry."""
    await open_shop()
    await put_customer_group(code="vip", caller=ADMIN, now=NOW)
    await set_rate(RateDirection.POINTS_TO_CURRENCY, (1, "1.00"), group_code="vip")
    await give(100, now=NOW + A_DAY)
    await close_books(now=NOW + 9 * A_DAY)
    before = await closings()

    await put_customer(customer_id="ada", website_code="us", email="ada@example.com",
        customer_group_code="vip", caller=ADMIN, now=NOW + A_DAY)  # fmt: skip

    (found,) = await read_liability(as_of=NOW + 2 * A_DAY, website_code="us", now=NOW + 9 * A_DAY)
    assert (before, await closings(), found.worth.amount) == (1, 0, Decimal(100))


async def test_a_merge_keeps_the_closings_of_the_past() -> None:
    """R12.5: the customer is as old as the older one; of before, no entry is theirs."""
    await open_shop()
    await add_customer("bob", now=NOW)
    await put_customer_group(code="vip", caller=ADMIN, now=NOW)
    await put_customer(customer_id="eve", website_code="us", email="eve@example.com",
        customer_group_code="vip", caller=ADMIN, now=NOW + 4 * A_DAY)  # fmt: skip
    for day in range(1, 4):
        await give(10, customer_id="bob", now=NOW + day * A_DAY)
    await close_books(now=NOW + 8 * A_DAY, most_entries=1)
    before = await closings()

    await merge("bob", "eve", now=NOW + 9 * A_DAY)

    assert await closings() == before > 2


async def test_a_quiet_website_needs_no_further_closing() -> None:
    await open_shop()
    await give(10)
    first = await close_books(now=NOW + 2 * A_DAY)

    later = await close_books(now=NOW + 400 * A_DAY)

    async with books_of_one_instant() as books:
        last = await last_closing(books, "us")
    assert last is not None
    assert (first, later, last.until) == (1, 0, NOW + 400 * A_DAY - timedelta(minutes=5))


async def test_what_comes_before_the_first_closing_needs_no_adding_up_of_all() -> None:
    await open_shop()
    await add_customer("bob", now=NOW)
    await give(10, now=NOW + AN_HOUR)
    await give(20, customer_id="bob", now=NOW + 9 * A_DAY)
    before = NOW + 2 * AN_HOUR
    site = await booked_websites("us")
    valuation = (await valuations(site, at=before))["us"]

    async with books_of_one_instant() as books:
        while_none = await known_standing(books, valuation)
    await close_books(now=NOW + 20 * A_DAY)
    async with books_of_one_instant() as books:
        known = await known_standing(books, valuation)
        added_up = await standing_of_all(books, valuation)
        balance = await balance_before(books, "us", before)

    assert while_none is None
    assert known == added_up
    assert (added_up.points, added_up.accounts, balance) == (10, 1, 10)


async def test_nothing_is_kept_of_books_that_were_written_in_meanwhile() -> None:
    await open_shop()
    await give(10)
    await close_books(now=NOW + 2 * A_DAY)
    async with books_of_one_instant() as books:
        last = await last_closing(books, "us")
    assert last is not None

    await give(10, now=NOW + A_DAY)  # late
    await close_books(now=NOW + 4 * A_DAY)  # by another worker, who says so anew
    late, on_time = (Turn(NOW + 3 * A_DAY, number) for number in (0, 1))
    closing = replace(last, since=NOW + 2 * A_DAY, at=NOW + 3 * A_DAY, until=NOW + 3 * A_DAY)

    kept = await keep(closing, late), await keep(closing, on_time)

    assert kept == (False, True)


@pytest.mark.skipif("config.getoption('--database') != 'postgres'", reason="SQLite has one writer")
async def test_the_books_are_not_closed_over_a_transaction_that_goes_on() -> None:
    """R15.1: it could not know that they are about to be."""
    await open_shop()
    written, may_end = asyncio.Event(), asyncio.Event()

    async def write_slowly() -> None:
        async with transaction():
            await give(10)
            written.set()
            await may_end.wait()

    async with asyncio.TaskGroup() as group:
        group.create_task(write_slowly())
        await written.wait()
        beside = await close_books(now=NOW + 2 * A_DAY)
        may_end.set()

    afterwards = await close_books(now=NOW + 2 * A_DAY)

    (found,) = await read_liability(as_of=NOW + A_DAY, website_code="us", now=NOW + 3 * A_DAY)
    assert dialect() == "postgres"
    assert (beside, afterwards, found.points) == (0, 1, 10)


@pytest.mark.skipif("config.getoption('--database') != 'postgres'", reason="SQLite has one writer")
async def test_what_goes_on_in_another_database_of_the_server_holds_up_no_books(
    empty_database_url: str,
) -> None:
    """R15.1: a shop is not alone on its server."""
    await open_shop()
    await give(10)
    elsewhere = await asyncpg.connect(empty_database_url)
    try:
        await elsewhere.execute("BEGIN; CREATE TABLE written ()")

        made = await close_books(now=NOW + 2 * A_DAY)
    finally:
        await elsewhere.close()

    assert made == 1
