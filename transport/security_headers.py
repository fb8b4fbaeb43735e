"""Headers that keep browsers from being used against us."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

# GraphiQL's editor writes styles into the page.
_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self';"
    " frame-ancestors 'none'"
)
_ON_ALL = ((b"x-content-type-options", b"nosniff"),)
_ON_PAGES = (
    *_ON_ALL,
    (b"content-security-policy", _PAGE_POLICY.encode()),
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

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = message.get("headers", ())
                added = _ON_PAGES if any(map(_is_page, headers)) else _ON_ALL
                message["headers"] = [*headers, *added]
            await send(message)

        await self.app(scope, receive, send_with_headers)


def _is_page(header: tuple[bytes, bytes]) -> bool:
    name, value = header
    return name == b"content-type" and value.startswith(b"text/html")
