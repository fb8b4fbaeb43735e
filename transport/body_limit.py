"""Body limit: larger bodies are refused before anything reads them (R14.1)."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from transport.wire.refusals import BodyTooLarge
from transport.wire.response import send_refusal

MAX_BODY_BYTES = 100_000


class BodyLimit:
    """Answers 413 for a body of more than `limit` bytes, announced or chunked."""

    def __init__(self, app: ASGIApp, limit: int = MAX_BODY_BYTES) -> None:
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        if self._is_announced_too_large(headers.get(b"content-length", b"0")):
            await send_refusal(scope, send, BodyTooLarge(self.limit))
        elif b"transfer-encoding" in headers:
            await self._pass_on_chunked(scope, receive, send)
        else:
            # The server ends an announced body at its announced length.
            await self.app(scope, receive, send)

    def _is_announced_too_large(self, content_length: bytes) -> bool:
        return not content_length.isdigit() or int(content_length) > self.limit

    async def _pass_on_chunked(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read a body of unknown length up to the limit, then pass the request on with it."""
        body = bytearray()
        more = True
        while more:
            message = await receive()
            if message["type"] != "http.request":
                return
            body += message.get("body", b"")
            more = message.get("more_body", False)
            if len(body) > self.limit:
                await send_refusal(scope, send, BodyTooLarge(self.limit))
                return
        await self.app(scope, _replay(bytes(body), receive), send)


def _replay(body: bytes, receive: Receive) -> Receive:
    unread: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def next_message() -> Message:
        return unread.pop() if unread else await receive()

    return next_message
