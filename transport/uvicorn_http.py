"""uvicorn's HTTP: connections bounded in number, time and bytes, and ended cleanly (R14.1)."""

import asyncio
from enum import Enum, auto
from typing import Any, ClassVar

import orjson
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol
from uvicorn.server import ServerState

from transport.connection_limits import ConnectionLimits, Deadline, connections_possible
from transport.live.event_stream import stop_streams
from transport.wire.refusals import (
    HeadTooLarge,
    RequestRefused,
    RequestTooSlow,
    TooManyConnections,
)
from transport.wire.response import answer_refusal

_BESIDE_A_HEADER = len(b": \r\n")
_BUSY_SECONDS = 1.0  # until we look again at a client that waits for us, not we for it


class _Phase(Enum):
    """What of a request comes next."""

    FIRST_BYTE = auto()
    HEAD = auto()
    BODY = auto()


class HttpProtocol(HttpToolsProtocol):
    """One connection, within `limits`; when the server stops, the event streams end.

    httptools reads requests of any length, and uvicorn waits for them for ever: so bytes are
    counted as they come in, and again as the parser tells what they were.
    """

    limits: ClassVar[ConnectionLimits] = ConnectionLimits()

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._request_deadline = Deadline(self.loop, self._give_up_on_request)
        self._end_deadline = Deadline(self.loop, self._cut_off)
        self._phase = _Phase.FIRST_BYTE
        self._began_at: float | None = None
        self._head_ended_at = 0.0
        self._head_bytes = 0  # that have come in while the head was not complete
        self._told_bytes = 0  # of the head, and of trailers, that the parser has told of
        self._body_bytes = 0
        self._is_refused = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin, unless there are too many connections already."""
        super().connection_made(transport)
        if len(self.connections) > min(self.limits.connections, connections_possible()):
            self._refuse(TooManyConnections())
            return
        self._began_at = self.loop.time()
        self._set_deadline()

    def connection_lost(self, exc: Exception | None) -> None:
        """End, and stop waiting."""
        self._request_deadline.cancel()
        self._end_deadline.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on, as long as the request is within its limits."""
        if self._is_refused:
            return  # a client that still writes hears the refusal before its connection ends
        if self._began_at is None:
            self._began_at = self.loop.time()
        if self._phase is not _Phase.BODY:
            self._head_bytes += len(data)
        super().data_received(data)
        if self.transport.is_closing() or self.transport.get_protocol() is not self:
            return
        if self._phase is _Phase.HEAD and self._head_bytes > self.limits.head_bytes:
            self._refuse(HeadTooLarge(self.limits.head_bytes))
        self._set_deadline()

    def handle_websocket_upgrade(self) -> None:
        """Hand the connection over; what holds for sockets is the socket's."""
        self._request_deadline.cancel()
        super().handle_websocket_upgrade()

    def on_message_begin(self) -> None:
        """Count from here."""
        super().on_message_begin()
        if self._began_at is None:  # it came together with the request before it
            self._began_at, self._head_bytes = self.loop.time(), 0
        self._phase = _Phase.HEAD
        self._told_bytes = self._body_bytes = 0

    def on_url(self, url: bytes) -> None:
        """Read a part of the path."""
        self._count_head(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Read one header, or trailer."""
        self._count_head(len(name) + len(value) + _BESIDE_A_HEADER)
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Begin with the body."""
        self._phase = _Phase.BODY
        self._head_ended_at = self.loop.time()
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Read a part of the body."""
        self._body_bytes += len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """Wait for the next request."""
        self._phase = _Phase.FIRST_BYTE
        self._began_at, self._head_bytes = None, 0
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Let the client read the answer, for a while."""
        super().on_response_complete()
        if self.transport.is_closing():
            self._end_within(self.limits.unread_seconds)

    def timeout_keep_alive_handler(self) -> None:
        """Close a connection on which nothing is asked any longer."""
        super().timeout_keep_alive_handler()
        self._end_within(self.limits.unread_seconds)

    def pause_writing(self) -> None:
        """Wait for a client that reads slowly, for a while."""
        super().pause_writing()
        self._end_within(self.limits.unread_seconds)

    def resume_writing(self) -> None:
        """Go on writing."""
        super().resume_writing()
        if self.transport is not None and not self.transport.is_closing():
            self._end_deadline.set(None)

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP, or more of it than may be."""
        if self._told_bytes > self.limits.head_bytes:
            self._refuse(HeadTooLarge(self.limits.head_bytes))
        else:
            super().send_400_response(msg)

    def shutdown(self) -> None:
        """Close the connection, or let what it is at come to its end."""
        super().shutdown()
        stop_streams()

    def _count_head(self, size: int) -> None:
        self._told_bytes += size
        if self._told_bytes > self.limits.head_bytes:
            raise HeadTooLarge(self.limits.head_bytes)  # which stops the parser

    def _set_deadline(self) -> None:
        at = None
        if self._is_refused or self._began_at is None:
            pass
        elif self._phase is _Phase.BODY:
            at = self.limits.body_deadline(self._began_at, self._head_ended_at, self._body_bytes)
        else:
            at = self._began_at + self.limits.head_seconds
        self._request_deadline.set(at)

    def _give_up_on_request(self) -> None:
        """Refuse a request that is still not complete."""
        is_answering = self.cycle is not None and not self.cycle.response_complete
        if self.flow.read_paused or (is_answering and self._phase is not _Phase.BODY):
            self._request_deadline.set(self.loop.time() + _BUSY_SECONDS)
        elif self._phase is _Phase.BODY and self.cycle.response_started:
            self._cut_off()
        elif self._phase is _Phase.FIRST_BYTE and not self._head_bytes:
            self.transport.close()
        else:
            self._refuse(RequestTooSlow())

    def _refuse(self, refusal: RequestRefused) -> None:
        """Answer outside of any request, and end the connection once the client has heard it."""
        self._is_refused = True
        is_answering = self.cycle is not None and not self.cycle.response_complete
        if is_answering and (self._phase is not _Phase.BODY or self.cycle.response_started):
            self._cut_off()  # the answer would stand within another
            return
        if is_answering:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        self._request_deadline.set(None)
        self.flow.resume_reading()
        self.transport.write(_written(refusal))
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self._end_within(self.limits.linger_seconds)

    def _end_within(self, seconds: float) -> None:
        self._end_deadline.set(self.loop.time() + seconds)

    def _cut_off(self) -> None:
        self.transport.abort()


def _written(refusal: RequestRefused) -> bytes:
    """Return a whole HTTP response that ends its connection."""
    body = orjson.dumps(answer_refusal(refusal))
    headers = {
        "content-type": "application/json; charset=utf-8",
        "content-length": str(len(body)),
        "cache-control": "no-store",
        **refusal.headers,
        "connection": "close",
    }
    lines = b"".join(f"{name}: {value}\r\n".encode() for name, value in headers.items())
    return STATUS_LINE[refusal.status] + lines + b"\r\n" + body
