"""Calls of the demo shop's backend to the admin API, kept so that the page can show them."""

from dataclasses import dataclass, field
from typing import Final

from services.access.tokens import TokenRules, issue_admin_token
from transport.api.authentication import Credentials
from transport.api.graphql_api import GraphQLApi
from transport.wire.refusals import RequestRefused
from transport.wire.request import GraphQLRequest
from transport.wire.request_summary import RequestSummary
from transport.wire.response import Answer

# What a shop's backend needs, and no more: it changes no set-up and reads no finance.
BACKEND_SCOPES: Final = (
    "config:read",
    "customers:read",
    "orders:read",
    "orders:write",
    "points:write",
)
MAILBOX_SCOPES: Final = ("reports:read",)
CLOCK_SCOPES: Final = ("admin",)

_SUBJECT = "demo-shop"
_TOKEN_SECONDS = 60


class BackendFailed(RequestRefused):
    """An answer of the admin API that the shop's backend can do nothing with."""

    status = 502
    code = "BACKEND_FAILED"


@dataclass(slots=True)
class AdminCall:
    """One operation as it was sent, and what it was answered; `times` counts equal ones."""

    query: str
    variables: dict[str, object]
    answer: Answer
    times: int = 1


@dataclass(slots=True)
class AdminCalls:
    """Calls that one request to the shop's backend makes, in their order."""

    api: GraphQLApi
    rules: TokenRules
    request_id: str
    sent: list[AdminCall] = field(default_factory=list)

    async def ask(
        self, query: str, scopes: tuple[str, ...] = BACKEND_SCOPES, **variables: object
    ) -> Answer:
        """Run an operation with a token of these scopes and return its data.

        It passes all that a request over HTTP would: the token, the limits, the scopes. Raises
        BackendFailed where it is answered with errors, RequestRefused as any request may be.
        """
        answer = await self._answer(GraphQLRequest(query, variables, None), scopes)
        self._keep(query, variables, answer)
        match answer:
            case {"data": dict() as data} if "errors" not in answer:
                return data
            case {"errors": [{"message": message}, *_]}:
                raise BackendFailed(f"The admin API has refused the shop's backend: {message}")
        raise BackendFailed("The admin API has answered the shop's backend with nothing.")

    async def _answer(self, request: GraphQLRequest, scopes: tuple[str, ...]) -> Answer:
        token = issue_admin_token(
            rules=self.rules, subject=_SUBJECT, scopes=scopes, ttl_seconds=_TOKEN_SECONDS
        )
        credentials = Credentials(f"Bearer {token}", store=None, address="")
        summary = RequestSummary(self.request_id)
        context = await self.api.receive(credentials, self.request_id)
        operation = self.api.operation(request, credentials, context, summary)
        return await self.api.answer(operation, request.variables, context, summary)

    def _keep(self, query: str, variables: dict[str, object], answer: Answer) -> None:
        """Keep a call; of equal ones the last answer and the count: a month has thirty nights."""
        for call in self.sent:
            if (call.query, call.variables) == (query, variables):
                call.answer, call.times = answer, call.times + 1
                return
        self.sent.append(AdminCall(query, variables, answer))
