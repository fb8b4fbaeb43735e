"""Points expire once, whatever becomes of the workers that write them off (R10.3)."""

import asyncio

import pytest

from models.database import close_database, fetch, open_database
from services.accounts.verification import check_ledger
from tests.faults.running_shop import background_workers
from tests.many_lots import LOTS, make_many_lots


async def facts(database_url: str) -> dict[str, int]:
    await open_database(database_url)
    try:
        (counted,) = await fetch(
            "SELECT (SELECT COUNT(*) FROM ledger_entries WHERE reason = 'EXPIRED') AS expired,"
            " (SELECT COUNT(*) FROM emails) AS mails,"
            " (SELECT COUNT(*) FROM points_lots WHERE remaining > 0) AS left_over"
        )
        return {name: int(str(value)) for name, value in counted.items()}
    finally:
        await close_database()


@pytest.mark.parametrize("accounts", [2_500, pytest.param(10_000, marks=pytest.mark.faults)])
async def test_a_worker_that_is_killed_leaves_whole_batches_and_others_go_on(
    database_url: str, accounts: int
) -> None:
    """R10.3: 10,000 or 40,000 lots, three workers, one of them killed in the middle."""
    await make_many_lots(database_url, accounts=accounts)

    with background_workers(database_url, count=3) as workers:
        async with asyncio.timeout(60):
            while not (await facts(database_url))["expired"]:  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        workers[0].kill()
        async with asyncio.timeout(120):
            while (await facts(database_url))["left_over"]:  # noqa: ASYNC110
                await asyncio.sleep(0.1)

    found = await facts(database_url)
    assert found == {"expired": accounts * LOTS, "mails": accounts, "left_over": 0}
    await open_database(database_url)
    try:
        assert (await check_ledger()).ok
    finally:
        await close_database()
