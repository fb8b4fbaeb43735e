"""Request log: gives each request an id, logs and counts it, and hides crashes (R13.3)."""

import os
import re
import time
from collections.abc import Awaitable

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from schema.errors import INTERNAL_MESSAGE, internal_extensions
from services.command.outage import is_outage
from transport.watch.metrics import count_request
from transport.watch.outage_log import log_outage
from transport.wire.headers import headers_of
from transport.wire.negotiation import JSON
from transport.wire.refusals import RequestRefused, Unavailable
from transport.wire.request_summary import Outcome, RequestSummary, attach_summary
from transport.wire.response import answer_refusal, send_answer

_GOOD_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_SECRET_PATH = re.compile(r"(unsubscribe/+).+", re.IGNORECASE | re.DOTALL)
_LONGEST_PATH = 300  # characters
_PROBES = ("/livez", "/readyz", "/metrics")

_log = structlog.get_logger(__name__)


class RequestLog:
    """The outermost layer: what is logged within it carries the request's id."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, then log and count it; what is asked on a socket does so itself."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        summary = attach_summary(scope, _request_id(scope))
        if scope["type"] == "websocket":
            await self._serve_socket(scope, receive, send, summary.request_id)
            return
        response = _Response(send, summary.request_id)
        began_at = time.perf_counter()
        bound = structlog.contextvars.bind_contextvars(request_id=summary.request_id)
        try:
            try:
                await self.app(scope, receive, response.send)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is logged and masked
                summary.outcome = Outcome.FAILED
                await _answer_failure(response, error)
            seconds = time.perf_counter() - began_at
            count_request(summary, seconds)
            _log_request(scope, summary, response.status, seconds)
        finally:
            structlog.contextvars.reset_contextvars(**bound)

    async def _serve_socket(
        self, scope: Scope, receive: Receive, send: Send, request_id: str
    ) -> None:
        began_at = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            try:
                await self.app(scope, receive, send)
            finally:
                seconds = round(time.perf_counter() - began_at, 1)
                _log.info("socket", path=_shown_path(scope), seconds=seconds)


class _Response:
    """Passes the response on with the request's id, and knows whether it has begun."""

    def __init__(self, send: Send, request_id: str) -> None:
        self.request_id = request_id
        self.status = 0
        self._send = send

    def send(self, message: Message) -> Awaitable[None]:
        """Pass one message on."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message["headers"] = [
                *message.get("headers", ()),
                (b"x-request-id", self.request_id.encode()),
            ]
        return self._send(message)

    async def fail(self) -> None:
        """Answer 500, unless the response has begun: then the server cuts the connection."""
        if self.status:
            return
        error = {"message": INTERNAL_MESSAGE, "extensions": internal_extensions(self.request_id)}
        await send_answer(self.send, {"errors": [error]}, media_type=JSON, status=500)

    async def refuse(self, refusal: RequestRefused) -> None:
        """Answer with a refusal, unless the response has begun."""
        if not self.status:
            await send_answer(
                self.send,
                answer_refusal(refusal),
                media_type=JSON,
                status=refusal.status,
                headers=refusal.headers,
            )


async def _answer_failure(response: _Response, error: Exception) -> None:
    """Log what went wrong, and tell the client as little of it as it needs (R13.3)."""
    if is_outage(error):
        log_outage(error)
        await response.refuse(Unavailable())
    else:
        _log.error("request failed", exc_info=error)
        await response.fail()


def _request_id(scope: Scope) -> str:
    """Return the id that a proxy in front of us gave the request, if it is one, or a new one."""
    given = headers_of(scope).get(b"x-request-id", b"").decode("latin-1")
    return given if given and _GOOD_ID.fullmatch(given) else os.urandom(16).hex()


def _shown_path(scope: Scope) -> str:
    """Return the path for the log: no endless one, and no token that unsubscribes somebody."""
    path: str = scope["path"]
    if "unsubscribe" in path.lower():
        path = _SECRET_PATH.sub(r"\1…", path)
    return path[:_LONGEST_PATH]


def _log_request(scope: Scope, summary: RequestSummary, status: int, seconds: float) -> None:
    log = _log.debug if scope["path"] in _PROBES else _log.info
    log(
        "request",
        method=scope["method"],
        path=_shown_path(scope),
        status=status,
        milliseconds=round(seconds * 1000, 1),
        outcome=str(summary.outcome),
        operation_type=summary.operation_type,
        operation_name=summary.operation_name,
    )
