"""What intervals changed, against plain sums over all that was written (R15.2)."""

from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from models.database import fetch, instant
from services.reports.activity import PointsActivity, read_activity
from services.rules.basics.enums import Interval
from services.rules.basics.refusals import NotFound, OutOfRange
from services.setup.websites import put_website
from tests.clock import NOW
from tests.services.reports.random_past import RandomPast, seeds
from tests.services.shop import ADMIN, give, open_shop

pytestmark = pytest.mark.usefixtures("database")

A_DAY = timedelta(days=1)
COLUMN = {"PURCHASE": "earned", "REDEMPTION": "redeemed", "REDEMPTION_RETURNED": "returned",
    "EARNING_REVERSED": "reversed", "EXPIRED": "expired", "ADMIN_ADJUSTMENT": "adjusted",
    "ORPHAN_MOVED": "adjusted", "ORPHAN_DELETED": "adjusted"}  # fmt: skip
COLUMNS = ("awarded", "earned", "redeemed", "returned", "reversed", "expired", "adjusted")


async def activity(
    since: datetime, until: datetime, interval: Interval = Interval.DAY, site: str | None = None
) -> list[PointsActivity]:
    return await read_activity(website_code=site, since=since, until=until, interval=interval)


@pytest.mark.parametrize("seed", seeds(2))
async def test_columns_of_a_random_past_are_plain_sums(seed: int) -> None:
    """R15.2."""
    past = RandomPast(seed + 10)
    await past.live(60)
    await put_website(code="us", time_zone="Asia/Kolkata", caller=ADMIN, now=past.now)
    since, until = past.steps[7], past.steps[-5]
    entries = await fetch("SELECT * FROM ledger_entries")

    for interval in Interval:
        found = await activity(since, until, interval)

        for site, zone in {"us": ZoneInfo("Asia/Kolkata"), "uk": ZoneInfo("UTC")}.items():
            rows = [row for row in found if row.website_code == site]
            ends = [*(row.period_start for row in rows[1:]), until]
            assert rows[0].period_start == since
            for row, end in zip(rows, ends, strict=True):
                assert_plain_sums(row, end, [each for each in entries if is_of(each, site)])
            for begins in ends[:-1]:
                local = begins.astimezone(zone)
                assert (local.hour, local.minute) == (0, 0)
                assert interval is not Interval.WEEK or local.weekday() == 0
                assert interval is not Interval.MONTH or local.day == 1
            assert all(one.balance_end == other.balance_start for one, other in pairwise(rows))


def is_of(entry: dict[str, object], site: str) -> bool:
    return entry["website_code"] == site


def assert_plain_sums(row: PointsActivity, end: datetime, entries: list[dict[str, object]]) -> None:
    """Add up the website's entries from the row's start to its end, and before it."""
    sums, before = Counter[str](), 0
    for entry in entries:
        points, at = int(str(entry["points"])), instant(entry["recorded_at"])
        if row.period_start <= at < end:
            sums[COLUMN[str(entry["reason"])]] += points
        before += points * (at < row.period_start)
    assert {name: getattr(row, name) for name in COLUMNS} == {name: sums[name] for name in COLUMNS}
    assert (row.balance_start, row.balance_end) == (before, before + sums.total())


async def test_what_is_awarded_is_told_apart_and_empty_intervals_are_listed() -> None:
    """R15.2."""
    await open_shop(settings={"registration_points": 7})
    await put_website(code="de", base_currency="EUR", caller=ADMIN, now=NOW)
    await give(30, now=NOW + 2 * A_DAY)

    found = await activity(NOW, NOW + 3 * A_DAY)

    days = [(row.website_code, row.balance_start, row.awarded, row.adjusted) for row in found]
    assert days == [
        ("de", 0, 0, 0), ("de", 0, 0, 0), ("de", 0, 0, 0), ("de", 0, 0, 0),
        ("us", 0, 7, 0), ("us", 7, 0, 0), ("us", 7, 0, 30), ("us", 37, 0, 0),
    ]  # fmt: skip


async def test_an_unknown_website_and_too_many_intervals_are_refused() -> None:
    await open_shop()
    await open_shop(website_code="uk")

    with pytest.raises(NotFound) as unknown:
        await activity(NOW, NOW + A_DAY, site="fr")
    with pytest.raises(OutOfRange) as long:
        await activity(NOW, NOW + 6_000 * A_DAY)

    assert (unknown.value.path, long.value.path) == (("website_code",), ("to",))
