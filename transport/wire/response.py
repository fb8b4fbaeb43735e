"""Responses of GraphQL over HTTP (R13.4)."""

from collections.abc import Mapping

import orjson
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from schema.errors import category_of
from transport.wire.headers import headers_of
from transport.wire.negotiation import GRAPHQL_JSON, JSON, best_media_type
from transport.wire.refusals import RequestRefused, Unavailable
from transport.wire.request_summary import Outcome, summary_of

Answer = Mapping[str, object]

_CONTENT_TYPE = {
    media_type: f"{media_type}; charset=utf-8".encode() for media_type in (JSON, GRAPHQL_JSON)
}


def answer_refusal(refusal: RequestRefused) -> Answer:
    """Return the answer to something that is refused."""
    extensions = {"category": category_of(refusal.code), "code": refusal.code}
    return {"errors": [{"message": refusal.message, "extensions": extensions}]}


def outcome_of(refusal: RequestRefused) -> Outcome:
    """Return how a request ended that is refused: a database that is away is nobody's mistake."""
    return Outcome.FAILED if isinstance(refusal, Unavailable) else Outcome.REFUSED


async def send_answer(
    send: Send,
    answer: Answer,
    *,
    media_type: str,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> None:
    """Send `answer` as one JSON document of `media_type`."""
    body = orjson.dumps(answer)
    raw_headers = [
        (b"content-type", _CONTENT_TYPE[media_type]),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"vary", b"Accept"),
    ]
    raw_headers += [(name.encode(), value.encode()) for name, value in (headers or {}).items()]
    await send({"type": "http.response.start", "status": status, "headers": raw_headers})
    await send({"type": "http.response.body", "body": body})


async def send_refusal(scope: Scope, send: Send, refusal: RequestRefused) -> None:
    """Answer a request that is refused, in the media type the client reads, with its status."""
    summary = summary_of(scope)
    summary.outcome = outcome_of(refusal)
    summary.refusals.append(refusal.code)
    accept = headers_of(scope).get(b"accept", b"").decode("latin-1")
    await send_answer(
        send,
        answer_refusal(refusal),
        media_type=GRAPHQL_JSON
        if best_media_type(accept, with_page=False) == GRAPHQL_JSON
        else JSON,
        status=refusal.status,
        headers=refusal.headers,
    )


class RefusalResponse(Response):
    """A refusal in the form that starlette's routes and handlers return."""

    def __init__(self, refusal: RequestRefused) -> None:
        self.refusal = refusal
        self.status_code = refusal.status

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Answer the request."""
        await send_refusal(scope, send, self.refusal)
