"""Body limit: larger bodies are refused before anything reads them (R14.1)."""

from collections.abc import Awaitable, Mapping
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from transport.wire.headers import headers_of
from transport.wire.refusals import BodyTooLarge
from transport.wire.response import send_refusal

MAX_BODY_BYTES: Final = 100_000
MAX_ADMIN_BODY_BYTES: Final = 1_000_000  # an import of 1,000 rows is one request


class BodyLimit:
    """Answers 413 for a body of more than `limit` bytes, announced or chunked.

    `limits_at` has the limits of paths that have another; a slash at a path's end is ignored.
    """

    def __init__(self, app: ASGIApp, limit: int, limits_at: Mapping[str, int]) -> None:
        self.app = app
        self.limit = limit
        self.limits_at = limits_at

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            return self.app(scope, receive, send)
        headers = headers_of(scope)
        limit = self.limits_at.get(scope["path"].removesuffix("/"), self.limit)
        if _is_too_large(headers.get(b"content-length", b"0"), limit):
            return send_refusal(scope, send, BodyTooLarge(limit))
        if b"transfer-encoding" in headers:
            return self._pass_on_chunked(scope, receive, send, limit)
        # The server ends an announced body at its announced length.
        return self.app(scope, receive, send)

    async def _pass_on_chunked(
        self, scope: Scope, receive: Receive, send: Send, limit: int
    ) -> None:
        """Read a body of unknown length up to `limit`, then pass the request on with it."""
        body = bytearray()
        more = True
        while more:
            message = await receive()
            if message["type"] != "http.request":
                return
            body += message.get("body", b"")
            more = message.get("more_body", False)
            if len(body) > limit:
                await send_refusal(scope, send, BodyTooLarge(limit))
                return
        await self.app(scope, _replay(bytes(body), receive), send)


def _is_too_large(content_length: bytes, limit: int) -> bool:
    """Tell whether an announced length is beyond `limit`, or no length at all."""
    return not content_length.isdigit() or int(content_length) > limit


def _replay(body: bytes, receive: Receive) -> Receive:
    unread: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def next_message() -> Message:
        return unread.pop() if unread else await receive()

    return next_message
