"""Errors as clients see them: refusals with code and category, bugs hidden (R13)."""

from typing import Final

import structlog
from graphql import GraphQLError
from strawberry.types import ExecutionContext

from resolvers.context import Context
from services.command.outage import is_outage
from services.rules.basics.refusals import (
    Forbidden,
    NotFound,
    RewardsError,
    Unauthorized,
    shortened,
)

BAD_REQUEST: Final = "BAD_REQUEST"
INTERNAL_ERROR: Final = "INTERNAL_SERVER_ERROR"
INTERNAL_MESSAGE: Final = "Internal server error"
UNAVAILABLE: Final = "UNAVAILABLE"
UNAVAILABLE_MESSAGE: Final = "The database can't answer at the moment; try again."

_CATEGORY_OF_CODE: Final = {
    NotFound.code: "graphql-no-such-entity",
    Unauthorized.code: "graphql-authorization",
    Forbidden.code: "graphql-authorization",
    INTERNAL_ERROR: "internal",
    UNAVAILABLE: "internal",
}

_log = structlog.get_logger(__name__)


def category_of(code: str, *, token_refused: bool = False) -> str:
    """Return the category that Adobe's clients know for `code` (R13.1).

    Whoever sent a token that is no good has failed to say who they are, which is another category
    than lacking the right.
    """
    if token_refused and code == Unauthorized.code:
        return "graphql-authentication"
    return _CATEGORY_OF_CODE.get(code, "graphql-input")


def describe_errors(
    errors: list[GraphQLError], execution_context: ExecutionContext | None = None
) -> None:
    """Give each error its code and category in place; log bugs whole and hide them (R13.3).

    Both schemas call it from their `process_errors`.
    """
    context = execution_context.context if execution_context else None
    for error in errors:
        _describe(error, context if isinstance(context, Context) else None)


def _describe(error: GraphQLError, context: Context | None) -> None:
    cause = error.original_error
    if isinstance(cause, RewardsError):
        code = cause.code
    elif _is_bug(error):
        if cause is not None and is_outage(cause):
            _hide_outage(error)
        else:
            _hide(error, context)
        return
    else:
        code = str((error.extensions or {}).get("code", BAD_REQUEST))
    error.message = shortened(error.message)
    category = category_of(
        code, token_refused=context is not None and context.token_refused is not None
    )
    error.extensions = {"category": category, **(error.extensions or {}), "code": code}


def _is_bug(error: GraphQLError) -> bool:
    """Test whether `error` is no refusal and not about the request itself.

    Without a path it is about the document or its variables, for no field was run. With one, an
    argument's error still points at the argument's node, and a code says that it was meant.
    """
    cause = error.original_error
    if error.path is None:
        return False
    if isinstance(cause, GraphQLError):
        return not cause.nodes and "code" not in (cause.extensions or {})
    return cause is not None


def _hide(error: GraphQLError, context: Context | None) -> None:
    request_id = context.request_id if context else None
    _log.error(
        "unexpected error",
        request_id=request_id,
        path=error.path,
        exc_info=error.original_error or error,
    )
    error.message = INTERNAL_MESSAGE
    error.extensions = internal_extensions(request_id)


def _hide_outage(error: GraphQLError) -> None:
    """Say that it may be tried again (R13.2a); whoever answers the request logs it, once."""
    error.message = UNAVAILABLE_MESSAGE
    error.extensions = {"category": category_of(UNAVAILABLE), "code": UNAVAILABLE}


def internal_extensions(request_id: str | None) -> dict[str, object]:
    """Return what a client is told about something unexpected: an id to ask us about."""
    return {
        "category": category_of(INTERNAL_ERROR),
        "code": INTERNAL_ERROR,
        "requestId": request_id,
    }
