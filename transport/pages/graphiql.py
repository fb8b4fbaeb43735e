"""GraphiQL at each API, built by `make web`."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from starlette.responses import HTMLResponse
from starlette.types import Receive, Scope, Send

from transport.pages.built import BUILT, built_page
from transport.pages.plain import html_page

GRAPHIQL: Final = BUILT / "graphiql"

_NOT_BUILT = (
    "<p>GraphiQL is not built yet: run <code>make web</code>, then load this page again.</p>"
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
    directory: Path = GRAPHIQL

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the page, or what to do to have one."""
        page = built_page(self.directory, self._configuration())
        response = HTMLResponse(page or html_page(self.api.title, _NOT_BUILT))
        await response(scope, receive, send)

    def _configuration(self) -> dict[str, object]:
        """Return what the page reads."""
        return {
            "api": self.api.name,
            "endpoint": self.api.path,
            "title": self.api.title,
            "other": {"title": self.other.title, "endpoint": self.other.path},
        }
