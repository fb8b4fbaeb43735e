"""Fixtures of the admin API: the application, asked by an admin, and shops with some past."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager

import httpx
import pytest

from app import build_app
from models.database import close_database, open_database
from services.command.clock import start_clock
from services.webhooks.options import WebhookOptions, start_webhooks
from settings import SECRET as SECRET_VARIABLE
from settings import read_settings
from tests.api.admin.asking import SECRET, AdminApi, admin_token
from tests.api.admin.commands import MUGS, adjustment, cart, line, placing
from tests.citus_cluster import is_on_citus
from tests.pasts import Past


@pytest.fixture
def past(request: pytest.FixtureRequest) -> Past | None:
    """Return the past of the farthest fixture below that a test asks for."""
    return next((_PASTS[name] for name in _PASTS if name in request.fixturenames), None)


@pytest.fixture
async def api(database: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[AdminApi]:
    """Yield the whole application over a fresh database, asked by an admin of the shop."""
    monkeypatch.setenv(SECRET_VARIABLE, SECRET)
    monkeypatch.setenv("GUERDON_DATABASE_URL", database)
    async with _served() as served:
        yield served


@asynccontextmanager
async def _served() -> AsyncIterator[AdminApi]:
    read_settings.cache_clear()
    start_webhooks(WebhookOptions(SECRET))
    transport = httpx.ASGITransport(build_app(read_settings()))
    async with httpx.AsyncClient(transport=transport, base_url="http://guerdon") as client:
        yield AdminApi(client, admin_token("admin"))
    read_settings.cache_clear()


@pytest.fixture
def sandbox() -> Iterator[None]:
    """Start the service as a sandbox."""
    start_clock(sandbox=True)
    yield
    start_clock(sandbox=False)


@pytest.fixture
def shop(api: AdminApi) -> AdminApi:
    """Return a shop in dollars with Ada in it: 10 points are worth 2.00, and 2.00 earns 10."""
    return api


@pytest.fixture
def open_shop(shop: AdminApi) -> AdminApi:
    """Return it with 25 points and a cart c1 of two lines of Ada's, and o0, not yet invoiced."""
    return shop


@pytest.fixture
def checkout(shop: AdminApi) -> AdminApi:
    """Return it with 25 points and a cart c1 of Ada's: two mugs of 5.00."""
    return shop


async def _set_up(api: AdminApi) -> None:
    await api.done("websitePut", input={"code": "us", "baseCurrency": "USD"})
    for direction in ("POINTS_TO_CURRENCY", "CURRENCY_TO_POINTS"):
        rate = {"direction": direction, "points": 10, "currencyAmount": "2.00"}
        await api.done("exchangeRateCreate", input=rate)
    customer = {"id": "ada", "websiteCode": "us", "email": "ada@example.com"}
    await api.done("customerPut", input=customer)


async def _place_an_order(api: AdminApi) -> None:
    await _set_up(api)
    await api.done("pointsAdjust", **adjustment(idempotencyKey="before", points=25))
    await api.done("cartPut", **cart(line(), id="c0"))
    await api.done("orderPlace", **placing({"id": "o0"}, cartId="c0"))
    await api.done("cartPut", **cart(line(), line(id="l2"), id="c1", customerId="ada"))


async def _fill_a_cart(api: AdminApi) -> None:
    await _set_up(api)
    await api.done("pointsAdjust", **adjustment(points=25))
    await api.done("cartPut", **cart(MUGS, id="c1", customerId="ada"))


def _past(live: Callable[[AdminApi], Awaitable[None]]) -> Past:
    async def live_through(url: str) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv(SECRET_VARIABLE, SECRET)
            patch.setenv("GUERDON_DATABASE_URL", url)
            await open_database(url, citus=is_on_citus())
            async with _served() as api:
                await live(api)
            await close_database()

    return live_through


_PASTS = {
    "open_shop": _past(_place_an_order),
    "checkout": _past(_fill_a_cart),
    "shop": _past(_set_up),
}
