"""Simulation: concurrent commands under a seeded scheduler, held against the same one by one.

`GUERDON_SEEDS=n` runs so many seeds; `GUERDON_SEED=n` that one alone, to see a failure again.
"""

import asyncio
import os
import random
import shutil
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import aiosqlite
import pytest

from models.database import close_database, open_database
from services.accounts import maturity
from services.accounts.verification import check_ledger
from services.ledger.maturing import accounts_to_mature
from tests.simulation.record import Performed, Record, books, remembered
from tests.simulation.shop_life import ShopLife, open_shop_of
from tests.simulation.slow_sqlite import Disk
from tests.simulation.virtual_time import VirtualTimeLoop

_one, _some = os.environ.get("GUERDON_SEED"), os.environ.get("GUERDON_SEEDS", "50")
_seeds = range(int(_some)) if _one is None else [int(_one)]
_seeds_of_trouble = _seeds if _one is not None else range(0, int(_some), 5)

Rows = dict[str, list[str]]


class Simulation:
    """One seed's shop, lived at once and then again one by one."""

    def __init__(self, seed: int, template: Path, folder: Path) -> None:
        self.seed = seed
        self.template = template
        self.folder = folder
        self.chance = random.Random(seed)  # noqa: S311 - guards nothing
        self.disk = Disk(self.chance)
        self.record = Record()

    async def at_once(self, *, full_once_in: int | None = None) -> Rows:
        """Live; return the rows it leaves."""
        path = shutil.copy(self.template, self.folder / "at-once.db")
        await open_database(f"sqlite://{path}")
        await open_shop_of(self.chance)
        await close_database()
        shutil.copy(path, self.folder / "one-by-one.db")
        await open_database(f"sqlite://{path}")
        self.disk.committed = self.record.committed
        self.disk.full_once_in = full_once_in
        await ShopLife(self.chance, self.record).run()
        self.disk.full_once_in = None
        return await self._close()

    async def one_by_one(self) -> Rows:
        """Do again what was committed, in that order; return the rows it leaves.

        Each answer must be the same, and an account that was read must have been so at some moment
        between the beginning and the end of the reading.
        """
        self.disk.committed = lambda _: None
        await open_database(f"sqlite://{self.folder / 'one-by-one.db'}")
        reads = [
            done
            for done in self.record.performed
            if done.command.sees_one_moment
            and done.answer
            and self.record.is_between_commands(done)
        ]
        reads = await _unexplained(reads, 0)
        for committed, (done, following) in enumerate(pairwise([*self.record.commits, None]), 1):
            assert done is not None
            if following is not done:
                await _do_again(done)
                reads = await _unexplained(reads, committed)
        assert [f"{read.command.name}: {read.answer}" for read in reads] == []
        return await self._close()

    async def _close(self) -> Rows:
        assert (await check_ledger()).violations == []
        rows = await books()
        await close_database()
        return rows


async def _do_again(done: Performed) -> None:
    again = await Record().perform(done.command, to_find=done.found)
    if done.answer is not None:
        assert again.answer == done.answer, done.command.name


async def _unexplained(reads: Sequence[Performed], committed: int) -> list[Performed]:
    """Return the reads that have not seen what there is after so many commits."""
    return [
        read
        for read in reads
        if not read.begun <= committed <= read.ended
        or (await Record().perform(read.command)).answer != read.answer
    ]


@pytest.fixture
def simulation(
    request: pytest.FixtureRequest,
    sqlite_template: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Simulation:
    simulation = Simulation(request.param, sqlite_template, tmp_path)
    monkeypatch.setattr(aiosqlite, "connect", simulation.disk.connect)
    monkeypatch.setattr(maturity, "accounts_to_mature", remembered(accounts_to_mature))
    random.seed(request.param)  # what waits before it tries again draws from it
    return simulation


@pytest.fixture
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        yield runner
        runner.run(close_database())


@pytest.mark.parametrize("simulation", _seeds, indirect=True)
def test_commands_at_once_leave_what_they_leave_one_by_one(
    simulation: Simulation, runner: asyncio.Runner
) -> None:
    rows = runner.run(simulation.at_once())

    assert simulation.record.unexpected() == []
    if simulation.record.is_one_after_the_other():
        assert runner.run(simulation.one_by_one()) == rows


@pytest.mark.parametrize("simulation", _seeds_of_trouble, indirect=True)
def test_what_a_full_disk_undoes_leaves_no_trace(
    simulation: Simulation, runner: asyncio.Runner
) -> None:
    rows = runner.run(simulation.at_once(full_once_in=60))

    assert all("disk is full" in error for error in simulation.record.unexpected())
    if simulation.record.is_one_after_the_other():
        assert runner.run(simulation.one_by_one()) == rows


@pytest.mark.parametrize("simulation", [3], indirect=True)
def test_the_same_seed_is_the_same_run(
    simulation: Simulation,
    runner: asyncio.Runner,
    sqlite_template: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    runner.run(simulation.at_once())
    first = [(done.command.name, done.answer) for done in simulation.record.performed]
    again = Simulation(simulation.seed, sqlite_template, simulation.folder)
    monkeypatch.setattr(aiosqlite, "connect", again.disk.connect)
    random.seed(simulation.seed)

    with asyncio.Runner(loop_factory=VirtualTimeLoop) as other:
        other.run(again.at_once())

    assert [(done.command.name, done.answer) for done in again.record.performed] == first
