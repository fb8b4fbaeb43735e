"""Webhooks under the seeded scheduler: in order per account, at least once, none left out (R16.1).

Commands run into each other and into the worker that delivers; requests and answers get lost, a
worker dies, a receiver says 410, secrets are rotated. Seeds as in test_simulation.py.
"""

import asyncio
import os
import random
import shutil
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import aiosqlite
import orjson
import pytest

from models.database import close_database, execute, fetch, identifier, open_database
from services.accounts.verification import check_ledger
from services.command import clock
from services.webhooks import sending
from services.webhooks.delivery import finish_webhooks
from services.webhooks.options import WebhookOptions, start_webhooks
from tests.simulation.record import Record
from tests.simulation.shop_life import ShopLife, open_shop_of
from tests.simulation.slow_sqlite import Disk
from tests.simulation.virtual_time import VirtualTimeLoop
from tests.simulation.webhook_world import Network, Worker, real_now, shop_now

_one, _some = os.environ.get("GUERDON_SEED"), os.environ.get("GUERDON_SEEDS", "50")
_seeds = range(0, int(_some), 5) if _one is None else [int(_one)]
STAYS, LEAVES = "stays.example", "leaves.example"
_GIVEN_UP_AFTER = 10

Row = dict[str, object]


@pytest.fixture
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        yield runner
        runner.run(finish_webhooks())
        runner.run(close_database())


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch, seed: int) -> Iterator[Network]:
    """Replace what is around the program: the clock and the network."""
    chance = random.Random(seed)  # noqa: S311 - guards nothing
    network = Network(chance)
    random.seed(seed)
    monkeypatch.setattr(clock, "real_now", real_now)
    monkeypatch.setattr(clock, "now", shop_now)
    monkeypatch.setattr(sending, "post", network.post)
    start_webhooks(WebhookOptions("x" * 32))
    yield network
    start_webhooks(WebhookOptions())


async def live(
    network: Network, url: str, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> tuple[Record, set[str]]:
    """Let a shop live while a worker tells of it; return what was done, and the entries of it."""
    await open_database(url)
    await open_shop_of(network.chance)
    for table in ("webhook_deliveries", "webhook_endpoints"):
        await execute(f"DELETE FROM {table}")  # noqa: S608 - ours
    await network.subscribe(STAYS)
    await network.subscribe(LEAVES, goes_away=True)
    before = await _entries()
    await close_database()
    monkeypatch.setattr(aiosqlite, "connect", disk.connect)
    await open_database(url)
    life = ShopLife(network.chance, Record())
    worker = Worker(network, network.chance)
    working = asyncio.create_task(worker.run())
    await life.run()
    worker.is_over = True
    await working
    await worker.finish()
    return life.record, await _entries() - before


@pytest.mark.parametrize("seed", _seeds)
def test_events_of_commands_at_once_arrive_in_order_and_none_is_left_out(
    network: Network,
    runner: asyncio.Runner,
    sqlite_template: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = shutil.copy(sqlite_template, tmp_path / "told.db")

    record, entries = runner.run(
        live(network, f"sqlite://{path}", Disk(network.chance), monkeypatch)
    )
    rows = runner.run(fetch("SELECT * FROM webhook_deliveries ORDER BY position, id"))

    assert record.unexpected() == []
    assert runner.run(check_ledger()).violations == []
    for there in network.subscribers.values():
        _assert_in_order(there.came, [row for row in rows if _is_to(row, there.id)])
    told = {str(_data(row)["id"]) for row in rows
        if _is_to(row, network.subscribers[STAYS].id) and "id" in _data(row)}  # fmt: skip
    assert told == entries


def _assert_in_order(came: list[str], rows: list[Row]) -> None:
    """Each was delivered, or given up for a reason; first arrivals are in each account's order."""
    accounts = defaultdict[tuple[object, object], list[str]](list)
    for row in rows:
        accounts[row["customer_id"], row["website_code"]].append(str(row["message_id"]))
        if row["status"] == "DELIVERED":
            assert str(row["message_id"]) in came
        else:
            assert row["response_status"] == 410 or int(str(row["attempts"])) >= _GIVEN_UP_AFTER
    first_times = list(dict.fromkeys(came))
    for messages in accounts.values():
        arrived = [each for each in first_times if each in set(messages)]
        assert arrived == [each for each in messages if each in set(arrived)]


def _is_to(row: Row, endpoint_id: str) -> bool:
    return str(identifier(row["endpoint_id"])) == endpoint_id


def _data(row: Row) -> Row:
    data: Row = orjson.loads(str(row["event"]))["data"]
    return data


async def _entries() -> set[str]:
    return {str(identifier(row["id"])) for row in await fetch("SELECT id FROM ledger_entries")}
