"""The admin app's page: one for all its addresses, with a policy of its own."""

import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from transport.pages.built import BUILT, Assets, built_page
from transport.pages.graphiql import ADMIN
from transport.pages.plain import html_page

_NOT_BUILT: Final = (
    "<p>The admin app is not built yet: run <code>make web</code>, then load this page again."
    " It brings Node along where there is none. Where none can be had, build it on another machine"
    " of the same commit and copy <code>web/dist</code> here, or use the image, which has it.</p>"
    '<p>All that the app does can be asked of <a href="/graphql/admin">the admin API</a>, too.</p>'
)
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:;"
    " font-src 'self'; connect-src 'self'{provider}; base-uri 'none'; form-action 'self';"
    " frame-ancestors 'none'"
)


@dataclass(frozen=True, slots=True)
class StaffProvider:
    """The identity provider that staff sign in at, as the page is told of it."""

    issuer: str
    client_id: str
    scopes: str
    audience: str | None = None

    @property
    def origin(self) -> str:
        """Where its pages and tokens come from."""
        parts = urlsplit(self.issuer)
        return f"{parts.scheme}://{parts.netloc}"


@dataclass(frozen=True, slots=True)
class AdminApp:
    """The admin app at /admin and all paths below; staff sign in at `provider`, or with a token."""

    version: str
    provider: StaffProvider | None = None
    sandbox: bool = False
    sends_mail: bool = False
    directory: Path = field(default=BUILT / "admin")

    def routes(self) -> list[BaseRoute]:
        """Return where it answers."""
        return [
            Route("/admin/assets/{name}", Assets(self.directory).show),
            Route("/admin", self.show),
            Route("/admin/{path:path}", self.show),
        ]

    async def show(self, _: Request) -> Response:
        """Send the page, which finds out by its address what to show."""
        # Styles that scripts write into the page need it, and it is another one each time.
        nonce = secrets.token_urlsafe(16)
        page = built_page(self.directory, self._configuration(nonce))
        if page is None:
            return HTMLResponse(html_page("Admin", _NOT_BUILT))
        provider = "" if self.provider is None else f" {self.provider.origin}"
        policy = _POLICY.format(nonce=nonce, provider=provider)
        headers = {"content-security-policy": policy, "cache-control": "no-store"}
        return HTMLResponse(page, headers=headers)

    def _configuration(self, nonce: str) -> dict[str, object]:
        """Return what the page reads."""
        provider = self.provider
        return {
            "endpoint": ADMIN.path,
            "styleNonce": nonce,
            "version": self.version,
            "provider": provider
            and {
                "issuer": provider.issuer,
                "clientId": provider.client_id,
                "scopes": provider.scopes,
                "audience": provider.audience,
            },
            "takesTokens": provider is None or self.sandbox,
            "sandbox": self.sandbox,
            "sendsMail": self.sends_mail,
        }
