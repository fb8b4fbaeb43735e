"""Fixtures of the admin app's tests: the sample shop, served, and a browser, one each a module."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.admin_app.office import Office, open_office, seed
from tests.storefront_kit.chromium import running_chromium
from transport.pages.built import BUILT


@pytest.fixture(scope="session", autouse=True)
def _built_app() -> None:
    """Need what `make web` builds."""
    if not (BUILT / "admin" / "index.html").exists():
        pytest.skip("THE ADMIN APP IS NOT TESTED: it is not built, for want of Node; run make web")


@pytest.fixture(scope="session")
def seeded(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database with the sample shop, to be copied: its past takes a while to live."""
    database = Path(shutil.copy(sqlite_template, tmp_path_factory.mktemp("seeded") / "guerdon.db"))
    seed(f"sqlite://{database}")
    return database


@pytest.fixture(scope="module")
def office(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Yield the sample shop, served. The database makes no difference to a browser: SQLite."""
    database = shutil.copy(seeded, tmp_path_factory.mktemp("office") / "guerdon.db")
    with open_office(f"sqlite://{database}") as running:
        yield running


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with running_chromium() as running:
        yield running
