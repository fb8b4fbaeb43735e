"""R14.2: processes on one database share the rate limit's buckets, up to a twentieth each."""

import asyncio
import time
from collections.abc import Callable

import httpx
import pytest

from models.database import count_statements, fetch
from services.access.rate_limit_buckets import forget_full_buckets, settle_bucket
from services.command.caller import Caller, CallerKind
from tests.faults.running_shop import running_shop
from transport.api import shared_buckets
from transport.api.rate_limit import RateLimit
from transport.wire.refusals import TooManyRequests

PROXY = "192.0.2.1"
NOW_MS = 1_700_000_000_000


def limits(per_minute: int, count: int) -> list[RateLimit]:
    """Return the limits of so many processes, none of which fills up while the test runs."""
    made = [RateLimit.of(per_minute, is_shared=True) for _ in range(count)]
    return [limit for limit in made if limit is not None]


def take(limit: RateLimit, *, subject: str = "ada", root_fields: int = 1) -> bool:
    try:
        limit.take(root_fields, caller=Caller(subject, CallerKind.CUSTOMER), address=PROXY)
    except TooManyRequests:
        return False
    return True


async def settled() -> None:
    """Let what is settled in the background come to its end."""
    while tasks := [task for task in asyncio.all_tasks() if task.get_name() == "rate limit"]:
        await asyncio.gather(*tasks)


@pytest.fixture(autouse=True)
def time_stands_still(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Stop the clocks that fill buckets; return what moves them on."""
    instant = [1_000_000.0]
    monkeypatch.setattr(time, "monotonic", lambda: instant[0])
    monkeypatch.setattr(time, "time", lambda: instant[0])

    def move(seconds: float) -> None:
        instant[0] += seconds

    return move


@pytest.mark.usefixtures("database")
async def test_what_one_process_lets_pass_another_does_not() -> None:
    here, there = limits(100, 2)
    for _ in range(100):
        take(here)
        await settled()

    passed = 0
    while take(there):
        passed += 1
        await settled()

    assert passed == 100 / shared_buckets.SHARE
    assert take(there, subject="bob")


@pytest.mark.usefixtures("database")
async def test_all_processes_together_exceed_a_bucket_by_a_share_each_at_most() -> None:
    processes = limits(100, 4)

    passed = 0
    for _ in range(100):
        passed += sum(take(process) for process in processes)
        await settled()

    assert 100 <= passed <= 100 + 4 * 100 / shared_buckets.SHARE


@pytest.mark.usefixtures("database")
async def test_what_was_too_much_is_paid_back(time_stands_still: Callable[[float], None]) -> None:
    here, there = limits(600, 2)
    for _ in range(2_000):
        take(here)
        take(there)
        await settled()
    passed = 0

    for _ in range(120):  # two minutes
        time_stands_still(1)
        for process in (here, there) * 10:
            passed += take(process)
            await settled()

    assert passed <= 2 * 600
    assert passed >= 2 * 600 - 2 * 600 / shared_buckets.SHARE


@pytest.mark.usefixtures("database")
async def test_an_address_is_shared_too() -> None:
    here, there = limits(10, 2)
    for number in range(10):
        for _ in range(10):
            take(here, subject=f"c{number}")
            await settled()

    passed = 0
    while take(there, subject=f"d{passed}"):
        passed += 1
        await settled()

    assert passed == 10 * 10 / shared_buckets.SHARE


@pytest.mark.usefixtures("database")
async def test_a_request_costs_no_statement_and_a_share_of_a_bucket_one() -> None:
    (limit,) = limits(400, 1)
    with count_statements() as few:
        for _ in range(19):
            take(limit)
        await settled()

    with count_statements() as enough:
        take(limit)
        await settled()
        for _ in range(20):
            take(limit)
        await settled()

    assert few.round_trips == 0
    assert enough.round_trips == 2 + 1  # and one that cleans up, the first time


@pytest.mark.usefixtures("database")
async def test_while_the_database_cannot_answer_each_process_counts_for_itself(
    time_stands_still: Callable[[float], None],
) -> None:
    await fetch("ALTER TABLE rate_limit_buckets RENAME TO away")
    (limit,) = limits(100, 1)

    with count_statements() as tried:
        passed = 0
        while take(limit):
            passed += 1
            await settled()
    await fetch("ALTER TABLE away RENAME TO rate_limit_buckets")
    time_stands_still(60)
    take(limit, root_fields=50)
    await settled()

    assert passed == 100
    assert tried.round_trips == 1
    assert await fetch("SELECT name FROM rate_limit_buckets")


@pytest.mark.usefixtures("database")
async def test_nobody_pays_for_an_outage_who_has_kept_to_the_limit(
    time_stands_still: Callable[[float], None],
) -> None:
    """However long the database was away: a whole bucket is all that can be owed."""
    await fetch("ALTER TABLE rate_limit_buckets RENAME TO away")
    (limit,) = limits(100, 1)
    for _ in range(30):
        assert take(limit, root_fields=90)
        await settled()
        time_stands_still(60)
    await fetch("ALTER TABLE away RENAME TO rate_limit_buckets")

    assert take(limit, root_fields=5)
    await settled()
    time_stands_still(60)

    assert take(limit, root_fields=90)


@pytest.mark.usefixtures("database")
async def test_nobody_can_read_in_the_database_who_asked() -> None:
    (limit,) = limits(1, 1)

    take(limit, subject="ada")
    await settled()

    names = [str(row["name"]) for row in await fetch("SELECT name FROM rate_limit_buckets")]
    assert [len(name) for name in names] == [32] * len(names)
    assert not any("ada" in name or PROXY in name for name in names)


@pytest.mark.usefixtures("database")
async def test_a_bucket_fills_up_by_the_time_that_passes() -> None:
    await settle_bucket("b" * 32, size=60, taken=60, now_ms=NOW_MS)

    a_second = await settle_bucket("b" * 32, size=60, taken=0, now_ms=NOW_MS + 1_000)
    an_hour = await settle_bucket("b" * 32, size=60, taken=5, now_ms=NOW_MS + 3_600_000)

    assert (a_second, an_hour) == (1_000, 55_000)


@pytest.mark.usefixtures("database")
async def test_a_clock_that_is_behind_fills_nothing() -> None:
    await settle_bucket("b" * 32, size=60, taken=60, now_ms=NOW_MS)

    behind = await settle_bucket("b" * 32, size=60, taken=0, now_ms=NOW_MS - 30_000)
    ahead = await settle_bucket("b" * 32, size=60, taken=0, now_ms=NOW_MS + 1_000)

    assert (behind, ahead) == (0, 1_000)


@pytest.mark.usefixtures("database")
async def test_one_clock_that_is_far_ahead_starves_nobody() -> None:
    await settle_bucket("b" * 32, size=60, taken=60, now_ms=NOW_MS + 3_600_000)

    await settle_bucket("b" * 32, size=60, taken=0, now_ms=NOW_MS)
    later = await settle_bucket("b" * 32, size=60, taken=0, now_ms=NOW_MS + 30_000)

    assert later == 30_000


@pytest.mark.usefixtures("database")
async def test_a_bucket_owes_a_whole_one_at_most() -> None:
    for _ in range(5):
        left = await settle_bucket("b" * 32, size=60, taken=60, now_ms=NOW_MS)

    assert left == -60_000


@pytest.mark.usefixtures("database")
async def test_buckets_that_are_full_again_are_forgotten() -> None:
    await settle_bucket("a" * 32, size=60, taken=60, now_ms=NOW_MS)
    await settle_bucket("b" * 32, size=60, taken=60, now_ms=NOW_MS + 500_000)

    await forget_full_buckets(now_ms=NOW_MS + 700_000)

    assert [row["name"] for row in await fetch("SELECT name FROM rate_limit_buckets")] == ["b" * 32]


def test_the_workers_of_a_server_share_one_limit(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()  # the clocks
    monkeypatch.setenv("GUERDON_RATE_LIMIT", "100")
    with running_shop(database_url, workers=2) as (shop,):
        began_at = time.perf_counter()
        statuses = []
        for _ in range(400):  # each on a connection of its own, which either worker takes
            answer = httpx.post(f"{shop.url}/graphql", json={"query": "{ __typename }"})
            statuses.append(answer.status_code)
        minutes = (time.perf_counter() - began_at) / 60

    passed = statuses.count(200)
    assert passed + statuses.count(429) == 400
    assert 100 <= passed <= 100 * (1 + minutes) + 2 * 100 / shared_buckets.SHARE
