"""GraphQL over server-sent events, as npm's graphql-sse speaks it (R12.1, R14)."""

import asyncio
import dataclasses
import json
from collections.abc import AsyncIterator

import httpx
import pytest

from tests.executor import IS_COMPILED
from tests.transport.live.live_server import (
    RULES,
    SOON,
    LiveServer,
    live_server,
    seen,
    token,
    until,
)
from transport.application import HttpOptions
from transport.live.limits import LiveLimits

TICKS = "subscription { ticks(most: 2) { number } }"
WAITING = "subscription { waiting }"


@pytest.fixture
def options() -> HttpOptions:
    return HttpOptions(RULES, compiled_execution=IS_COMPILED)


@pytest.fixture
async def server(options: HttpOptions) -> AsyncIterator[LiveServer]:
    seen.ended.clear()
    async with live_server(options) as started:
        yield started


@pytest.mark.parametrize("method", ["POST", "GET"])
async def test_a_subscription_is_a_stream_of_events(server: LiveServer, method: str) -> None:
    async with server.events(TICKS, method=method) as events:
        received = [await events.next() for _ in range(4)]

    assert events.response.status_code == 200
    assert events.response.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert events.response.headers["cache-control"] == "no-store"
    assert received == [
        ("next", {"data": {"ticks": {"number": 0}}}),
        ("next", {"data": {"ticks": {"number": 1}}}),
        ("complete", None),
        ("end", None),
    ]


async def test_a_query_may_be_one_too(server: LiveServer) -> None:
    async with server.events("{ hello }") as events:
        assert await events.next() == ("next", {"data": {"hello": "world"}})
        assert await events.rest() == ["complete"]


@pytest.mark.parametrize(
    ("query", "accept", "media_type"),
    [
        ("{ hello }", "application/json, text/event-stream", "application/json"),
        ("{ hello }", "text/event-stream, */*", "text/event-stream"),
        ("{ hello }", "text/event-stream;q=0.1, application/json", "application/json"),
        (TICKS, "application/json, text/event-stream;q=0.1", "text/event-stream"),
    ],
)
async def test_clients_that_read_both_get_streams_of_what_streams(
    server: LiveServer, query: str, accept: str, media_type: str
) -> None:
    async with server.events(query, headers={"accept": accept}) as events:
        assert events.response.headers["content-type"].startswith(media_type)


@pytest.mark.parametrize("accept", ["application/json", "*/*", "text/event-stream;q=0, */*"])
async def test_clients_that_read_no_events_are_told_what_to_do(
    server: LiveServer, accept: str
) -> None:
    async with server.events(TICKS, headers={"accept": accept}) as events:
        body = await events.response.aread()

    assert events.response.status_code == 400
    assert b"text/event-stream" in body


async def test_a_stream_has_a_body(server: LiveServer) -> None:
    async with server.events(TICKS, method="HEAD") as events:
        assert events.response.status_code == 405
        assert events.response.headers["allow"] == "GET, POST"


async def test_a_mutation_still_goes_by_post_only(server: LiveServer) -> None:
    """R13.4."""
    async with server.events('mutation { say(text: "hi") }', method="GET") as events:
        assert events.response.status_code == 405


async def test_headers_sign_in(server: LiveServer) -> None:
    headers = {"authorization": f"Bearer {token()}", "store": "us"}

    async with server.events("{ customer store }", headers=headers) as events:
        assert await events.next() == ("next", {"data": {"customer": "ada", "store": "us"}})


@pytest.mark.parametrize("query", ["{", "{ nothing }"], ids=["syntax", "validation"])
async def test_an_operation_that_is_not_run_is_told_in_the_stream(
    server: LiveServer, query: str
) -> None:
    """Browsers' EventSource reads no other answer."""
    async with server.events(query) as events:
        event, answer = await events.next()
        rest = await events.rest()

    assert events.response.status_code == 200
    assert (event, list(answer), rest) == ("next", ["errors"], ["complete"])


async def test_a_request_that_is_none_is_refused_with_its_status(server: LiveServer) -> None:
    async with httpx.AsyncClient() as client:
        answer = await client.post(server.url, content="{", headers={"accept": "text/event-stream"})

    assert answer.status_code == 415


async def test_a_subscription_that_fails_says_why_and_completes(server: LiveServer) -> None:
    async with server.events("subscription { failing }") as events:
        await events.next()
        _, answer = await events.next()
        rest = await events.rest()

    assert answer["errors"][0]["message"] == "Internal server error"
    assert rest == ["complete"]


async def test_an_expired_token_completes_the_stream(server: LiveServer) -> None:
    """R12.1: by the real clock."""
    headers = {"authorization": f"Bearer {token(seconds=SOON)}"}

    async with server.events(WAITING, headers=headers) as events:
        assert await events.rest() == ["next", "complete"]
    assert seen.ended == ["waiting"]


async def test_what_a_client_that_leaves_has_subscribed_to_ends(server: LiveServer) -> None:
    async with server.events(WAITING) as events:
        await events.next()

    await until(lambda: seen.ended == ["waiting"])


async def test_when_the_server_stops_the_stream_ends_without_completing(
    server: LiveServer,
) -> None:
    """So that clients come back: to them, `complete` is the end."""
    async with server.events(WAITING) as events:
        await events.next()
        server.server.should_exit = True

        assert await events.rest() == []


class TestLimits:
    @pytest.fixture
    def options(self, options: HttpOptions) -> HttpOptions:
        limits = LiveLimits(connections=1, quiet_seconds=0.1, send_seconds=0.5)
        return dataclasses.replace(options, rate_limit=20, live=limits)

    async def test_a_quiet_stream_says_that_it_is_there(self, server: LiveServer) -> None:
        async with server.events(WAITING) as events:
            text = ""
            async with asyncio.timeout(60):
                async for chunk in events.response.aiter_text():
                    text += chunk
                    if text.count(":\n\n") >= 4:
                        break

        assert 'data: {"data":{"waiting":"first"}}' in text

    async def test_a_process_has_so_many_connections(self, server: LiveServer) -> None:
        async with server.events(WAITING) as open_one, server.events(WAITING) as one_more:
            await open_one.next()
            refused = json.loads(await one_more.response.aread())

        assert one_more.response.status_code == 503
        assert one_more.response.headers["retry-after"] == "5"
        assert refused["errors"][0]["extensions"]["code"] == "TOO_MANY_CONNECTIONS"

    async def test_root_fields_count_against_the_rate_limit(self, server: LiveServer) -> None:
        """R14.2."""
        statuses = [0]
        while statuses[-1] != 429 and len(statuses) < 40:
            async with server.events("{ hello }") as events:
                statuses.append(events.response.status_code)
                await events.response.aread()

        assert 20 <= statuses.count(200) < 38

    async def test_who_does_not_read_gets_no_more_and_is_let_go(self, server: LiveServer) -> None:
        """What is not read is not made: nothing queues up."""
        seen.flooded = 0
        _, writer = await asyncio.open_connection("127.0.0.1", server.port, limit=1_000)
        try:
            writer.write(
                b"GET /graphql?query=subscription{flood} HTTP/1.1\r\nHost: guerdon\r\n"
                b"Accept: text/event-stream\r\n\r\n"
            )
            await until(lambda: seen.ended == ["flood"])
            made = seen.flooded
            await asyncio.sleep(0.2)

            assert seen.flooded == made < 300  # of 100 kB: what the kernel's buffers take
        finally:
            writer.transport.abort()  # the server would wait for it to read, and the test for it
