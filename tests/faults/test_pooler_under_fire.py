"""A shop behind PgBouncer, which is killed, or loses its sessions (R18.2, R3.4, R3.5)."""

import asyncio
from collections.abc import Iterator

import pytest

from tests.faults.load import Outcome, load_on
from tests.faults.running_shop import running_shop
from tests.faults.test_faults import ENOUGH, prove, terminate_sessions
from tests.pooler_server import PoolerServer, pooler_server

pytestmark = [
    pytest.mark.faults,
    pytest.mark.timeout(300),
    pytest.mark.skipif(
        "config.getoption('--database') != 'postgres'", reason="a pooler is for PostgreSQL"
    ),
]


@pytest.fixture
def pooler(postgres_url: str) -> Iterator[PoolerServer]:
    with pooler_server(postgres_url) as server:
        yield server


async def test_a_pooler_is_killed_and_its_sessions_end(
    pooler: PoolerServer, database_url: str, outcomes: list[Outcome]
) -> None:
    url = f"{pooler.url}/{database_url.rsplit('/', 1)[-1]}"
    with running_shop(url, {"GUERDON_DATABASE_POOLER": "1"}, workers=2) as (shop,):
        async with shop.admin() as client:
            async with load_on(client) as load:
                await load.acknowledge(ENOUGH)
                for _ in range(3):
                    pooler.kill()
                    await asyncio.sleep(2)
                    pooler.start()
                    await load.acknowledge(ENOUGH)
                for _ in range(10):
                    await terminate_sessions(database_url)
                    await asyncio.sleep(0.25)
                await load.acknowledge(ENOUGH)
            fault = "kill -9 of PgBouncer, and of its sessions"
            outcome = await prove(fault, load, shop, client, outcomes)

    assert outcome.other_5xx == 0
    assert outcome.without_answer == 0
