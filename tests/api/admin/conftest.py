from collections.abc import AsyncIterator, Iterator

import httpx
import pytest

from app import build_app
from services.command.clock import start_clock
from services.webhooks.options import WebhookOptions, start_webhooks
from settings import SECRET as SECRET_VARIABLE
from settings import read_settings
from tests.api.admin.asking import SECRET, AdminApi, admin_token
from tests.api.admin.commands import MUGS, adjustment, cart, line, placing


@pytest.fixture
async def api(database: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[AdminApi]:
    """Yield the whole application over a fresh database, asked by an admin of the shop."""
    monkeypatch.setenv(SECRET_VARIABLE, SECRET)
    monkeypatch.setenv("GUERDON_DATABASE_URL", database)
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
async def shop(api: AdminApi) -> AdminApi:
    """Set a shop up in dollars with Ada in it: 10 points are worth 2.00, and 2.00 earns 10."""
    await api.done("websitePut", input={"code": "us", "baseCurrency": "USD"})
    for direction in ("POINTS_TO_CURRENCY", "CURRENCY_TO_POINTS"):
        rate = {"direction": direction, "points": 10, "currencyAmount": "2.00"}
        await api.done("exchangeRateCreate", input=rate)
    customer = {"id": "ada", "websiteCode": "us", "email": "ada@example.com"}
    await api.done("customerPut", input=customer)
    return api


@pytest.fixture
async def open_shop(shop: AdminApi) -> AdminApi:
    """Give Ada 25 points and a cart c1 of two lines, and place o0, not yet invoiced."""
    await shop.done("pointsAdjust", **adjustment(idempotencyKey="before", points=25))
    await shop.done("cartPut", **cart(line(), id="c0"))
    await shop.done("orderPlace", **placing({"id": "o0"}, cartId="c0"))
    await shop.done("cartPut", **cart(line(), line(id="l2"), id="c1", customerId="ada"))
    return shop


@pytest.fixture
async def checkout(shop: AdminApi) -> AdminApi:
    """Give Ada 25 points and a cart c1: two mugs of 5.00."""
    await shop.done("pointsAdjust", **adjustment(points=25))
    await shop.done("cartPut", **cart(MUGS, id="c1", customerId="ada"))
    return shop
