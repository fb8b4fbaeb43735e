"""Liability against plain sums over all that was ever written (R15.1)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TypeVar

import pytest

from models.database import execute, fetch, instant
from services.reports.books.bookkeeping import close_books
from services.reports.liability import read_liability
from tests.services.reports.random_past import RandomPast, Rate, seeds

pytestmark = pytest.mark.usefixtures("database")

Row = dict[str, object]
NEVER = date.max
T = TypeVar("T")


def number(value: object) -> int:
    return int(str(value))


async def rows(table: str) -> list[Row]:
    return await fetch(f"SELECT * FROM {table}")  # noqa: S608 - our own names


class PlainBooks:
    """The rows of the ledger, added up one by one."""

    def __init__(
        self, past: RandomPast, entries: list[Row], lots: list[Row], draws: list[Row]
    ) -> None:
        self.past = past
        self.entries, self.lots, self.draws = entries, lots, draws
        self.written = {str(row["id"]): instant(row["recorded_at"]) for row in entries}

    def at(self, website: str, at: datetime) -> tuple[object, ...]:
        """Return points, debt, worth, accounts, and points and worth by month."""
        balances: dict[str, int] = defaultdict(int)
        for entry in self.entries:
            if entry["website_code"] == website and instant(entry["recorded_at"]) <= at:
                balances[str(entry["customer_id"])] += number(entry["points"])
        months: dict[date, list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
        for customer in balances:
            through, rate = 0, self.rate(website, customer, at)
            for month, points in sorted(self.by_month(website, customer, at).items()):
                more = worth(through + points, rate) - worth(through, rate)
                months[month][0] += points
                months[month][1] += more
                through += points
        return (
            sum(points for points in balances.values() if points > 0),
            -sum(points for points in balances.values() if points < 0),
            sum(worth(each, self.rate(website, who, at)) for who, each in balances.items()),
            sum(points > 0 for points in balances.values()),
            [(month, *found) for month, found in sorted(months.items()) if found[0]],
        )

    def by_month(self, website: str, customer: str, at: datetime) -> dict[date, int]:
        accounts = {
            str(entry["account_id"])
            for entry in self.entries
            if (entry["website_code"], entry["customer_id"]) == (website, customer)
        }
        found: dict[date, int] = defaultdict(int)
        for lot in self.lots:
            if str(lot["account_id"]) in accounts and self.written[str(lot["entry_id"])] <= at:
                taken = sum(
                    number(draw["points"])
                    for draw in self.draws
                    if draw["lot_id"] == lot["id"] and self.written[str(draw["entry_id"])] <= at
                )
                found[self.month(website, lot, at)] += number(lot["points"]) + taken
        return found

    def month(self, website: str, lot: Row, at: datetime) -> date:
        days, calculation = None, "STATIC"
        for since, new_days, new_calculation in self.past.settings:
            if since <= at and website == "us":
                days, calculation = new_days, new_calculation
        ends = instant(lot["static_expires_at"]) if lot["static_expires_at"] else None
        if calculation == "DYNAMIC" and not lot["has_explicit_expiry"]:
            born = instant(lot["created_at"])
            ends = None if days is None else born + timedelta(days=days)
        return NEVER if ends is None else ends.date().replace(day=1)

    def rate(self, website: str, customer: str, at: datetime) -> Rate:
        group = latest(at, [(since, code) for since, who, code in self.past.groups
            if who == customer], "general")  # fmt: skip
        if website == "uk" and latest(at, self.past.dead, False):  # noqa: FBT003 - the first state
            return (1, Decimal(0))
        if group == "vip":
            return (7, Decimal(3))
        if website == "uk":
            # Deleted once, the website has lost its own rate.
            ever_dead = any(since <= at for since, _ in self.past.dead)
            return (1, Decimal(0)) if ever_dead else (5, Decimal(1))
        return latest(at, self.past.rates, (10, Decimal(2)))


def latest(at: datetime, changes: Sequence[tuple[datetime, T]], first: T) -> T:
    found = first
    for since, value in changes:
        if since <= at:
            found = value
    return found


def worth(points: int, rate: Rate) -> Decimal:
    return max(points, 0) // rate[0] * rate[1]


@pytest.mark.parametrize("seed", seeds(2))
async def test_every_instant_of_a_random_past_adds_up(seed: int) -> None:
    """R15.1: points, debt, worth, accounts and months, of each website."""
    past = RandomPast(seed)
    await past.live(80)
    books = PlainBooks(past, await rows("ledger_entries"), await rows("points_lots"),
        await rows("lot_allocations"))  # fmt: skip
    instants = [at + shift * timedelta(microseconds=1) for at in past.steps for shift in (0, -1)]

    await assert_adds_up(books, past, [*instants, None])

    # Closed every few entries, and where some closings are missing.
    assert await close_books(now=past.now + timedelta(hours=1), most_entries=3) > 20
    await assert_adds_up(books, past, [*instants[::2], None])
    await execute("DELETE FROM book_closings WHERE CAST(points AS INT) % 3 <> 0")
    await assert_adds_up(books, past, [*instants[1::3], None])
    assert len(books.entries) > 20


async def assert_adds_up(
    books: PlainBooks, past: RandomPast, instants: list[datetime | None]
) -> None:
    for at in instants:
        found = await read_liability(as_of=at, website_code=None, now=past.now)

        for each in found:
            told = (each.points, each.debt, each.worth.amount, each.accounts, [
                (month.month or NEVER, month.points, month.worth.amount)
                for month in each.by_expiry_month])  # fmt: skip
            assert told == books.at(each.website_code, at or past.now), (each.website_code, at)
