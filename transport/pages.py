"""Pages for people: where things are, and GraphiQL at each API (built by `make web`)."""

from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Final

import orjson
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.types import Receive, Scope, Send

from transport.wire.refusals import NothingHere
from transport.wire.response import RefusalResponse

BUILT_PAGES: Final = Path(__file__).parent.parent / "web" / "dist" / "graphiql"

_CONFIGURATION_BLOCK = '<script type="application/json" id="guerdon">{}</script>'
_NOT_BUILT = (
    "<p>GraphiQL is not built yet: run <code>make web</code>, then load this page again.</p>"
)
_LINKS = {
    "/graphql": "Storefront API: a customer's balance, history and checkout",
    "/graphql/admin": "Admin and service API: set-up, customers, carts, orders, the ledger",
    "/readyz": "Can it serve?",
    "/metrics": "Metrics for Prometheus",
}
_DEMO_LINK = {"/demo": "Demo shop: the storefront kit at work, and a clock that you move"}
# web/graphiql/src/icon.svg in little, in the page itself: there may be no built files.
_ICON: Final = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E"
    "%3Ccircle cx='16' cy='16' r='15' fill='%230f766e'/%3E%3Cpath fill='%23fef3c7' d='M16 6.5 18.9"
    " 12.6 25.5 13.5 20.7 18.2 21.9 24.8 16 21.6 10.1 24.8 11.3 18.2 6.5 13.5 13.1 12.6Z'/%3E"
    "%3C/svg%3E"
)


@dataclass(frozen=True, slots=True)
class Api:
    """One API as GraphiQL shows it. `name` picks the page's example queries."""

    name: str
    path: str
    title: str


STOREFRONT: Final = Api(name="storefront", path="/graphql", title="Storefront API")
ADMIN: Final = Api(name="admin", path="/graphql/admin", title="Admin API")


@dataclass(frozen=True, slots=True)
class GraphiQLPage:
    """GraphiQL for `api`, with a way over to `other`."""

    api: Api
    other: Api
    directory: Path = BUILT_PAGES

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the page, or what to do to have one."""
        try:
            page = (self.directory / "index.html").read_text(encoding="utf-8")
        except FileNotFoundError:
            page = html_page(self.api.title, _NOT_BUILT)
        empty, filled = (
            _CONFIGURATION_BLOCK.format(content) for content in ("null", self._configuration())
        )
        await HTMLResponse(page.replace(empty, filled))(scope, receive, send)

    def _configuration(self) -> str:
        """Return what the page reads, safe inside a script element."""
        configuration = {
            "api": self.api.name,
            "endpoint": self.api.path,
            "title": self.api.title,
            "other": {"title": self.other.title, "endpoint": self.other.path},
        }
        return orjson.dumps(configuration).decode().replace("<", "\\u003c")


@dataclass(frozen=True, slots=True)
class Assets:
    """The scripts and styles of the pages; their names change with what is in them."""

    directory: Path = BUILT_PAGES

    async def show(self, request: Request) -> Response:
        """Send a built file, which browsers may keep for ever."""
        built = {file.name: file for file in (self.directory / "assets").glob("*")}
        file = built.get(request.path_params["name"])
        if file is None:
            return RefusalResponse(NothingHere("There is no file with this name."))
        return FileResponse(file, headers={"cache-control": "public, max-age=31536000, immutable"})


@dataclass(frozen=True, slots=True)
class IndexPage:
    """A short page that says where things are; the demo shop is there in a sandbox alone."""

    demo_shop: bool = False

    async def show(self, _: Request) -> Response:
        """Send the page."""
        links = {**(_DEMO_LINK if self.demo_shop else {}), **_LINKS}
        items = "".join(
            f'<li><a href="{path}"><code>{path}</code></a> {escape(text)}</li>'
            for path, text in links.items()
        )
        return HTMLResponse(
            html_page("Guerdon", f"<p>Reward points for shops.</p><ul>{items}</ul>")
        )


def html_page(title: str, body: str, *, language: str = "en") -> str:
    """Return a plain page; `body` is HTML, the title is not."""
    return (
        f'<!doctype html><html lang="{escape(language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f'<title>{escape(title)}</title><link rel="icon" href="{_ICON}">'
        # Only on the root does it colour the whole page; links get the browser's own of each kind.
        "<style>:root{color-scheme:light dark}body{font:1rem/1.6 system-ui,sans-serif;"
        "max-width:42rem;margin:3rem auto;padding:0 1rem}</style></head>"
        f"<body><h1>{escape(title)}</h1>{body}</body></html>"
    )
