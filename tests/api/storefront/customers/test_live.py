"""`reward_points_changed` as a customer sees it, field by field (R1.6, R12.1, R12.3)."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import cast

import pytest
from graphql import ExecutionResult

from resolvers.context import Context
from schema.storefront.root import schema
from services.access.bearer import Bearer
from services.command import clock
from services.command.caller import CallerKind
from services.customers.subscriptions import update_subscriptions
from services.setup.settings import update_settings
from tests.api.storefront.asking import Answer
from tests.services.shop import ADMIN, give, open_shop
from transport.api.execution import follow, graphql_schema
from transport.documents.documents import Documents

DOCUMENTS = Documents(graphql_schema(schema))
SECONDS = 60.0


@pytest.fixture
def past() -> None:
    """Its shop goes by the real clock, and is opened for each test."""


@pytest.fixture
async def shop(database: str) -> str:
    await open_shop(now=await clock.now())
    return database


pytestmark = pytest.mark.usefixtures("shop")


@asynccontextmanager
async def changes(selection: str) -> AsyncIterator[AsyncIterator[ExecutionResult]]:
    bearer = Bearer("ada", CallerKind.CUSTOMER, website_code="us")
    results = follow(
        schema,
        DOCUMENTS.operation(f"subscription {{ reward_points_changed {{ {selection} }} }}", None),
        {},
        Context(request_id="r1", now=await clock.now(), bearer=bearer),
        hide_suggestions=False,
        seconds_an_event=SECONDS,
    )
    try:
        yield results
    finally:
        await results.aclose()


async def points(results: AsyncIterator[ExecutionResult]) -> Answer:
    async with asyncio.timeout(SECONDS):
        result = await anext(results)
    assert result.errors is None
    data = cast("dict[str, Answer]", result.data)
    return data["reward_points_changed"]


@pytest.fixture
def sandbox() -> Iterator[None]:
    clock.start_clock(sandbox=True)
    yield
    clock.start_clock(sandbox=False)


@pytest.mark.usefixtures("sandbox")
async def test_each_event_is_answered_as_of_its_own_instant() -> None:
    """R10.3: what has expired meanwhile is among no expirations."""
    now = await clock.now()
    await update_settings(website_code="us", changes={"expiry_days": 30}, caller=ADMIN, now=now)
    await give(100, now=now)

    async with changes("balance { points } expirations { amount { points } }") as results:
        before = await points(results)
        await clock.advance_sandbox_clock(days=31, seconds=0, caller=ADMIN)
        after = await points(results)

    assert before == {"balance": {"points": 100}, "expirations": [{"amount": {"points": 100}}]}
    assert after == {"balance": {"points": 0}, "expirations": []}


async def test_nothing_is_remembered_from_one_event_to_the_next() -> None:
    now = await clock.now()
    async with changes("subscription_status { balance_updates }") as results:
        before = await points(results)
        await update_subscriptions(customer_id="ada", balance_updates=False, caller=ADMIN, now=now)
        await give(5, now=now)
        after = await points(results)

    assert before == {"subscription_status": {"balance_updates": "SUBSCRIBED"}}
    assert after == {"subscription_status": {"balance_updates": "NOT_SUBSCRIBED"}}


async def test_a_hidden_history_is_null_in_both_forms() -> None:
    """R12.3."""
    await update_settings(
        website_code="us",
        changes={"history_visible": False},
        caller=ADMIN,
        now=await clock.now(),
    )

    async with changes("balance_history { date } history { total_count }") as results:
        assert await points(results) == {"balance_history": None, "history": None}
