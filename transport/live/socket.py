"""One WebSocket that speaks graphql-transport-ws: signing in, operations, and its end.

The messages and codes are those of the protocol of the npm library graphql-ws. Operations run side
by side, each no faster than its client reads: nothing is kept waiting to be sent.
"""

import asyncio
import time
from contextlib import aclosing, suppress
from math import inf

import orjson
import structlog
from starlette.types import Message, Receive, Send

from transport.api.authentication import Credentials
from transport.api.graphql_api import GraphQLApi
from transport.live.limits import LiveLimits
from transport.live.operation import run_operation
from transport.live.socket_messages import (
    CloseCode,
    Closing,
    SocketMessage,
    operation_id,
    read_message,
    request_of,
    signed,
)
from transport.wire.refusals import TooManyOperations
from transport.wire.request import GraphQLRequest
from transport.wire.response import Answer, answer_refusal

_LONGEST_WAIT = 3_600.0  # seconds: timers go by one clock, tokens by another

_log = structlog.get_logger(__name__)


class _Gone(Exception):
    """The client has left, or has stopped reading."""


class GraphQLSocket:
    """An accepted socket, whose upgrade came with `credentials`."""

    def __init__(
        self,
        api: GraphQLApi,
        limits: LiveLimits,
        credentials: Credentials,
        request_id: str,
        receive: Receive,
        send: Send,
    ) -> None:
        self._api = api
        self._limits = limits
        self._credentials = credentials
        self._request_id = request_id
        self._receive = receive
        self._send = send
        self._sign_in_by = time.monotonic() + limits.init_seconds
        self._is_signed_in = False
        self._expires_at = inf
        self._operations: dict[str, asyncio.Task[None]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._serving: asyncio.Task[object] | None = None
        self._is_stuck = False

    async def serve(self) -> None:
        """Answer messages until either side closes the socket."""
        self._serving = asyncio.current_task()
        try:
            await self._converse()
        except Closing as closing:
            await self._close(closing)
        except _Gone:
            pass
        except asyncio.CancelledError:
            if not self._is_stuck:
                raise
        except Exception:  # noqa: BLE001 - whatever it is, it is logged whole and shown masked
            _log.exception("socket failed")
            await self._close(Closing(CloseCode.INTERNAL_ERROR, "Internal server error"))
        finally:
            self._serving = None
            await self._end_operations()

    async def _converse(self) -> None:
        while True:
            message = await self._next_message()
            if message["type"] == "websocket.disconnect":
                return
            await self._handle(read_message(message))

    async def _next_message(self) -> Message:
        """Wait for the client's next word, as long as it has time. Raises Closing."""
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._seconds_left()):
                    message = await self._receive()
                    self._check_time()
                    return message
            self._check_time()

    def _seconds_left(self) -> float:
        if not self._is_signed_in:
            return self._sign_in_by - time.monotonic()
        return min(self._expires_at - time.time(), _LONGEST_WAIT)

    def _check_time(self) -> None:
        if not self._is_signed_in and time.monotonic() >= self._sign_in_by:
            raise Closing(CloseCode.INITIALISATION_TIMEOUT, "Connection initialisation timeout")
        if time.time() >= self._expires_at:
            raise Closing(CloseCode.FORBIDDEN, "The token has expired")

    async def _handle(self, message: SocketMessage) -> None:
        match message.get("type"):
            case "connection_init":
                await self._sign_in(message)
            case "ping":
                await self._put({"type": "pong"})
            case "pong":
                pass
            case "subscribe":
                await self._subscribe(message)
            case "complete":
                task = self._operations.pop(operation_id(message), None)
                if task is not None:
                    task.cancel()
            case _:
                raise Closing(CloseCode.BAD_REQUEST, "A message of no known type")

    async def _sign_in(self, message: SocketMessage) -> None:
        """Take the credentials of `connection_init`, before those of the upgrade (R12.1)."""
        if self._is_signed_in:
            raise Closing(CloseCode.TOO_MANY_INITIALISATIONS, "Too many initialisation requests")
        self._credentials = signed(self._credentials, message.get("payload"))
        self._is_signed_in = True
        context = await self._api.context(self._credentials, self._request_id)
        if context.bearer is not None:
            self._expires_at = context.bearer.expires_at
        await self._put({"type": "connection_ack"})

    async def _subscribe(self, message: SocketMessage) -> None:
        if not self._is_signed_in:
            raise Closing(CloseCode.UNAUTHORIZED, "Unauthorized")
        name, request = operation_id(message), request_of(message)
        if name in self._operations:
            reason = f"Subscriber for {name} already exists"
            raise Closing(CloseCode.SUBSCRIBER_EXISTS, reason)
        if len(self._tasks) >= self._limits.operations:
            await self._put_error(name, answer_refusal(TooManyOperations(self._limits.operations)))
            return
        task = asyncio.create_task(self._run(name, request))
        self._operations[name] = task
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run(self, name: str, request: GraphQLRequest) -> None:
        """Send the answers of one operation, and set its name free before the last."""
        running = run_operation(self._api, request, self._credentials, self._request_id)
        try:
            async with aclosing(running) as answers:
                async for answer in answers:
                    if "data" not in answer:
                        self._forget(name)
                        await self._put_error(name, answer)
                        return
                    await self._put({"id": name, "type": "next", "payload": answer})
            self._forget(name)
            await self._put({"id": name, "type": "complete"})
        except _Gone:
            self._forget(name)
            self._give_up()

    def _forget(self, name: str) -> None:
        if self._operations.get(name) is asyncio.current_task():
            del self._operations[name]

    def _give_up(self) -> None:
        """Stop serving a client that does not read."""
        if self._serving is not None:
            self._is_stuck = True
            self._serving.cancel()

    async def _put_error(self, name: str, answer: Answer) -> None:
        await self._put({"id": name, "type": "error", "payload": answer["errors"]})

    async def _put(self, message: SocketMessage) -> None:
        try:
            async with asyncio.timeout(self._limits.send_seconds):
                text = orjson.dumps(message).decode()
                await self._send({"type": "websocket.send", "text": text})
        except (OSError, RuntimeError) as error:  # what uvicorn raises once a socket is closed
            raise _Gone from error

    async def _close(self, closing: Closing) -> None:
        await self._end_operations()
        with suppress(OSError, RuntimeError):
            async with asyncio.timeout(self._limits.send_seconds):
                await self._send(
                    {"type": "websocket.close", "code": closing.code, "reason": closing.reason}
                )

    async def _end_operations(self) -> None:
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
