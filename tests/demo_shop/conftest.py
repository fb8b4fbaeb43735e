"""Fixtures of the demo shop's tests: a sandbox with the sample shop in it, and a browser."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.faults.running_shop import running_shop
from tests.storefront_kit.chromium import running_chromium
from tests.storefront_kit.shop import Shop


@pytest.fixture(scope="session")
def shop(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """Yield the sandbox. The database makes no difference to a shop's page: it is SQLite."""
    database = shutil.copy(sqlite_template, tmp_path_factory.mktemp("demo") / "guerdon.db")
    with running_shop(f"sqlite://{database}", {"GUERDON_SANDBOX": "1"}) as (running,):
        seeded = running.command("seed")
        assert seeded.returncode == 0, seeded.stderr
        yield Shop(running.url)


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with running_chromium() as running:
        yield running
