"""What the kit's tests share: a site of another origin, the sample shop, and a browser."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.storefront_kit.chromium import running_chromium
from tests.storefront_kit.package import Project, install_kit
from tests.storefront_kit.shop import Shop, open_shop
from tests.storefront_kit.site import KIT, Site, running_site


@pytest.fixture(scope="session", autouse=True)
def _built_kit() -> None:
    """Need what `make web` builds."""
    if not (KIT / "dist" / "client.js").exists():
        pytest.skip("THE STOREFRONT KIT IS NOT TESTED: it is not built, for want of Node; make web")


@pytest.fixture(scope="session")
def _empty_site() -> Iterator[Site]:
    with running_site() as running:
        yield running


@pytest.fixture(scope="session")
def shop(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, _empty_site: Site
) -> Iterator[Shop]:
    """Yield the sample shop. The database makes no difference to a browser: it is SQLite."""
    database = shutil.copy(sqlite_template, tmp_path_factory.mktemp("kit") / "guerdon.db")
    with open_shop(f"sqlite://{database}", _empty_site.url) as running:
        yield running


@pytest.fixture(scope="session")
def site(_empty_site: Site, shop: Shop) -> Site:
    """Return the site, whose pages ask the sample shop."""
    _empty_site.api = shop.url
    return _empty_site


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with running_chromium() as running:
        yield running


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return a project that has installed the kit from its tarball."""
    return install_kit(tmp_path_factory.mktemp("project"))
