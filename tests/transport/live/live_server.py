"""A server in the test's own process, of a tiny schema, and a client of the live protocols."""

import asyncio
import json
import socket
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from math import ceil
from typing import Any

import httpx
import jwt
import strawberry
import uvicorn
from starlette.types import ASGIApp
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from cli.serving.processes import CONNECTION_OPTIONS
from resolvers.context import Info, signed_in_customer
from schema.rewards_schema import RewardsSchema
from services.access.tokens import TokenRules
from services.rules.basics.refusals import NotFound
from transport.application import HttpOptions, build_application
from transport.uvicorn_http import HttpProtocol

SECRET = "a secret of at least thirty-two bytes"
RULES = TokenRules(SECRET)
PROTOCOL = Subprotocol("graphql-transport-ws")
PAYLOAD = "x" * 100_000
SECONDS = 60.0  # that anything may take on a busy machine
SOON = 5.0  # seconds after which a token expires that must be good still when it is read

Message = dict[str, Any]  # what JSON holds


@dataclass
class Seen:
    """What the schema's subscriptions have seen of their lives."""

    flooded: int = 0
    ended: list[str] = field(default_factory=list)


seen = Seen()


@strawberry.type
class Query:
    @strawberry.field
    def hello(self, text: str = "world") -> str:
        return text

    @strawberry.field
    def customer(self, info: Info) -> str:
        return signed_in_customer(info)

    @strawberry.field
    def store(self, info: Info) -> str | None:
        return info.context.store

    @strawberry.field
    def broken(self) -> str | None:
        raise ValueError("SELECT secret FROM table")

    @strawberry.field
    async def slow(self) -> str:
        await asyncio.sleep(60)
        return "at last"


@strawberry.type
class Mutation:
    @strawberry.mutation
    def say(self, text: str) -> str:
        return text


@strawberry.type
class Tick:
    number: int

    @strawberry.field
    async def slow(self) -> str:
        await asyncio.sleep(60)
        return "at last"

    @strawberry.field
    def broken(self) -> str:
        raise ValueError("SELECT secret FROM table")


@strawberry.type
class Subscription:
    @strawberry.subscription
    async def ticks(self, most: int) -> AsyncGenerator[Tick, None]:
        for number in range(most):
            yield Tick(number=number)

    @strawberry.subscription
    async def waiting(self, name: str = "waiting") -> AsyncGenerator[str, None]:
        try:
            yield "first"
            await asyncio.sleep(3_600)
        finally:
            seen.ended.append(name)

    @strawberry.subscription
    async def flood(self) -> AsyncGenerator[str, None]:
        try:
            while True:
                seen.flooded += 1
                yield PAYLOAD
                await asyncio.sleep(0)
        finally:
            seen.ended.append("flood")

    @strawberry.subscription
    async def missing(self) -> AsyncGenerator[str, None]:
        yield "first"
        raise NotFound("It is gone.")

    @strawberry.subscription
    async def failing(self) -> AsyncGenerator[str, None]:
        yield "first"
        raise ValueError("SELECT secret FROM table")


SCHEMA = RewardsSchema(query=Query, mutation=Mutation, subscription=Subscription)


def token(*, seconds: float = 60, **claims: object) -> str:
    """Sign a token of the customer ada's, good for so long and no shorter: `exp` is read whole."""
    return jwt.encode({"sub": "ada", "exp": ceil(time.time() + seconds), **claims}, SECRET)


@dataclass(frozen=True)
class LiveClient:
    """Speaks to a server at a port of this machine."""

    port: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"{self.address}/graphql"

    @asynccontextmanager
    async def socket(
        self,
        *,
        init: object = None,
        headers: Mapping[str, str] | None = None,
        origin: str | None = None,
        protocols: Sequence[str] = (PROTOCOL,),
    ) -> AsyncIterator["Socket"]:
        """Open a socket; with `init`, the payload of `connection_init`, it is signed in."""
        async with connect(
            f"ws://127.0.0.1:{self.port}/graphql",
            subprotocols=[Subprotocol(name) for name in protocols] or None,
            additional_headers=headers,
            origin=None if origin is None else Origin(origin),
            proxy=None,
        ) as connection:
            opened = Socket(connection)
            if init is not None:
                await opened.sign_in(init)
            yield opened

    @asynccontextmanager
    async def events(
        self, query: str, *, method: str = "POST", headers: Mapping[str, str] | None = None
    ) -> AsyncIterator["Events"]:
        """Ask for an event stream."""
        asked: dict[str, Any] = (
            {"json": {"query": query}} if method == "POST" else {"params": {"query": query}}
        )
        async with (
            httpx.AsyncClient(timeout=SECONDS) as client,
            client.stream(
                method,
                self.url,
                headers={"accept": "text/event-stream", **(headers or {})},
                **asked,
            ) as response,
        ):
            yield Events(response)


@dataclass(frozen=True)
class LiveServer(LiveClient):
    """A server of this process."""

    server: uvicorn.Server


@dataclass(frozen=True)
class Socket:
    """A client's end of a socket."""

    connection: ClientConnection

    async def sign_in(self, payload: object) -> None:
        await self.send({"type": "connection_init", "payload": payload})
        assert await self.receive() == {"type": "connection_ack"}

    async def send(self, message: object) -> None:
        await self.connection.send(json.dumps(message))

    async def subscribe(self, query: str, name: str = "1", **payload: object) -> None:
        await self.send({"id": name, "type": "subscribe", "payload": {"query": query, **payload}})

    async def receive(self) -> Message:
        async with asyncio.timeout(SECONDS):
            received: Message = json.loads(await self.connection.recv())
        return received

    async def ask(self, query: str, name: str = "1", **payload: object) -> Message:
        """Return the one message that answers a query; of data, `complete` follows."""
        await self.subscribe(query, name, **payload)
        answer = await self.receive()
        if answer["type"] == "next":
            assert await self.receive() == {"id": name, "type": "complete"}
        return answer

    async def closed(self) -> tuple[int, str]:
        """Return the code and the reason that the server closes the socket with."""
        async with asyncio.timeout(SECONDS):
            await self.connection.wait_closed()
        return self.connection.close_code or 0, self.connection.close_reason or ""


@dataclass
class Events:
    """A client's end of an event stream."""

    response: httpx.Response
    _lines: AsyncIterator[str] | None = None

    async def next(self) -> tuple[str, Any]:
        """Return the next event and what it says; ("end", None) where the stream ends."""
        self._lines = self._lines or self.response.aiter_lines()
        event = data = ""
        async with asyncio.timeout(SECONDS):
            async for line in self._lines:
                if line.startswith("event:"):
                    event = line.removeprefix("event:").strip()
                elif line.startswith("data:"):
                    data = line.removeprefix("data:").strip()
                elif not line and event:
                    return event, json.loads(data) if data else None
        return "end", None

    async def rest(self) -> list[str]:
        """Return the names of all events until the stream ends."""
        names = []
        while (event := await self.next())[0] != "end":
            names.append(event[0])
        return names


@asynccontextmanager
async def live_server(options: HttpOptions) -> AsyncIterator[LiveServer]:
    """Serve the tiny schema within the block, as `guerdon serve` would."""
    async with served(build_application(SCHEMA, SCHEMA, options)) as started:
        yield started


@asynccontextmanager
async def served(
    application: ASGIApp, *, http: type[HttpProtocol] = HttpProtocol
) -> AsyncIterator[LiveServer]:
    """Serve an application within the block, whose database is open already."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        here = {name: value for name, value in CONNECTION_OPTIONS.items() if name != "loop"}
        here["http"] = http
        server = uvicorn.Server(uvicorn.Config(application, lifespan="off", **here))
        serving = asyncio.create_task(server.serve([listening]))
        try:
            await until(lambda: server.started)
            yield LiveServer(port, server)
        finally:
            server.should_exit = True
            await serving


async def until(holds: Callable[[], bool]) -> None:
    """Wait until something holds that nobody tells of."""
    async with asyncio.timeout(SECONDS):
        while not holds():  # noqa: ASYNC110
            await asyncio.sleep(0.01)
