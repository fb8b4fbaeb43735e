"""Request summary, for the log line and the metrics."""

from dataclasses import dataclass, field
from enum import StrEnum

from starlette.types import Scope

_KEY = "guerdon.summary"


class Outcome(StrEnum):
    """How a request ended."""

    OK = "ok"
    REFUSED = "refused"  # nothing was run: malformed, too complex, over the rate limit
    ERRORS = "errors"  # run, and some field answered an error
    FAILED = "failed"  # something unexpected happened


@dataclass(slots=True)
class RequestSummary:
    """One request: its id, and what the endpoint found out about it.

    `is_persisted` says that its document was asked for by an id: its name is no invention of the
    moment. `refusals` are the codes of what was refused, of the request or within it.
    """

    request_id: str
    endpoint: str = "other"
    operation_type: str = "none"
    operation_name: str | None = None
    outcome: Outcome = Outcome.OK
    is_persisted: bool = False
    refusals: list[str] = field(default_factory=list)


def attach_summary(scope: Scope, request_id: str) -> RequestSummary:
    """Begin the summary of the request in `scope`."""
    summary = RequestSummary(request_id)
    scope[_KEY] = summary
    return summary


def summary_of(scope: Scope) -> RequestSummary:
    """Return the summary of the request in `scope`, which the request log has begun."""
    summary = scope[_KEY]
    assert isinstance(summary, RequestSummary)
    return summary
