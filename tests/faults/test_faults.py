"""Fault runs of `make test-faults`: nothing acknowledged lost, nothing doubled (R3.4, R3.5).

Each puts a load on a real shop, does something to it, and goes on until the shop has recovered.
"""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, suppress
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import asyncpg
import httpx
import jwt
import pytest

from tests.faults.disk import filled, small_disk, unable_to_write
from tests.faults.load import Load, Outcome, load_on, outcome_of
from tests.faults.running_shop import RunningShop, running_shop
from tests.network import network_to
from tests.transport.api.test_provider_tokens import KEYS, Provider
from transport.connection_limits import allow_many_connections

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]

on_sqlite = pytest.mark.skipif(
    "config.getoption('--database') != 'sqlite'", reason="PostgreSQL's disk is not ours to fill"
)
on_postgres = pytest.mark.skipif(
    "config.getoption('--database') != 'postgres'", reason="SQLite is no server"
)

ENOUGH = 100  # commands that are acknowledged before a fault, and after it
SLOW_CONNECTIONS = 900


@asynccontextmanager
async def shop_on(database_url: str, *, workers: int = 1) -> AsyncIterator[RunningShop]:
    """Run a shop, started and stopped in a thread: its database may be reached through this one."""
    with ExitStack() as stack:
        starting = running_shop(database_url, workers=workers)
        (shop,) = await asyncio.to_thread(stack.enter_context, starting)
        yield shop


async def prove(
    fault: str, load: Load, shop: RunningShop, client: httpx.AsyncClient, outcomes: list[Outcome]
) -> Outcome:
    outcome = await outcome_of(fault, load, client)
    outcomes.append(outcome)
    verified = await asyncio.to_thread(shop.command, "verify")
    assert verified.returncode == 0, verified.stdout
    assert (outcome.lost, outcome.doubled) == (0, 0)
    return outcome


async def test_a_worker_is_killed(database_url: str, outcomes: list[Outcome]) -> None:
    async with shop_on(database_url, workers=2) as shop, shop.admin() as client:
        async with load_on(client) as load:
            for _ in range(3):
                await load.acknowledge(ENOUGH)
                os.kill(_workers(shop)[0], signal.SIGKILL)
            await load.acknowledge(ENOUGH)
        outcome = await prove("kill -9 of a worker, three times", load, shop, client, outcomes)
        assert outcome.other_5xx == 0


async def test_the_whole_server_is_killed(database_url: str, outcomes: list[Outcome]) -> None:
    async with shop_on(database_url) as first, first.admin() as client, load_on(client) as load:
        await load.acknowledge(ENOUGH)
        first.kill()
        async with shop_on(database_url) as second, second.admin() as other:
            load.client = other
            await load.acknowledge(ENOUGH)
            await load.end()
            outcome = await prove(
                "kill -9 of the server, started again", load, second, other, outcomes
            )
            assert outcome.other_5xx == 0


async def test_a_server_is_stopped(database_url: str, outcomes: list[Outcome]) -> None:
    async with shop_on(database_url) as first, first.admin() as client, load_on(client) as load:
        await load.acknowledge(ENOUGH)
        (process,) = first.processes
        process.terminate()
        assert await asyncio.to_thread(process.wait, 60) == 0
        async with shop_on(database_url) as second, second.admin() as other:
            load.client = other
            await load.acknowledge(ENOUGH)
            await load.end()
            outcome = await prove("SIGTERM, started again", load, second, other, outcomes)
            assert outcome.other_5xx == 0


@on_postgres
async def test_the_database_ends_its_sessions(database_url: str, outcomes: list[Outcome]) -> None:
    async with shop_on(database_url) as shop, shop.admin() as client:
        async with load_on(client) as load:
            await load.acknowledge(ENOUGH)
            for _ in range(20):
                await terminate_sessions(database_url)
                await asyncio.sleep(0.25)
            await load.acknowledge(ENOUGH)
        outcome = await prove("sessions terminated, 20 times", load, shop, client, outcomes)
        assert outcome.other_5xx == 0


@on_postgres
async def test_the_database_is_away(database_url: str, outcomes: list[Outcome]) -> None:
    async with (
        network_to(database_url) as (network, url),
        shop_on(url) as shop,
        shop.admin() as client,
    ):
        async with load_on(client) as load:
            await load.acknowledge(ENOUGH)
            await network.cut()
            await asyncio.sleep(8)
            await network.mend()
            await load.acknowledge(ENOUGH)
        outcome = await prove("database away for 8 s", load, shop, client, outcomes)
        assert outcome.other_5xx == 0
    assert load.statuses[503] > 0


@on_sqlite
async def test_the_disk_is_full(tmp_path: Path, outcomes: list[Outcome]) -> None:
    folder = tmp_path / "disk"
    folder.mkdir()
    with small_disk(folder) as is_mounted:
        if not is_mounted:
            pytest.skip("no disk can be mounted here")
        async with shop_on(f"sqlite://{folder}/guerdon.db") as shop, shop.admin() as client:
            async with load_on(client) as load:
                await load.acknowledge(ENOUGH)
                with filled(folder):
                    await asyncio.sleep(5)
                await load.acknowledge(ENOUGH)
            outcome = await prove("disk full for 5 s", load, shop, client, outcomes)
            assert outcome.other_5xx == 0


@on_sqlite
async def test_files_cannot_grow(database_url: str, outcomes: list[Outcome]) -> None:
    async with shop_on(database_url) as shop, shop.admin() as client:
        async with load_on(client) as load:
            await load.acknowledge(ENOUGH)
            with unable_to_write(shop.processes[0].pid):
                await asyncio.sleep(5)
            await load.acknowledge(ENOUGH)
        await prove("no file may be written for 5 s", load, shop, client, outcomes)


async def test_slow_clients_hold_up_nobody_and_are_ended(
    database_url: str, outcomes: list[Outcome]
) -> None:
    """R14.1: headers have 10 s."""
    allow_many_connections()
    async with shop_on(database_url) as shop, shop.admin() as client:
        async with load_on(client) as load:
            await load.acknowledge(ENOUGH)
            ended = await asyncio.gather(
                *(_drip(shop, until=time.monotonic() + 30) for _ in range(SLOW_CONNECTIONS))
            )
            await load.acknowledge(ENOUGH)
        outcome = await prove(f"{SLOW_CONNECTIONS} slow connections", load, shop, client, outcomes)
        assert outcome.other_5xx == 0
    assert all(ended)
    assert load.statuses == {200: load.statuses[200]}
    assert load.without_answer == 0


async def test_the_identity_provider_is_away(
    database_url: str, outcomes: list[Outcome], provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GUERDON_STAFF_JWKS_URL", provider.url)
    async with shop_on(database_url) as shop, _staff(shop, "RS256") as client:
        async with load_on(client) as load, _staff(shop, "unknown") as stranger:
            await load.acknowledge(ENOUGH)
            provider.shutdown()
            provider.server_close()
            for _ in range(20):
                await stranger.post("/graphql/admin", json={"query": "{ viewer { subject } }"})
                await asyncio.sleep(0.25)
            await load.acknowledge(ENOUGH)
        outcome = await prove("identity provider away for 5 s", load, shop, client, outcomes)
        assert outcome.other_5xx == 0
    assert load.statuses == {200: load.statuses[200]}


@pytest.fixture
def provider() -> Iterator[Provider]:
    server = Provider()
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.server_close()


def _staff(shop: RunningShop, key_id: str) -> httpx.AsyncClient:
    claims = {"sub": "backend", "scope": "guerdon:admin", "exp": int(time.time()) + 600}
    token = jwt.encode(claims, KEYS["RS256"], algorithm="RS256", headers={"kid": key_id})
    return httpx.AsyncClient(
        base_url=shop.url, headers={"Authorization": f"Bearer {token}"}, timeout=60
    )


def _workers(shop: RunningShop) -> list[int]:
    """Return the processes that serve, the oldest first."""
    (process,) = shop.processes
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return [
        int(child)
        for child in children
        if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()
    ]


async def terminate_sessions(database_url: str) -> None:
    name = database_url.rsplit("/", 1)[-1]
    connection = await asyncpg.connect(database_url.rsplit("/", 1)[0] + "/postgres")
    await connection.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", name
    )
    await connection.close()


async def _drip(shop: RunningShop, *, until: float) -> bool:
    """Send a request's headers a byte at a time; tell whether the server puts an end to it."""
    place = urlsplit(shop.url)
    reader, writer = await asyncio.open_connection(place.hostname, place.port)
    answering = asyncio.create_task(reader.read())
    writer.write(b"POST /graphql HTTP/1.1\r\nhost: shop\r\nx-slow: ")
    with suppress(ConnectionError):
        while not answering.done() and time.monotonic() < until:
            writer.write(b"a")
            await writer.drain()
            await asyncio.sleep(1)
    is_ended = answering.done()
    answering.cancel()
    writer.close()
    return is_ended
