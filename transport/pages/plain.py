"""Plain pages, written here: the index of all there is, and words where nothing is built."""

from dataclasses import dataclass
from html import escape
from typing import Final

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

# web/graphiql/src/icon.svg in little, in the page itself: there may be no built files.
_ICON: Final = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E"
    "%3Ccircle cx='16' cy='16' r='15' fill='%230f766e'/%3E%3Cpath fill='%23fef3c7' d='M16 6.5 18.9"
    " 12.6 25.5 13.5 20.7 18.2 21.9 24.8 16 21.6 10.1 24.8 11.3 18.2 6.5 13.5 13.1 12.6Z'/%3E"
    "%3C/svg%3E"
)
_APIS = {
    "/graphql": "Storefront API: a customer's balance, history and checkout",
    "/graphql/admin": "Admin and service API: set-up, customers, carts, orders, the ledger",
}
_PROBES = {"/readyz": "Can it serve?", "/metrics": "Metrics for Prometheus"}


@dataclass(frozen=True, slots=True)
class IndexPage:
    """A short page that says where things are; `apps` are those that are switched on."""

    apps: tuple[tuple[str, str], ...] = ()

    async def show(self, _: Request) -> Response:
        """Send it."""
        links = {**dict(self.apps), **_APIS, **_PROBES}
        items = "".join(
            f'<li><a href="{path}"><code>{path}</code></a> {escape(text)}</li>'
            for path, text in links.items()
        )
        body = f"<p>Reward points for shops.</p><ul>{items}</ul>"
        return HTMLResponse(html_page("Guerdon", body))


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
