from collections.abc import AsyncIterator

import httpx
import pytest

from models.database import close_database, open_database
from schema.storefront.root import schema
from services.programme.rule_book import rule_book
from tests.api.storefront.over_http import RULES, Storefront
from tests.citus_cluster import is_on_citus
from tests.executor import IS_COMPILED
from tests.pasts import Past
from tests.services.shop import open_shop
from transport.application import HttpOptions, build_application


@pytest.fixture
def past(request: pytest.FixtureRequest) -> Past | None:
    """Return how a shop is opened, for tests that ask for one."""
    return _open if "shop" in request.fixturenames else None


async def _open(url: str) -> None:
    await open_database(url, citus=is_on_citus())
    await open_shop()
    await close_database()


@pytest.fixture
async def shop(database: str) -> str:
    """Return a shop with one website, us, on which 10 points are 2.00 dollars, and Ada in it.

    The process knows its programme already, as one that has served it for a while.
    """
    await rule_book()
    return database


@pytest.fixture
async def storefront(shop: str) -> AsyncIterator[Storefront]:  # noqa: ARG001 - it has to be open
    """Yield the shop's API over HTTP, with Ada signed in."""
    options = HttpOptions(token_rules=RULES, compiled_execution=IS_COMPILED)
    application = build_application(schema, schema, options)
    transport = httpx.ASGITransport(application)
    async with httpx.AsyncClient(transport=transport, base_url="http://guerdon") as client:
        yield Storefront(client)
