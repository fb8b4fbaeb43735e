"""Closings that say otherwise than the ledger are named (R15.1, R17.2)."""

import asyncio
from datetime import timedelta

import pytest

from models.database import execute, fetch, instant
from services.operation import worker
from services.operation.worker import Pauses
from services.reports.books.bookkeeping import close_books
from services.reports.books.closing_checks import wrong_closings
from services.reports.books.standing import THE_BEGINNING
from services.rules.basics.enums import RateDirection
from tests.clock import NOW
from tests.services.reports.random_past import RandomPast
from tests.services.shop import give, open_shop, set_rate

pytestmark = pytest.mark.usefixtures("database")

A_DAY = timedelta(days=1)
CLOSINGS = "SELECT at FROM book_closings"
CHANGES = {
    "points": ("points = points + 1", "says other points or worth than the ledger"),
    "debt": ("debt = 3", "says other points or worth than the ledger"),
    "accounts": ("accounts = 2", "says other points or worth than the ledger"),
    "months": ("months = '[[24301, 20, \"40000\"]]'", "says other points or worth than the ledger"),
    "movements": ("moved = '[]'", "says other movements than the ledger"),
    "entries": ("written = '{\"IMPORT\": 10}'", "says other movements than the ledger"),
    "terms": ("terms = 'others'", "is by other terms than were in force"),
    "beginning": (
        "since = '2000-01-01 00:00:00+00:00'",
        "begins before the one before it ends",
    ),
    "end": (
        "until = '2100-01-01 00:00:00+00:00'",
        "says that nothing was written up to 2100-01-01T00:00:00+00:00",
    ),
}


async def lines() -> list[str]:
    return [line async for some in wrong_closings() for line in some]


async def test_closings_of_a_random_past_hold() -> None:
    past = RandomPast(90)
    await past.live(60)
    made = await close_books(now=past.now + A_DAY, most_entries=3)

    found = await lines()

    assert (found, made > 15) == ([], True)


@pytest.mark.parametrize("name", CHANGES)
async def test_a_changed_closing_is_named_and_no_other(name: str) -> None:
    change, what = CHANGES[name]
    await open_shop()
    await give(10, now=NOW + A_DAY)
    await give(10, now=NOW + 2 * A_DAY)
    await give(10, now=NOW + 3 * A_DAY)
    await close_books(now=NOW + 9 * A_DAY)
    (second,) = await fetch("SELECT at FROM book_closings ORDER BY at LIMIT 1 OFFSET 1")
    at = (NOW + 2 * A_DAY).date()

    await execute(f"UPDATE book_closings SET {change} WHERE at = ?", [second["at"]])  # noqa: S608

    (line, *others) = [each for each in await lines() if what in each]
    assert f"- us: closing of {at}T23:59:59.999999+00:00 {what}" in line
    assert not others


@pytest.mark.parametrize("day", [1, 2], ids=["the first", "one between"])
async def test_a_missing_closing_is_named_by_the_one_that_followed_it(day: int) -> None:
    await open_shop()
    for number in (1, 2, 3):
        await give(10, now=NOW + number * A_DAY)
    await close_books(now=NOW + 9 * A_DAY)
    closings = [instant(row["at"]) for row in await fetch(f"{CLOSINGS} ORDER BY at")]
    before = [THE_BEGINNING, *closings][day - 1]

    await execute("DELETE FROM book_closings WHERE at = ?", [closings[day - 1]])

    (line,) = await lines()
    assert line == (
        f"- us: closing of {closings[day].isoformat()} follows none: what was closed after "
        f"{before.isoformat()} is missing"
    )


async def test_the_last_closings_may_be_deleted_and_are_made_anew() -> None:
    await open_shop()
    for number in (1, 2, 3):
        await give(10, now=NOW + number * A_DAY)
    await close_books(now=NOW + 9 * A_DAY)
    kept = await fetch(f"{CLOSINGS} ORDER BY at")

    await execute("DELETE FROM book_closings WHERE at > ?", [kept[0]["at"]])

    assert await lines() == []
    await close_books(now=NOW + 10 * A_DAY)
    assert await fetch(f"{CLOSINGS} ORDER BY at") == kept


async def test_books_are_closed_by_new_terms_where_they_change() -> None:
    await open_shop()
    await give(25, now=NOW + A_DAY)
    await set_rate(RateDirection.POINTS_TO_CURRENCY, (5, "3.00"), website_code="us",
        group_code="general", now=NOW + 2 * A_DAY)  # fmt: skip

    made = await close_books(now=NOW + 9 * A_DAY)

    rows = await fetch("SELECT months, terms FROM book_closings ORDER BY at")
    assert (made, len({str(row["terms"]) for row in rows})) == (2, 2)
    assert await lines() == []


async def test_the_worker_closes_the_books(database: str) -> None:
    assert database
    await open_shop()
    await give(10)
    stop = asyncio.Event()

    async with asyncio.TaskGroup() as group:
        group.create_task(worker.run(stop, Pauses({}, bookkeeping=0.01)))
        while not await fetch("SELECT at FROM book_closings"):  # noqa: ASYNC110 - another task's
            await asyncio.sleep(0.02)
        stop.set()
