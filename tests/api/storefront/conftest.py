from collections.abc import AsyncIterator

import httpx
import pytest

from schema.storefront.root import schema
from tests.api.storefront.over_http import RULES, Storefront
from tests.executor import IS_COMPILED
from tests.services.shop import open_shop
from transport.application import HttpOptions, build_application


@pytest.fixture
async def shop(database: str) -> str:
    """Open a shop with one website, us, on which 10 points are 2.00 dollars, and Ada in it."""
    await open_shop()
    return database


@pytest.fixture
async def storefront(shop: str) -> AsyncIterator[Storefront]:  # noqa: ARG001 - it has to be open
    """Yield the shop's API over HTTP, with Ada signed in."""
    options = HttpOptions(token_rules=RULES, compiled_execution=IS_COMPILED)
    application = build_application(schema, schema, options)
    transport = httpx.ASGITransport(application)
    async with httpx.AsyncClient(transport=transport, base_url="http://guerdon") as client:
        yield Storefront(client)
