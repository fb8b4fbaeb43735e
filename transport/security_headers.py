"""Headers that keep browsers from being used against us."""

from collections.abc import Awaitable, Iterable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_Header = tuple[bytes, bytes]

# GraphiQL's editor writes styles into the page.
_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self';"
    " frame-ancestors 'none'"
)
_POLICY_HEADER = b"content-security-policy"
_ON_ALL = ((b"x-content-type-options", b"nosniff"),)
_ON_PAGES = (
    *_ON_ALL,
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
)


class SecurityHeaders:
    """Adds `nosniff` to every response, and a strict policy to pages."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        def send_with_headers(message: Message) -> Awaitable[None]:
            if message["type"] == "http.response.start":
                headers = message.get("headers", ())
                message["headers"] = [*headers, *_added_to(headers)]
            return send(message)

        await self.app(scope, receive, send_with_headers)


def _added_to(headers: Iterable[_Header]) -> Iterable[_Header]:
    if not _is_page(headers):
        return _ON_ALL
    if any(name == _POLICY_HEADER for name, _ in headers):
        return _ON_PAGES  # the page has a stricter one of its own
    return (*_ON_PAGES, (_POLICY_HEADER, _PAGE_POLICY.encode()))


def _is_page(headers: Iterable[_Header]) -> bool:
    for name, value in headers:
        if name == b"content-type" and value.startswith(b"text/html"):
            return True
    return False
