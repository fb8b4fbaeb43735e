"""R14.1: no connection takes more bytes, seconds or company than it may, on a real server."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace

import pytest

from tests.transport.live.live_server import (
    RULES,
    SCHEMA,
    SECONDS,
    LiveServer,
    served,
    token,
    until,
)
from transport.application import HttpOptions, build_application
from transport.connection_limits import ConnectionLimits
from transport.uvicorn_http import HttpProtocol

LIMITS = ConnectionLimits(
    head_seconds=0.6,
    body_seconds=0.6,
    body_bytes_a_second=1_000,
    request_seconds=1.5,
    unread_seconds=0.5,
    linger_seconds=0.3,
)
HEAD = b"POST /graphql HTTP/1.1\r\nhost: here\r\ncontent-type: application/json\r\n"
QUESTION = json.dumps({"query": "{ hello }"}).encode()


def asked(body: bytes = QUESTION, *headers: bytes) -> bytes:
    lines = b"".join(header + b"\r\n" for header in headers)
    return HEAD + lines + b"content-length: %d\r\n\r\n" % len(body) + body


@dataclass
class Wire:
    """A client's end of a connection, on which anything can be written."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def write(self, data: bytes, *, seconds_between: float = 0) -> None:
        """Write, byte by byte where there are `seconds_between`, until nobody listens."""
        with suppress(ConnectionError):
            if not seconds_between:
                self.writer.write(data)
                await self.writer.drain()
                return
            for place in range(len(data)):
                self.writer.write(data[place : place + 1])
                await asyncio.sleep(seconds_between)

    async def status(self) -> int:
        """Return the status of the next answer; 0 where the connection ends instead."""
        async with asyncio.timeout(SECONDS):
            line = await self.reader.readline()
        return int(line.split()[1]) if line else 0

    async def rest(self) -> bytes:
        async with asyncio.timeout(SECONDS):
            with suppress(ConnectionError):
                return await self.reader.read()
        return b""

    async def answer(self) -> tuple[int, dict[str, str], bytes]:
        """Return the whole of the next answer, whose length is announced."""
        status, headers = await self.status(), {}
        async with asyncio.timeout(SECONDS):
            while line := (await self.reader.readline()).strip().decode():
                name, _, value = line.partition(": ")
                headers[name] = value
            body = await self.reader.readexactly(int(headers["content-length"]))
        return status, headers, body


@asynccontextmanager
async def connected(server: LiveServer) -> AsyncIterator[Wire]:
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    try:
        yield Wire(reader, writer)
    finally:
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()


@asynccontextmanager
async def limited(limits: ConnectionLimits) -> AsyncIterator[LiveServer]:
    class Limited(HttpProtocol):
        pass

    Limited.limits = limits
    application = build_application(SCHEMA, SCHEMA, HttpOptions(RULES))
    async with served(application, http=Limited) as server:
        yield server


@pytest.fixture
async def server() -> AsyncIterator[LiveServer]:
    async with limited(LIMITS) as started:
        yield started


def _heads(size: int) -> Iterator[tuple[str, bytes]]:
    """Yield heads of `size` bytes and a little."""
    yield "one header", HEAD + b"x: " + b"a" * (size - len(HEAD)) + b"\r\n\r\n"
    yield "many headers", HEAD + b"x: a\r\n" * ((size - len(HEAD)) // 6) + b"\r\n"
    yield "address", b"GET /graphql?" + b"a" * size + b" HTTP/1.1\r\nhost: here\r\n\r\n"
    upgrade = (
        b"GET /graphql HTTP/1.1\r\nhost: here\r\nupgrade: websocket\r\nconnection: upgrade\r\n"
    )
    yield "upgrade", upgrade + b"x: " + b"a" * size + b"\r\n\r\n"


@pytest.mark.parametrize("head", [pytest.param(head, id=name) for name, head in _heads(70_000)])
async def test_a_head_beyond_64_kilobytes_is_refused_with_431(
    server: LiveServer, head: bytes
) -> None:
    async with connected(server) as wire:
        await wire.write(head)

        status, headers, body = await wire.answer()

    assert status == 431
    assert headers["connection"] == "close"
    assert json.loads(body)["errors"][0]["extensions"]["code"] == "HEADERS_TOO_LARGE"


async def test_a_head_within_64_kilobytes_is_read(server: LiveServer) -> None:
    async with connected(server) as wire:
        await wire.write(asked(QUESTION, b"x: " + b"a" * 60_000))

        status, _, _ = await wire.answer()

    assert status == 200


@pytest.mark.parametrize(
    "start", [b"GET /", HEAD + b"x: ", HEAD + b"y"], ids=["address", "value", "name"]
)
async def test_an_endless_head_is_refused_while_it_comes(server: LiveServer, start: bytes) -> None:
    async with connected(server) as wire:
        await wire.write(start + b"a" * 500_000)

        assert await wire.status() == 431


async def test_who_goes_on_writing_after_a_refusal_is_cut_off(server: LiveServer) -> None:
    async with connected(server) as wire, asyncio.timeout(SECONDS):
        await wire.write(HEAD + b"x: ")
        while not wire.writer.is_closing():
            await wire.write(b"a" * 100_000)
            await asyncio.sleep(0.01)


async def test_trailers_count_as_headers_do(server: LiveServer) -> None:
    async with connected(server) as wire:
        chunked = HEAD + b"transfer-encoding: chunked\r\n\r\n0\r\n"
        await wire.write(chunked + b"x: a\r\n" * 20_000)

        assert b" 431 " in await wire.rest()


async def test_each_request_of_a_connection_has_a_head_of_its_own(server: LiveServer) -> None:
    async with connected(server) as wire:
        for _ in range(3):
            await wire.write(asked(QUESTION, b"x: " + b"a" * 40_000))
            assert (await wire.answer())[0] == 200

        await wire.write(asked() * 3)  # pipelined
        statuses = [(await wire.answer())[0] for _ in range(3)]

        await wire.write(HEAD + b"x: " + b"a" * 70_000)
        refused = await wire.status()

    assert statuses == [200, 200, 200]
    assert refused == 431


async def test_a_large_body_after_its_head_is_no_large_head(server: LiveServer) -> None:
    body = QUESTION + b" " * (99_000 - len(QUESTION))

    async with connected(server) as wire:
        await wire.write(asked(body))

        assert (await wire.answer())[0] == 200


@pytest.mark.parametrize(
    "half",
    [
        pytest.param(b"\r\n", id="only a line's end"),
        pytest.param(b"POST /gra", id="address"),
        pytest.param(HEAD, id="headers"),
        pytest.param(HEAD + b"content-length: 50\r\n\r\n" + QUESTION[:9], id="body"),
        pytest.param(HEAD + b"transfer-encoding: chunked\r\n\r\n5;aaa", id="chunk"),
        pytest.param(asked() + HEAD, id="second request"),
    ],
)
async def test_half_a_request_is_refused_with_408_and_its_connection_ends(
    server: LiveServer, half: bytes
) -> None:
    began_at = time.monotonic()
    async with connected(server) as wire:
        await wire.write(half)

        said = await wire.rest()

    assert b"HTTP/1.1 408 " in said
    assert b"REQUEST_TIMEOUT" in said
    assert time.monotonic() - began_at < 20  # not as long as the client likes


async def test_a_connection_on_which_nothing_is_said_is_closed(server: LiveServer) -> None:
    async with connected(server) as wire:
        assert await wire.rest() == b""


@pytest.mark.parametrize(
    "request_",
    [
        pytest.param(b"GET /livez HTTP/1.1\r\nx: " + b"a" * 900, id="headers"),
        pytest.param(HEAD + b"content-length: 900\r\n\r\n" + b" " * 900, id="body"),
        pytest.param(b"\r\n" * 900, id="lines' ends"),
    ],
)
async def test_a_client_that_drips_does_not_hold_its_connection(
    server: LiveServer, request_: bytes
) -> None:
    began_at = time.monotonic()
    async with connected(server) as wire:
        dripping = asyncio.create_task(wire.write(request_, seconds_between=0.05))

        said = await wire.rest()
        dripping.cancel()

    assert b"HTTP/1.1 408 " in said
    assert time.monotonic() - began_at < 20  # not as long as the client likes


async def test_an_honest_slow_client_is_answered(server: LiveServer) -> None:
    """A body that takes longer than `body_seconds` comes through if it comes at a fair rate."""
    body = QUESTION + b" " * (6_000 - len(QUESTION))
    request = asked(body)

    async with connected(server) as wire:
        for start in range(0, len(request), 1_000):
            await wire.write(request[start : start + 1_000])
            await asyncio.sleep(0.15)

        assert (await wire.answer())[0] == 200


async def test_half_a_body_is_never_run(server: LiveServer) -> None:
    """What is complete JSON by chance, and was announced to go on, is nobody's request."""
    async with connected(server) as wire:
        await wire.write(HEAD + b"content-length: 500\r\n\r\n" + QUESTION)

        said = await wire.rest()

    assert b"HTTP/1.1 408 " in said
    assert b"Hello" not in said


async def test_listeners_stay_beyond_all_deadlines(server: LiveServer) -> None:
    async with (
        server.socket(init={"authorization": f"Bearer {token()}"}) as socket,
        server.events("subscription { waiting }") as events,
    ):
        assert (await events.next())[0] == "next"
        await asyncio.sleep(2)

        answer = await socket.ask("{ hello }")

    assert answer["payload"] == {"data": {"hello": "world"}}


async def test_a_keen_client_may_open_one_connection_for_all_it_asks(server: LiveServer) -> None:
    async with connected(server) as wire:
        for _ in range(8):
            await asyncio.sleep(0.3)
            await wire.write(asked())

            assert (await wire.answer())[0] == 200


async def test_a_client_that_does_not_read_its_answers_is_cut_off(server: LiveServer) -> None:
    async with connected(server) as wire:
        wire.writer.transport.pause_reading()  # type: ignore[attr-defined]  # asyncio's own
        question = json.dumps({"query": f'{{ hello(text: "{"x" * 9_000}") }}'}).encode()

        await wire.write(asked(question) * 900)

        await until(lambda: not server.server.server_state.connections)


async def test_a_connection_beyond_the_bound_is_told_so() -> None:
    async with (
        limited(replace(ConnectionLimits(), connections=2)) as server,
        connected(server),
        connected(server) as second,
    ):
        await second.write(asked())
        assert (await second.answer())[0] == 200

        async with connected(server) as third:
            await third.write(asked())
            status, headers, body = await third.answer()
        await second.write(asked())
        after = (await second.answer())[0]

    assert status == 503
    assert headers["retry-after"] == "5"
    assert json.loads(body)["errors"][0]["extensions"]["code"] == "TOO_MANY_CONNECTIONS"
    assert after == 200
