"""One GraphQL API over HTTP: from a request to its answer, or its stream of answers (R13.4)."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Final

from graphql import OperationType
from starlette.types import ASGIApp, Receive, Scope, Send

from transport.api.authentication import credentials_of
from transport.api.graphql_api import GraphQLApi, answer_errors
from transport.documents.documents import DocumentRefused, Operation
from transport.live.event_stream import EventStreams
from transport.wire.headers import headers_of
from transport.wire.negotiation import (
    EVENT_STREAM,
    GRAPHQL_JSON,
    HTML,
    best_media_type,
    reads_events,
)
from transport.wire.refusals import MethodNotAllowed, NotAcceptable, RequestRefused
from transport.wire.request import GraphQLRequest, read_body, read_url
from transport.wire.request_summary import summary_of
from transport.wire.response import Answer, send_answer, send_refusal

_METHODS: Final = ("GET", "HEAD", "POST")


@dataclass(frozen=True, slots=True)
class GraphQLEndpoint:
    """Answers requests to `api`; browsers get `page`, if there is one."""

    api: GraphQLApi
    streams: EventStreams
    page: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it with its status."""
        summary_of(scope).endpoint = self.api.name
        try:
            media_type = self._media_type(scope)
            if media_type == HTML and self.page is not None:
                await self.page(scope, receive, send)
            else:
                await self._answer(scope, receive, send, media_type)
        except RequestRefused as refusal:
            await send_refusal(scope, send, refusal)

    def _media_type(self, scope: Scope) -> str:
        method = scope["method"]
        if method not in _METHODS:
            raise MethodNotAllowed(f"{method} is not allowed here.", allow=", ".join(_METHODS))
        with_page = self.page is not None and method != "POST"
        media_type = best_media_type(_accept(scope), with_page=with_page)
        if media_type is None:
            raise NotAcceptable(
                "We answer application/json, application/graphql-response+json or"
                " text/event-stream."
            )
        return media_type

    async def _answer(self, scope: Scope, receive: Receive, send: Send, media_type: str) -> None:
        """Send what the request is answered with. Raises RequestRefused, and has sent nothing."""
        summary, credentials = summary_of(scope), credentials_of(scope)
        context = await self.api.receive(credentials, summary.request_id)
        request = await _read_request(scope, receive)
        try:
            operation = self.api.operation(request, credentials, context, summary)
        except DocumentRefused as refusal:
            answer = answer_errors(refusal.errors)
            if media_type == EVENT_STREAM:
                await self.streams.serve(_only(answer), receive, send, context.bearer)
            else:
                await _send_json(send, answer, media_type)
            return
        _require_method(operation, scope)
        if media_type == EVENT_STREAM or operation.kind is OperationType.SUBSCRIPTION:
            answers = self.api.answers(operation, request.variables, context, summary)
            await self.streams.serve(answers, receive, send, context.bearer)
        else:
            answer = await self.api.answer(operation, request.variables, context, summary)
            await _send_json(send, answer, media_type)


async def _send_json(send: Send, answer: Answer, media_type: str) -> None:
    # Only clients of the newer media type read the status of an answer.
    status = 400 if "data" not in answer and media_type == GRAPHQL_JSON else 200
    await send_answer(send, answer, media_type=media_type, status=status)


async def _only(answer: Answer) -> AsyncGenerator[Answer, None]:
    yield answer


async def _read_request(scope: Scope, receive: Receive) -> GraphQLRequest:
    if scope["method"] != "POST":
        return read_url(scope["query_string"])
    headers = headers_of(scope)
    content_type, content_encoding = (
        headers.get(name, b"").decode("latin-1") for name in (b"content-type", b"content-encoding")
    )
    body = bytearray()
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise RequestRefused("The body ended before its announced end.")
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return read_body(bytes(body), content_type, content_encoding)


def _require_method(operation: Operation, scope: Scope) -> None:
    if operation.kind is OperationType.MUTATION and scope["method"] != "POST":
        raise MethodNotAllowed("A mutation must be sent by POST.", allow="POST")
    if operation.kind is not OperationType.SUBSCRIPTION:
        return
    if scope["method"] == "HEAD":
        raise MethodNotAllowed("A subscription must be sent by GET or POST.", allow="GET, POST")
    if not reads_events(_accept(scope)):
        raise RequestRefused(
            "A subscription needs a connection that stays open: a WebSocket, or"
            " `Accept: text/event-stream`."
        )


def _accept(scope: Scope) -> str:
    return headers_of(scope).get(b"accept", b"").decode("latin-1")
