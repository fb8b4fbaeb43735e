"""Failover: a shop that loses its primary goes on with the standby, by itself (R18.2)."""

import asyncio
import signal
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from tests.faults.load import Outcome, load_on, outcome_of
from tests.faults.running_shop import RunningShop, environment_of
from tests.faults.test_faults import prove, shop_on
from tests.operation.commands.test_command_line import GUERDON
from tests.replicated_server import ReplicatedServer, replicated_server

ENOUGH = 40


@pytest.fixture
async def servers() -> AsyncIterator[ReplicatedServer]:
    with replicated_server() as server:
        environment = environment_of(url_of(server))
        migrating = await asyncio.create_subprocess_exec(GUERDON, "migrate", env=environment)
        assert await migrating.wait() == 0
        yield server


def url_of(server: ReplicatedServer) -> str:
    return f"postgres://postgres@{server.hosts}/postgres"


async def test_a_primary_is_killed_and_its_synchronous_standby_has_all_that_was_acknowledged(
    servers: ReplicatedServer, outcomes: list[Outcome]
) -> None:
    await servers.wait_for_the_standby()
    async with shop_on(url_of(servers)) as shop, shop.admin() as client:
        async with load_on(client) as load:
            await load.acknowledge(ENOUGH)
            servers.kill_primary()
            await is_ready(shop, wanted=False)
            await servers.promote_standby()
            await is_ready(shop, wanted=True)
            await load.acknowledge(ENOUGH)
        outcome = await prove("kill -9 of the primary", load, shop, client, outcomes)

    assert outcome.other_5xx == 0
    assert outcome.without_answer == 0


@pytest.mark.faults
async def test_nothing_is_acknowledged_that_a_synchronous_standby_lacks(
    servers: ReplicatedServer, outcomes: list[Outcome]
) -> None:
    """Each command that waits for it is cut off after ten seconds, and sent again (R18.2)."""
    await servers.wait_for_the_standby()
    async with shop_on(url_of(servers)) as shop, shop.admin() as client:
        async with load_on(client) as load:
            await load.acknowledge(ENOUGH)
            await servers.pause_replication()
            await asyncio.sleep(2)  # for what it was given before
            acknowledged = len(load.acknowledged)
            await asyncio.sleep(25)
            assert len(load.acknowledged) == acknowledged
            servers.kill_primary()
            await servers.promote_standby()
            await load.acknowledge(ENOUGH)
        outcome = await prove("standby away, kill -9", load, shop, client, outcomes)

    assert outcome.other_5xx == 0
    assert outcome.longest_gap > 25


async def is_ready(shop: RunningShop, *, wanted: bool) -> None:
    """Wait until the shop says that it is ready, or that it is not."""
    async with httpx.AsyncClient(timeout=30) as client, asyncio.timeout(60):
        while ((await client.get(f"{shop.url}/readyz")).status_code == 200) is not wanted:  # noqa: ASYNC110
            await asyncio.sleep(0.1)


@pytest.mark.faults
async def test_what_an_asynchronous_standby_lacks_is_lost_until_it_is_sent_again(
    servers: ReplicatedServer, outcomes: list[Outcome]
) -> None:
    """The window of docs/scaling.md: what it lacks was acknowledged, and nothing is done twice."""
    async with shop_on(url_of(servers)) as shop, shop.admin() as client:
        async with load_on(client) as load:
            await load.acknowledge(ENOUGH)
            await servers.pause_replication()
            await load.acknowledge(ENOUGH)
            servers.kill_primary()
            await servers.promote_standby()
            await load.acknowledge(ENOUGH)
        outcome = await outcome_of("kill -9, asynchronous standby", load, client)
        verified = await asyncio.to_thread(shop.command, "verify")
    outcomes.append(outcome)

    assert verified.returncode == 0, verified.stdout
    assert outcome.lost > 0
    assert (outcome.doubled, outcome.other_5xx) == (0, 0)


@pytest.mark.faults
async def test_a_primary_that_hangs_is_left_for_its_standby(
    servers: ReplicatedServer, outcomes: list[Outcome]
) -> None:
    await servers.wait_for_the_standby()
    async with shop_on(url_of(servers), workers=2) as shop, shop.admin() as client:
        async with load_on(client) as load:
            await load.acknowledge(ENOUGH)
            servers.signal_primary(signal.SIGSTOP)
            await servers.promote_standby()
            await load.acknowledge(ENOUGH)
            servers.kill_primary()
        outcome = await prove("primary hangs", load, shop, client, outcomes)

    assert outcome.other_5xx == 0
    assert outcome.without_answer == 0
    assert outcome.longest_gap < 40  # a request has 10 s, and 2 to be cancelled


@pytest.mark.faults
async def test_the_books_are_proven_and_exported_on_a_standby(
    servers: ReplicatedServer, tmp_path: Path
) -> None:
    """As docs/scaling.md says; the primary, stopped meanwhile, has no part in it."""
    await servers.wait_for_the_standby()
    async with (
        shop_on(url_of(servers)) as shop,
        shop.admin() as client,
        load_on(client) as load,
    ):
        await load.acknowledge(ENOUGH)
    url = f"{url_of(servers)}?target_session_attrs=prefer-standby"
    reading = replace(shop, environment={**shop.environment, "GUERDON_DATABASE_URL": url})
    servers.signal_primary(signal.SIGSTOP)

    verified = await asyncio.to_thread(reading.command, "verify")
    export = ["export", "--out", str(tmp_path / "shop.jsonl")]
    exported = await asyncio.to_thread(reading.command, *export)
    servers.kill_primary()

    assert (verified.returncode, verified.stderr) == (0, "")
    assert (exported.returncode, exported.stderr) == (0, "")
    assert len((tmp_path / "shop.jsonl").read_text().splitlines()) > ENOUGH
