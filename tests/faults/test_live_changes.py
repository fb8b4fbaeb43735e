"""Live changes through real servers: who sees what, whichever process it comes from (R12.1)."""

import asyncio
import signal
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from urllib.parse import urlsplit

import httpx
import pytest

from services.access.tokens import TokenRules, issue_customer_token
from tests.faults.running_shop import ADJUST, SECRET, SET_UP, RunningShop, ask, running_shop
from tests.transport.live.live_server import Events, LiveClient, Message, Socket

CHANGES = """subscription {
  reward_points_changed { balance { points } history { total_count } }
}"""
OTHER_ACCOUNTS = """
mutation {
  customerPut(input: {id: "bob", websiteCode: "us", email: "bob@example.com"})
    { userErrors { code } }
  websitePut(input: {code: "de", baseCurrency: "EUR"}) { userErrors { code } }
}
"""
OTHER_CHANGES = """
mutation {
  b: pointsAdjust(input: {idempotencyKey: "b", customerId: "bob", websiteCode: "us", points: 7})
    { userErrors { code } }
  d: pointsAdjust(input: {idempotencyKey: "d", customerId: "ada", websiteCode: "de", points: 8})
    { userErrors { code } }
}
"""
QUIET = 2.0  # seconds after which there is no news: more than a look apart


def bearer(customer: str = "ada", website: str | None = "us") -> str:
    token = issue_customer_token(
        rules=TokenRules(SECRET), customer_id=customer, website_code=website, ttl_seconds=600
    )
    return f"Bearer {token}"


def client_of(shop: RunningShop) -> LiveClient:
    port = urlsplit(shop.url).port
    assert port is not None
    return LiveClient(port)


def state(answer: Message) -> tuple[int, int]:
    """Return the balance and the length of the history."""
    points = answer["data"]["reward_points_changed"]
    return points["balance"]["points"], points["history"]["total_count"]


async def news(socket: Socket) -> tuple[int, int]:
    message = await socket.receive()
    assert message["type"] == "next", message
    return state(message["payload"])


async def event(events: Events) -> tuple[int, int]:
    name, answer = await events.next()
    assert name == "next"
    return state(answer)


@asynccontextmanager
async def followed(shop: RunningShop, **init: str) -> AsyncIterator[Socket]:
    async with client_of(shop).socket(init=init) as socket:
        await socket.subscribe(CHANGES)
        yield socket


async def adjust(admin: httpx.AsyncClient, points: int) -> None:
    await ask(admin, ADJUST, key=f"k{points}", points=points)


async def test_a_change_in_one_process_is_news_to_those_at_another(database_url: str) -> None:
    async with AsyncExitStack() as stack:
        here, there = stack.enter_context(running_shop(database_url, servers=2))
        admin = await stack.enter_async_context(there.admin())
        await ask(admin, SET_UP)
        socket = await stack.enter_async_context(followed(here, Authorization=bearer()))
        events = await stack.enter_async_context(
            client_of(here).events(CHANGES, headers={"authorization": bearer()})
        )
        same_process = await stack.enter_async_context(followed(there, authorization=bearer()))
        first = [await news(socket), await event(events), await news(same_process)]

        await adjust(admin, 5)

        later = [await news(socket), await event(events), await news(same_process)]
        assert (first, later) == ([(0, 0)] * 3, [(5, 1)] * 3)


@pytest.mark.any_database
async def test_what_happens_to_others_is_not_seen(database_url: str) -> None:
    """Nor what happens to the same customer on another website."""
    async with AsyncExitStack() as stack:
        (shop,) = stack.enter_context(running_shop(database_url))
        admin = await stack.enter_async_context(shop.admin())
        await ask(admin, SET_UP)
        await ask(admin, OTHER_ACCOUNTS)
        ada = await stack.enter_async_context(followed(shop, authorization=bearer()))
        bob = await stack.enter_async_context(followed(shop, authorization=bearer("bob")))
        german = await stack.enter_async_context(
            followed(shop, authorization=bearer(website=None), store="de")
        )
        assert [await news(socket) for socket in (ada, bob, german)] == [(0, 0)] * 3

        await ask(admin, OTHER_CHANGES)

        assert (await news(bob), await news(german)) == ((7, 1), (8, 1))
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(QUIET):
                await ada.receive()


@pytest.mark.any_database
async def test_nobody_follows_anothers_account_or_website(database_url: str) -> None:
    """R12.1."""
    with running_shop(database_url) as (shop,):
        async with shop.admin() as admin:
            await ask(admin, SET_UP)
            await ask(admin, OTHER_ACCOUNTS)
        refused = []
        for init in ({}, {"authorization": bearer(), "store": "de"}, {"store": "nowhere"}):
            async with followed(shop, **init) as socket:
                refused.append((await socket.receive())["payload"][0])
        async with followed(shop, authorization=bearer(website=None), store="nowhere") as socket:
            refused.append((await socket.receive())["payload"][0])

    assert refused[0]["message"] == "The current customer isn't authorized."
    assert [error["extensions"]["code"] for error in refused] == [
        "UNAUTHENTICATED",
        "FORBIDDEN",
        "UNAUTHENTICATED",
        "NOT_FOUND",
    ]


@pytest.mark.any_database
@pytest.mark.parametrize("workers", [1, 2])
async def test_on_sigterm_all_are_let_go_and_the_exit_code_is_0(
    database_url: str, workers: int
) -> None:
    """Sockets close with a code, and streams end, that make clients come back."""
    async with AsyncExitStack() as stack:
        (shop,) = stack.enter_context(running_shop(database_url, workers=workers))
        async with shop.admin() as admin:
            await ask(admin, SET_UP)
        sockets = [
            await stack.enter_async_context(followed(shop, authorization=bearer()))
            for _ in range(4)
        ]
        streams = [
            await stack.enter_async_context(
                client_of(shop).events(CHANGES, headers={"authorization": bearer()})
            )
            for _ in range(4)
        ]
        before = [await news(socket) for socket in sockets]
        before += [await event(events) for events in streams]

        (server,) = shop.processes
        server.send_signal(signal.SIGTERM)
        began_at = time.monotonic()
        ends = [await socket.closed() for socket in sockets]
        rests = [await events.rest() for events in streams]
        code = await asyncio.to_thread(server.wait, 25)

    assert before == [(0, 0)] * 8
    assert [code for code, _ in ends] == [1012] * 4
    assert rests == [[]] * 4
    assert (code, time.monotonic() - began_at < 15) == (0, True)
