"""One GraphQL API over HTTP: from a request to its answer (R13.4)."""

import asyncio
from dataclasses import dataclass
from typing import Final

import strawberry
from graphql import ExecutionResult, GraphQLError, OperationType
from starlette.types import ASGIApp, Receive, Scope, Send

from resolvers.context import Context
from schema.errors import INTERNAL_ERROR
from services.caller import CallerKind
from services.tokens import TokenReader
from transport.authentication import read_context
from transport.documents import DocumentRefused, Documents, Operation
from transport.execution import describe, run
from transport.graphql_request import GraphQLRequest, read_body, read_url
from transport.graphql_response import Answer, send_answer, send_refusal
from transport.negotiation import GRAPHQL_JSON, HTML, best_media_type
from transport.persisted_documents import PersistedDocuments
from transport.rate_limit import RateLimit
from transport.refusals import MethodNotAllowed, NotAcceptable, QueryTimedOut, RequestRefused
from transport.request_summary import Outcome, RequestSummary, summary_of

QUERY_SECONDS: Final = 10.0  # R14.2

_METHODS: Final = ("GET", "HEAD", "POST")


@dataclass(frozen=True, slots=True)
class GraphQLEndpoint:
    """Answers requests to `schema` by bearers of `kind`; browsers get `page`, if there is one."""

    name: str
    schema: strawberry.Schema
    kind: CallerKind
    tokens: TokenReader
    persisted: PersistedDocuments
    rate_limit: RateLimit | None = None
    page: ASGIApp | None = None
    query_seconds: float = QUERY_SECONDS

    @property
    def documents(self) -> Documents:
        """What makes a document of a text."""
        return self.persisted.documents

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it with its status."""
        summary_of(scope).endpoint = self.name
        try:
            media_type = self._media_type(scope)
            if media_type == HTML and self.page is not None:
                await self.page(scope, receive, send)
                return
            answer = await self._answer(scope, receive)
        except RequestRefused as refusal:
            await send_refusal(scope, send, refusal)
            return
        # Only clients of the newer media type read the status of an answer.
        status = 400 if "data" not in answer and media_type == GRAPHQL_JSON else 200
        await send_answer(send, answer, media_type=media_type, status=status)

    def _media_type(self, scope: Scope) -> str:
        method = scope["method"]
        if method not in _METHODS:
            raise MethodNotAllowed(f"{method} does not go here.", allow=", ".join(_METHODS))
        accept = dict(scope["headers"]).get(b"accept", b"").decode("latin-1")
        with_page = self.page is not None and method != "POST"
        media_type = best_media_type(accept, with_page=with_page)
        if media_type is None:
            raise NotAcceptable("We answer application/json or application/graphql-response+json.")
        return media_type

    async def _answer(self, scope: Scope, receive: Receive) -> Answer:
        """Return what the request is answered with. Raises RequestRefused."""
        summary = summary_of(scope)
        context = await read_context(
            scope, kind=self.kind, tokens=self.tokens, request_id=summary.request_id
        )
        self._charge(scope, context, 1)
        request = await _read_request(scope, receive)
        try:
            operation = self.persisted.operation(request)
            self.documents.check_cost(operation, request.variables)
        except DocumentRefused as refusal:
            describe(self.schema, refusal.errors, context)
            return _answer_without_data(summary, refusal.errors)
        _note(summary, operation)
        _require_method(operation, scope["method"])
        self._charge(scope, context, operation.root_fields - 1)
        return _answer_of(summary, await self._run(operation, request, context))

    def _charge(self, scope: Scope, context: Context, root_fields: int) -> None:
        """Count root fields against the rate limit (R14.2). Raises TooManyRequests."""
        if self.rate_limit is None or root_fields <= 0:
            return
        client = scope.get("client")
        headers = dict(scope["headers"])
        token = headers[b"authorization"] if context.bearer is not None else None
        self.rate_limit.take(root_fields, token=token, address=client[0] if client else "")

    async def _run(
        self, operation: Operation, request: GraphQLRequest, context: Context
    ) -> ExecutionResult:
        hide_suggestions = not self.documents.introspection
        try:
            async with asyncio.timeout(self.query_seconds):
                return await run(
                    self.schema,
                    operation,
                    request.variables,
                    context,
                    hide_suggestions=hide_suggestions,
                )
        except TimeoutError as error:
            raise QueryTimedOut(f"The query took more than {self.query_seconds:g} s.") from error


async def _read_request(scope: Scope, receive: Receive) -> GraphQLRequest:
    if scope["method"] != "POST":
        return read_url(scope["query_string"])
    headers = dict(scope["headers"])
    content_type, content_encoding = (
        headers.get(name, b"").decode("latin-1") for name in (b"content-type", b"content-encoding")
    )
    body = bytearray()
    more = True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return read_body(bytes(body), content_type, content_encoding)


def _require_method(operation: Operation, method: str) -> None:
    if operation.kind is OperationType.SUBSCRIPTION:
        raise RequestRefused("A subscription needs a connection that stays open.")
    if operation.kind is OperationType.MUTATION and method != "POST":
        raise MethodNotAllowed("A mutation goes by POST only.", allow="POST")


def _note(summary: RequestSummary, operation: Operation) -> None:
    summary.operation_type = operation.kind.value
    summary.operation_name = operation.name


def _answer_of(summary: RequestSummary, result: ExecutionResult) -> Answer:
    """Write a result down; one whose errors are about no field has run nothing, so has no data."""
    errors = result.errors
    if not errors:
        return {"data": result.data}
    if result.data is None and not any(error.path for error in errors):
        return _answer_without_data(summary, errors)
    failed = any((error.extensions or {}).get("code") == INTERNAL_ERROR for error in errors)
    summary.outcome = Outcome.FAILED if failed else Outcome.ERRORS
    return {"data": result.data, "errors": [error.formatted for error in errors]}


def _answer_without_data(summary: RequestSummary, errors: list[GraphQLError]) -> Answer:
    summary.outcome = Outcome.REFUSED
    return {"errors": [error.formatted for error in errors]}
