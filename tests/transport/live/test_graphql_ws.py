"""graphql-transport-ws over real sockets: signing in, operations, codes that close (R12.1, R14)."""

import asyncio
import dataclasses
import logging
from collections.abc import AsyncIterator

import pytest
from structlog.testing import capture_logs
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from tests.executor import IS_COMPILED
from tests.transport.live.live_server import (
    PROTOCOL,
    RULES,
    SOON,
    LiveServer,
    Socket,
    live_server,
    seen,
    token,
    until,
)
from transport.application import HttpOptions
from transport.live.limits import LiveLimits

UNAUTHORIZED = "The current customer isn't authorized."


@pytest.fixture
def options() -> HttpOptions:
    return HttpOptions(RULES, compiled_execution=IS_COMPILED)


@pytest.fixture
async def server(options: HttpOptions) -> AsyncIterator[LiveServer]:
    seen.ended.clear()
    async with live_server(options) as started:
        yield started


async def _answer(socket: Socket, query: str) -> object:
    return (await socket.ask(query))["payload"]["data"]


async def test_queries_and_mutations_are_answered_once(server: LiveServer) -> None:
    async with server.socket(init={}) as socket:
        assert await _answer(socket, "{ hello }") == {"hello": "world"}
        assert await _answer(socket, 'mutation { say(text: "hi") }') == {"say": "hi"}


async def test_variables_and_the_operations_name_count(server: LiveServer) -> None:
    query = "query A { hello } mutation B($text: String!) { say(text: $text) }"

    async with server.socket(init={}) as socket:
        answer = await socket.ask(query, operationName="B", variables={"text": "hi"})

    assert answer["payload"] == {"data": {"say": "hi"}}


async def test_a_subscription_is_answered_until_it_ends(server: LiveServer) -> None:
    async with server.socket(init={}) as socket:
        await socket.subscribe("subscription { ticks(most: 2) { number } }", "a")
        messages = [await socket.receive() for _ in range(3)]

    assert [message["type"] for message in messages] == ["next", "next", "complete"]
    assert [message["id"] for message in messages] == ["a"] * 3
    assert messages[1]["payload"] == {"data": {"ticks": {"number": 1}}}


async def test_operations_run_side_by_side_and_a_client_may_end_one(server: LiveServer) -> None:
    async with server.socket(init={}) as socket:
        await socket.subscribe("subscription { waiting }", "a")
        await socket.receive()
        await socket.send({"id": "a", "type": "complete"})
        await until(lambda: seen.ended == ["waiting"])

        assert (await socket.ask("{ hello }", "a"))["type"] == "next"


async def test_what_a_client_that_leaves_has_subscribed_to_ends(server: LiveServer) -> None:
    async with server.socket(init={}) as socket:
        for name in "ab":
            await socket.subscribe(f'subscription {{ waiting(name: "{name}") }}', name)
            await socket.receive()

    await until(lambda: sorted(seen.ended) == ["a", "b"])


@pytest.mark.parametrize("key", ["authorization", "Authorization", "AUTHORIZATION"])
async def test_connection_init_signs_in_with_its_key_in_any_case(
    server: LiveServer, key: str
) -> None:
    """R12.1."""
    async with server.socket(init={key: f"Bearer {token()}"}) as socket:
        assert await _answer(socket, "{ customer }") == {"customer": "ada"}


async def test_the_upgrades_header_signs_in(server: LiveServer) -> None:
    """R12.1."""
    headers = {"authorization": f"Bearer {token()}", "store": "us"}

    async with server.socket(init={}, headers=headers) as socket:
        answer = await _answer(socket, "{ customer store }")

    assert answer == {"customer": "ada", "store": "us"}


async def test_connection_init_is_heard_before_the_header(server: LiveServer) -> None:
    headers = {"authorization": f"Bearer {token()}", "store": "us"}
    init = {"authorization": f"Bearer {token(sub='bob')}", "Store": "de"}

    async with server.socket(init=init, headers=headers) as socket:
        answer = await _answer(socket, "{ customer store }")

    assert answer == {"customer": "bob", "store": "de"}


@pytest.mark.parametrize(
    ("init", "category"),
    [
        ({}, "graphql-authorization"),
        ({"authorization": "Bearer nonsense"}, "graphql-authentication"),
        ({"authorization": f"Bearer {token(seconds=-1)}"}, "graphql-authentication"),
        ({"authorization": f"Bearer {token(scope='admin')}"}, "graphql-authentication"),
    ],
    ids=["no token", "no good token", "an expired token", "another API's token"],
)
async def test_without_a_good_token_a_field_says_so_itself(
    server: LiveServer, init: dict[str, str], category: str
) -> None:
    async with server.socket(init=init) as socket:
        answer = await socket.ask("{ customer }")

    (error,) = answer["payload"]["errors"]
    assert (error["message"], error["extensions"]["category"]) == (UNAUTHORIZED, category)


async def test_an_expired_token_closes_the_socket(server: LiveServer) -> None:
    """R12.1: by the real clock; clients come back with a new one after 4403."""
    async with server.socket(init={"authorization": f"Bearer {token(seconds=SOON)}"}) as socket:
        await socket.subscribe("subscription { waiting }")

        assert await socket.closed() == (4403, "The token has expired")
    await until(lambda: seen.ended == ["waiting"])


@pytest.mark.parametrize(
    "query",
    ["{", "{ nothing }", "query ($text: String!) { hello(text: $text) }"],
    ids=["syntax", "validation", "variables"],
)
async def test_an_operation_that_is_not_run_is_an_error(server: LiveServer, query: str) -> None:
    async with server.socket(init={}) as socket:
        answer = await socket.ask(query, "a")

    assert (answer["id"], answer["type"]) == ("a", "error")
    assert {error["extensions"]["code"] for error in answer["payload"]} == {"BAD_REQUEST"}


async def test_the_guard_measures_what_comes_over_sockets(server: LiveServer) -> None:
    """R14.1."""
    aliases = " ".join(f"a{number}: hello" for number in range(20))

    async with server.socket(init={}) as socket:
        answer = await socket.ask(f"{{ {aliases} }}")

    assert answer["payload"][0]["extensions"]["code"] == "QUERY_TOO_COMPLEX"


@pytest.mark.parametrize(
    ("field", "code", "message"),
    [
        ("missing", "NOT_FOUND", "It is gone."),
        ("failing", "INTERNAL_SERVER_ERROR", "Internal server error"),
    ],
)
async def test_a_subscription_that_fails_ends_with_an_error(
    server: LiveServer, field: str, code: str, message: str
) -> None:
    """R13.1, R13.3."""
    async with server.socket(init={}) as socket:
        await socket.subscribe(f"subscription {{ alias: {field} }}")
        first, last = await socket.receive(), await socket.receive()

    (error,) = last["payload"]
    assert (first["type"], last["type"]) == ("next", "error")
    assert (error["message"], error["extensions"]["code"]) == (message, code)
    assert error["path"] == ["alias"]


@pytest.mark.parametrize(
    "query", ["{ broken }", "subscription { ticks(most: 1) { broken } }"], ids=["query", "event"]
)
async def test_a_bug_is_shown_masked(server: LiveServer, query: str) -> None:
    """R13.3."""
    async with server.socket(init={}, headers={"x-request-id": "edge-1"}) as socket:
        answer = await socket.ask(query)

    (error,) = answer["payload"]["errors"]
    assert error["message"] == "Internal server error"
    assert error["extensions"]["requestId"] == "edge-1"


async def test_a_socket_is_a_line_without_its_secrets(
    server: LiveServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    address = f"ws://127.0.0.1:{server.port}/graphql?token=hidden"
    with capture_logs() as lines:
        async with connect(address, subprotocols=[PROTOCOL], proxy=None) as connection:
            socket = Socket(connection)
            await socket.sign_in({"authorization": f"Bearer {token()}"})
            await socket.ask('query Mine { hello(text: "a@b.example") }')
        await until(lambda: len(lines) == 2)

    operation, ended = lines
    assert (operation["event"], operation["operation_name"]) == ("operation", "Mine")
    assert (operation["outcome"], ended["event"]) == ("ok", "socket")
    for secret in ("hidden", "a@b.example", "Bearer"):
        assert secret not in caplog.text + str(lines)


class TestTime:
    @pytest.fixture
    def options(self, options: HttpOptions) -> HttpOptions:
        return dataclasses.replace(
            options, query_seconds=0.2, live=LiveLimits(init_seconds=0.3, send_seconds=0.5)
        )

    @pytest.mark.parametrize(
        "query",
        ["{ slow }", "subscription { ticks(most: 1) { slow } }"],
        ids=["query", "event"],
    )
    async def test_nothing_runs_on_for_ever(self, server: LiveServer, query: str) -> None:
        """R14.2."""
        async with server.socket(init={}) as socket:
            answer = await socket.ask(query)

        assert answer["type"] == "error"
        assert answer["payload"][0]["extensions"]["code"] == "QUERY_TIMEOUT"

    async def test_waiting_for_an_event_is_no_query(self, server: LiveServer) -> None:
        async with server.socket(init={}) as socket:
            await socket.subscribe("subscription { waiting }", "a")
            await socket.receive()
            await asyncio.sleep(0.5)

            assert (await socket.ask("{ hello }"))["type"] == "next"

    async def test_who_does_not_sign_in_is_closed(self, server: LiveServer) -> None:
        async with server.socket() as socket:
            await socket.send({"type": "ping"})

            assert await socket.closed() == (4408, "Connection initialisation timeout")

    async def test_who_does_not_read_gets_no_more_and_is_let_go(self, server: LiveServer) -> None:
        """What is not read is not made: nothing queues up."""
        seen.flooded = 0
        async with server.socket(init={}) as socket:
            socket.connection.transport.pause_reading()
            await socket.subscribe("subscription { flood }")
            await until(lambda: seen.ended == ["flood"])
            made = seen.flooded
            await asyncio.sleep(0.2)

            assert seen.flooded == made < 300  # of 100 kB: what the kernel's buffers take
            socket.connection.transport.abort()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"\x00", "Messages must be texts"),
        ("{", "A message must be well-formed JSON"),
        ("[]", "A message must be a JSON object"),
        ("{}", "A message of no known type"),
        ('{"type": "start"}', "A message of no known type"),
        ('{"type": []}', "A message of no known type"),
        ('{"type": "connection_init", "payload": []}', "`payload` must be a JSON object"),
        (
            '{"type": "connection_init", "payload": {"Authorization": 1}}',
            "`authorization` must be a text",
        ),
        ('{"type": "complete"}', "`id` must be a text of 1 to 128 characters"),
    ],
)
async def test_a_malformed_message_closes_the_socket(
    server: LiveServer, text: str | bytes, reason: str
) -> None:
    async with server.socket() as socket:
        await socket.connection.send(text)

        assert await socket.closed() == (4400, reason)


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ({"payload": {"query": "{ hello }"}}, "`id` must be a text of 1 to 128 characters"),
        ({"id": "", "payload": {}}, "`id` must be a text of 1 to 128 characters"),
        ({"id": 1, "payload": {}}, "`id` must be a text of 1 to 128 characters"),
        ({"id": "x" * 129, "payload": {}}, "`id` must be a text of 1 to 128 characters"),
        ({"id": "1"}, "`payload` must be a JSON object."),
        (
            {"id": "1", "payload": {}},
            "`query` must be a GraphQL document.",
        ),
        (
            {"id": "1", "payload": {"query": "{ hello }", "variables": []}},
            "`variables` must be a JSON object.",
        ),
    ],
)
async def test_a_malformed_subscribe_closes_the_socket(
    server: LiveServer, message: dict[str, object], reason: str
) -> None:
    async with server.socket(init={}) as socket:
        await socket.send({"type": "subscribe", **message})

        assert await socket.closed() == (4400, reason)


async def test_nothing_is_run_before_signing_in(server: LiveServer) -> None:
    async with server.socket() as socket:
        await socket.subscribe("{ hello }")

        assert await socket.closed() == (4401, "Unauthorized")


async def test_signing_in_happens_once(server: LiveServer) -> None:
    async with server.socket(init={}) as socket:
        await socket.send({"type": "connection_init"})

        assert await socket.closed() == (4429, "Too many initialisation requests")


async def test_a_name_is_one_operations_at_a_time(server: LiveServer) -> None:
    async with server.socket(init={}) as socket:
        for _ in range(2):
            await socket.subscribe("subscription { waiting }", "é" * 100)

        code, reason = await socket.closed()

    assert code == 4409
    assert reason.startswith("Subscriber for éé")


async def test_a_message_above_the_limit_closes_the_socket(server: LiveServer) -> None:
    """R14.1."""
    async with server.socket(init={}) as socket:
        await socket.subscribe(f"{{ hello }} # {'x' * 100_000}")

        assert (await socket.closed())[0] == 1009


async def test_pings_are_answered(server: LiveServer) -> None:
    async with server.socket() as socket:
        await socket.send({"type": "ping"})
        await socket.send({"type": "pong"})

        assert await socket.receive() == {"type": "pong"}


@pytest.mark.parametrize("protocols", [(), ("graphql-ws",)], ids=["none", "the older one"])
async def test_another_protocol_is_not_spoken(
    server: LiveServer, protocols: tuple[str, ...]
) -> None:
    async with server.socket(protocols=protocols) as socket:
        assert (await socket.closed())[0] == 4406


class TestOrigins:
    @pytest.fixture
    def options(self, options: HttpOptions) -> HttpOptions:
        return dataclasses.replace(options, cors_origins=("https://shop.example",))

    @pytest.mark.parametrize("origin", [None, "https://shop.example", "http://{host}"])
    async def test_pages_of_allowed_origins_and_our_own_may_connect(
        self, server: LiveServer, origin: str | None
    ) -> None:
        own = origin and origin.format(host=f"127.0.0.1:{server.port}")

        async with server.socket(init={}, origin=own) as socket:
            assert (await socket.ask("{ hello }"))["type"] == "next"

    @pytest.mark.parametrize(
        "origin",
        [
            "https://evil.example",
            "null",
            "http://127.0.0.1:1",
            "http://[::1",
            "http://[",
            "http://evil.example\\@{host}",
            "http://{host}@evil.example",
            "http://evil.example#{host}",
            "http:{host}",
            "//{host}",
            "ftp://{host}",
            "http://{host}/",
            "http://{host}.evil.example",
            "\xe4",
        ],
    )
    async def test_other_pages_may_not(self, server: LiveServer, origin: str) -> None:
        sent = origin.replace("{host}", f"127.0.0.1:{server.port}")

        with pytest.raises(InvalidStatus) as refused:
            async with server.socket(origin=sent):
                pass

        assert refused.value.response.status_code == 403
        assert b"ORIGIN_REFUSED" in (refused.value.response.body or b"")


class TestLimits:
    @pytest.fixture
    def options(self, options: HttpOptions) -> HttpOptions:
        return dataclasses.replace(
            options, rate_limit=10, live=LiveLimits(connections=2, operations=3)
        )

    async def test_a_socket_has_so_many_operations_under_way(self, server: LiveServer) -> None:
        async with server.socket(init={}) as socket:
            for name in "abc":
                await socket.subscribe("subscription { waiting }", name)
                await socket.receive()

            answer = await socket.ask("{ hello }")
            await socket.send({"id": "a", "type": "complete"})
            await until(lambda: len(seen.ended) == 1)
            again = await socket.ask("{ hello }")

        assert answer["payload"][0]["extensions"]["code"] == "TOO_MANY_OPERATIONS"
        assert again["type"] == "next"

    async def test_a_process_has_so_many_connections(self, server: LiveServer) -> None:
        async with server.socket(init={}), server.socket(init={}):
            with pytest.raises(InvalidStatus) as refused:
                async with server.socket():
                    pass

        assert refused.value.response.status_code == 503
        async with asyncio.timeout(60), server.socket(init={}):
            pass

    async def test_root_fields_count_against_the_rate_limit(self, server: LiveServer) -> None:
        """R14.2: the upgrade is one, and each root field of each operation."""
        async with server.socket(init={}) as socket:
            answers = [await socket.ask("{ a: hello b: hello c: hello }") for _ in range(4)]

            assert [answer["type"] for answer in answers] == ["next"] * 3 + ["error"]
            assert answers[3]["payload"][0]["extensions"]["code"] == "RATE_LIMITED"
        with pytest.raises(InvalidStatus) as refused:
            async with server.socket():
                pass
        assert refused.value.response.status_code == 429

    async def test_subscriptions_count_when_they_begin(self, server: LiveServer) -> None:
        async with server.socket(init={}) as socket:
            types = [""]
            while types[-1] != "error" and len(types) < 30:
                await socket.subscribe("subscription { ticks(most: 0) { number } }", "a")
                types.append((await socket.receive())["type"])

        assert 9 <= types.count("complete") < 28
