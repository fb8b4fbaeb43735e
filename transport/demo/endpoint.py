"""The demo shop at /demo: its page, and the backend that the page asks."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import orjson
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from sample.past import PastCustomer
from services.access.tokens import TokenRules
from transport.api.authentication import credentials_of
from transport.api.graphql_api import GraphQLApi
from transport.demo.actions import ACTIONS, NotSignedIn, Visit, check_sample
from transport.demo.admin_calls import AdminCalls
from transport.demo.body import read_body
from transport.demo.neighbours import check_neighbour
from transport.demo.shop import describe_shop, find_person
from transport.pages.built import BUILT, Assets, built_page
from transport.pages.plain import html_page
from transport.wire.negotiation import JSON
from transport.wire.refusals import NothingHere, RequestRefused
from transport.wire.request_summary import summary_of
from transport.wire.response import RefusalResponse, answer_refusal, outcome_of

DEMO: Final = "/demo"
BACKEND: Final = f"{DEMO}/backend"

_NOT_BUILT = (
    "<p>The demo shop is not built yet: run <code>make web</code>, then load this page again.</p>"
)
# Stricter than other pages': no style and no markup from strings.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
    " require-trusted-types-for 'script'; trusted-types 'none'"
)


@dataclass(frozen=True, slots=True)
class DemoShop:
    """A shop to try, made of the sample shop's goods and people. Only in a sandbox."""

    storefront: GraphQLApi
    admin: GraphQLApi
    rules: TokenRules
    public_url: str
    directory: Path = BUILT / "demo"

    def routes(self) -> list[BaseRoute]:
        """Return where it is served."""
        return [
            Route(DEMO, self.show),
            Route(f"{DEMO}/", self.show),
            Route(f"{DEMO}/assets/{{name}}", Assets(self.directory).show),
            Route(f"{BACKEND}/{{action}}", self.act, methods=["POST"]),
        ]

    async def show(self, _: Request) -> Response:
        """Send the page, or what to do to have one."""
        page = built_page(self.directory, describe_shop())
        if page is None:
            return HTMLResponse(html_page("Demo shop", _NOT_BUILT))
        headers = {"content-security-policy": _POLICY, "cache-control": "no-cache"}
        return HTMLResponse(page, headers=headers)

    async def act(self, request: Request) -> Response:
        """Do what the page asks, and tell it also what was sent to the admin API for it."""
        action = ACTIONS.get(request.path_params["action"])
        if action is None:
            return RefusalResponse(NothingHere("The demo shop's backend has no such action."))
        summary = summary_of(request.scope)
        summary.endpoint = "demo"
        calls = AdminCalls(self.admin, self.rules, summary.request_id)
        try:
            check_neighbour(request.scope, self.public_url)
            await check_sample()
            visit = Visit(await read_body(request), await self._person(request), calls)
            return _answer(calls, {"data": await action(visit)})
        except RequestRefused as refusal:
            summary.outcome = outcome_of(refusal)
            summary.refusals.append(refusal.code)
            return _answer(calls, answer_refusal(refusal), refusal)

    async def _person(self, request: Request) -> PastCustomer | None:
        """Return the sample shop's customer who is signed in. Raises NotSignedIn."""
        credentials = credentials_of(request.scope)
        if not credentials.authorization:
            return None
        context = await self.storefront.receive(credentials, summary_of(request.scope).request_id)
        person = find_person(context.bearer.subject) if context.bearer else None
        if person is None:
            raise NotSignedIn("Sign in again.")
        return person


def _answer(calls: AdminCalls, answer: object, refusal: RequestRefused | None = None) -> Response:
    assert isinstance(answer, dict)
    sent = [asdict(call) for call in calls.sent]
    return Response(
        orjson.dumps({**answer, "sent": sent}),
        status_code=refusal.status if refusal else 200,
        headers={"cache-control": "no-store", **(refusal.headers if refusal else {})},
        media_type=JSON,
    )
