"""GraphQL over server-sent events, a connection for each operation ("distinct connections").

Each answer is an event `next`, and `complete` says that it has ended. When the server stops,
the stream ends without it, so that clients know to come back.
"""

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from math import inf
from typing import Final
from weakref import WeakSet

import orjson
from starlette.types import Receive, Send

from services.access.bearer import Bearer
from transport.live.limits import LiveLimits
from transport.live.open_connections import OpenConnections
from transport.wire.negotiation import EVENT_STREAM
from transport.wire.refusals import TooManyConnections
from transport.wire.response import Answer

_HEADERS: Final = (
    (b"content-type", f"{EVENT_STREAM}; charset=utf-8".encode()),
    (b"cache-control", b"no-store"),
    (b"vary", b"Accept"),
    (b"x-accel-buffering", b"no"),  # nginx would keep events back until it has a buffer full
)
_COMPLETE: Final = b"event: complete\ndata:\n\n"
_STILL_HERE: Final = b":\n\n"


class EventStreams:
    """Sends streams of answers within the limits, and ends them when the server stops."""

    def __init__(self, connections: OpenConnections, limits: LiveLimits) -> None:
        self._connections = connections
        self._limits = limits
        self._senders: set[asyncio.Task[None]] = set()
        self._is_stopping = False
        _all_streams.add(self)

    async def serve(
        self,
        answers: AsyncGenerator[Answer, None],
        receive: Receive,
        send: Send,
        bearer: Bearer | None,
    ) -> None:
        """Send all answers, until the client leaves or the bearer's token expires.

        Raises TooManyConnections, and has sent nothing.
        """
        if self._is_stopping:
            raise TooManyConnections
        with self._connections.one_more():
            stream = _Stream(send, self._limits)
            await stream.begin()
            sending = asyncio.create_task(stream.send_all(answers))
            leaving = asyncio.create_task(_until_left(receive))
            self._senders.add(sending)
            try:
                await stream.keep_open({sending, leaving}, bearer.expires_at if bearer else inf)
            finally:
                self._senders.discard(sending)
                sending.cancel()
                leaving.cancel()
                await asyncio.gather(sending, leaving, return_exceptions=True)
            if leaving.cancelled():
                await stream.end(is_complete=not self._is_stopping)

    def stop(self) -> None:
        """End all streams, and begin none any more."""
        self._is_stopping = True
        for sender in self._senders:
            sender.cancel()


_all_streams: WeakSet[EventStreams] = WeakSet()


def stop_streams() -> None:
    """End the event streams of this process: the server, which stops, would wait for them."""
    for streams in tuple(_all_streams):
        streams.stop()


@dataclass(frozen=True, slots=True)
class _Stream:
    """One response, open until its end. Each method raises TimeoutError if nobody reads it."""

    send: Send
    limits: LiveLimits

    async def begin(self) -> None:
        await self.send({"type": "http.response.start", "status": 200, "headers": list(_HEADERS)})
        await self._put(_STILL_HERE)  # so that a client behind a proxy sees it open

    async def send_all(self, answers: AsyncGenerator[Answer, None]) -> None:
        async with aclosing(answers):
            async for answer in answers:
                await self._put(b"event: next\ndata: " + orjson.dumps(answer) + b"\n\n")

    async def keep_open(self, tasks: set[asyncio.Task[None]], expires_at: float) -> None:
        """Wait for the end of any of `tasks`, or for `expires_at`, and say that we are here."""
        while True:
            seconds = max(0.0, min(self.limits.quiet_seconds, expires_at - time.time()))
            done, _ = await asyncio.wait(
                tasks, timeout=seconds, return_when=asyncio.FIRST_COMPLETED
            )
            for task in done:
                if not task.cancelled():
                    task.result()
            if done or time.time() >= expires_at:
                return
            await self._put(_STILL_HERE)

    async def end(self, *, is_complete: bool) -> None:
        await self._put(_COMPLETE if is_complete else b"", more=False)

    async def _put(self, body: bytes, *, more: bool = True) -> None:
        async with asyncio.timeout(self.limits.send_seconds):
            await self.send({"type": "http.response.body", "body": body, "more_body": more})


async def _until_left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
