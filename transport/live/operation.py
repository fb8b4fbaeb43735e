"""One operation on a socket: its answers, and what is logged and counted of it."""

import time
from collections.abc import AsyncGenerator
from contextlib import aclosing

import structlog

from schema.errors import INTERNAL_MESSAGE, internal_extensions
from services.command.outage import is_outage
from transport.api.authentication import Credentials
from transport.api.graphql_api import GraphQLApi, answer_errors
from transport.documents.documents import DocumentRefused
from transport.watch.metrics import count_request
from transport.watch.outage_log import log_outage
from transport.wire.refusals import RequestRefused, Unavailable
from transport.wire.request import GraphQLRequest
from transport.wire.request_summary import Outcome, RequestSummary
from transport.wire.response import Answer, answer_refusal

_log = structlog.get_logger(__name__)


async def run_operation(
    api: GraphQLApi, request: GraphQLRequest, credentials: Credentials, request_id: str
) -> AsyncGenerator[Answer, None]:
    """Run an operation as a request of its own: one answer, or a subscription's many.

    An answer without data is the last, and says why it has ended. Nothing is raised.
    """
    summary = RequestSummary(request_id, endpoint=api.name)
    began_at = time.perf_counter()
    try:
        async with aclosing(_answers(api, request, credentials, summary)) as answers:
            async for answer in answers:
                yield answer
    except Exception as error:  # noqa: BLE001 - whatever it is, it is logged and masked (R13.3)
        summary.outcome = Outcome.FAILED
        if is_outage(error):
            log_outage(error)
            yield answer_refusal(Unavailable())
            return
        _log.exception("operation failed")
        extensions = internal_extensions(request_id)
        yield {"errors": [{"message": INTERNAL_MESSAGE, "extensions": extensions}]}
    finally:
        seconds = time.perf_counter() - began_at
        count_request(summary, seconds)
        _log.info(
            "operation",
            milliseconds=round(seconds * 1000, 1),
            outcome=str(summary.outcome),
            operation_type=summary.operation_type,
            operation_name=summary.operation_name,
        )


async def _answers(
    api: GraphQLApi, request: GraphQLRequest, credentials: Credentials, summary: RequestSummary
) -> AsyncGenerator[Answer, None]:
    try:
        context = await api.receive(credentials, summary.request_id)
        operation = api.operation(request, credentials, context, summary)
    except DocumentRefused as refusal:
        yield answer_errors(refusal.errors)
        return
    except RequestRefused as refusal:
        summary.outcome = Outcome.REFUSED
        yield answer_refusal(refusal)
        return
    async with aclosing(api.answers(operation, request.variables, context, summary)) as answers:
        async for answer in answers:
            yield answer
