"""One GraphQL API, however it is reached: who asks, what may be run, what it answers (R13, R14)."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import AbstractContextManager, aclosing
from dataclasses import dataclass, field
from typing import Final

import strawberry
from graphql import ExecutionResult, GraphQLError, OperationType

from resolvers.context import ANY_SCOPE, Context, require_scope
from schema.errors import BAD_REQUEST, INTERNAL_ERROR, UNAVAILABLE
from services.access.tokens import TokenReader
from services.command.caller import CallerKind
from services.rules.basics.refusals import RewardsError
from transport.api.authentication import Credentials, read_context
from transport.api.execution import SubscriptionFailed, describe, follow, run
from transport.api.rate_limit import RateLimit
from transport.documents.documents import DocumentRefused, Documents, Operation
from transport.documents.persisted_documents import PersistedDocuments
from transport.documents.schema_answers import SchemaAnswers
from transport.watch.outage_log import log_outage
from transport.watch.traces import operation_span, subscription_span
from transport.wire.refusals import QueryTimedOut, RequestRefused, Unavailable
from transport.wire.request import GraphQLRequest
from transport.wire.request_summary import Outcome, RequestSummary
from transport.wire.response import Answer, answer_refusal, outcome_of

QUERY_SECONDS: Final = 10.0  # R14.2


@dataclass(frozen=True, slots=True)
class GraphQLApi:
    """Answers questions to `schema` by bearers of `kind`."""

    name: str
    schema: strawberry.Schema
    kind: CallerKind
    tokens: TokenReader
    persisted: PersistedDocuments
    rate_limit: RateLimit | None = None
    query_seconds: float = QUERY_SECONDS
    schema_answers: SchemaAnswers = field(default_factory=SchemaAnswers)

    @property
    def documents(self) -> Documents:
        """What makes a document of a text."""
        return self.persisted.documents

    async def receive(self, credentials: Credentials, request_id: str) -> Context:
        """Return the context of whoever asks, and count one root field at once (R14.2).

        Raises TooManyRequests.
        """
        context = await self.context(credentials, request_id)
        self._charge(credentials, context, 1)
        return context

    async def context(self, credentials: Credentials, request_id: str) -> Context:
        """Return the context of whoever shows `credentials`."""
        return await read_context(
            credentials, kind=self.kind, tokens=self.tokens, request_id=request_id
        )

    def operation(
        self,
        request: GraphQLRequest,
        credentials: Credentials,
        context: Context,
        summary: RequestSummary,
    ) -> Operation:
        """Return the operation to run, once it is measured, found good and charged.

        Raises DocumentRefused, TooManyRequests.
        """
        try:
            operation = self.persisted.operation(request)
            self.documents.check_cost(operation, request.variables)
            self._check_reader(operation, context)
        except DocumentRefused as refusal:
            describe(self.schema, refusal.errors, context)
            summary.outcome = Outcome.REFUSED
            summary.refusals += _codes_of(refusal.errors)
            raise
        summary.operation_type = operation.kind.value
        summary.operation_name = operation.name
        summary.is_persisted = request.document_id is not None
        self._charge(credentials, context, operation.root_fields - 1)
        return operation

    async def answer(
        self,
        operation: Operation,
        variables: Mapping[str, object],
        context: Context,
        summary: RequestSummary,
    ) -> Answer:
        """Run a query or mutation. Raises QueryTimedOut, Unavailable."""
        try:
            with operation_span(operation.kind.value, operation.name):
                kept = self.schema_answers.find(operation)
                if kept is not None:
                    return kept
                async with asyncio.timeout(self.query_seconds):
                    result = await run(
                        self.schema,
                        operation,
                        variables,
                        context,
                        hide_suggestions=not self.documents.introspection,
                    )
        except TimeoutError as error:
            raise self._timed_out() from error
        _require_database(result.errors)
        summary.refusals += context.refusals
        answer = _answer_of(summary, result)
        self.schema_answers.keep(operation, answer)
        return answer

    async def answers(
        self,
        operation: Operation,
        variables: Mapping[str, object],
        context: Context,
        summary: RequestSummary,
    ) -> AsyncGenerator[Answer, None]:
        """Run any operation: a subscription has many answers; one without data is the last."""
        try:
            if operation.kind is not OperationType.SUBSCRIPTION:
                yield await self.answer(operation, variables, context, summary)
                return
            async with aclosing(self._events(operation, variables, context)) as events:
                async for event in events:
                    _require_database(event.errors)
                    yield _answer_of(summary, event)
        except SubscriptionFailed as failure:
            note_outages(failure.errors)
            summary.outcome = _outcome_of(failure.errors)
            yield answer_errors(failure.errors)
        except RequestRefused as refusal:
            summary.outcome = outcome_of(refusal)
            summary.refusals.append(refusal.code)
            yield answer_refusal(refusal)

    async def _events(
        self, operation: Operation, variables: Mapping[str, object], context: Context
    ) -> AsyncGenerator[ExecutionResult, None]:
        try:
            events = follow(
                self.schema,
                operation,
                variables,
                context,
                hide_suggestions=not self.documents.introspection,
                seconds_an_event=self.query_seconds,
            )
            with subscription_span(operation.name) as at_work:
                async with aclosing(events):
                    while (event := await _next(events, at_work)) is not None:
                        yield event
        except TimeoutError as error:
            raise self._timed_out() from error

    def _check_reader(self, operation: Operation, context: Context) -> None:
        """Show the admin API's schema to holders of a token alone (R14.1).

        Raises DocumentRefused.
        """
        if self.kind is not CallerKind.ADMIN or not operation.reads_schema:
            return
        try:
            require_scope(context, ANY_SCOPE)
        except RewardsError as error:
            refusal = GraphQLError(str(error), original_error=error)
            raise DocumentRefused([refusal]) from error

    def _timed_out(self) -> QueryTimedOut:
        return QueryTimedOut(f"The query took more than {self.query_seconds:g} s.")

    def _charge(self, credentials: Credentials, context: Context, root_fields: int) -> None:
        """Count root fields against the rate limit (R14.2). Raises TooManyRequests."""
        if self.rate_limit is None or root_fields <= 0:
            return
        caller = context.bearer.caller if context.bearer else None
        self.rate_limit.take(root_fields, caller=caller, address=credentials.address)


async def _next(
    events: AsyncGenerator[ExecutionResult, None],
    at_work: Callable[[], AbstractContextManager[object]],
) -> ExecutionResult | None:
    """Return the next event, worked out within the subscription's span; None after the last."""
    with at_work():
        return await anext(events, None)


def _require_database(errors: list[GraphQLError] | None) -> None:
    """Raise Unavailable where the database could not answer some field (R13.2a)."""
    if note_outages(errors or []):
        raise Unavailable


def note_outages(errors: list[GraphQLError]) -> bool:
    """Tell whether the database could not answer, and log it in one line."""
    for error in errors:
        if (error.extensions or {}).get("code") == UNAVAILABLE:
            log_outage(error.original_error or error)
            return True
    return False


def answer_errors(errors: list[GraphQLError]) -> Answer:
    """Return the answer to something that was not run."""
    return {"errors": [error.formatted for error in errors]}


def _answer_of(summary: RequestSummary, result: ExecutionResult) -> Answer:
    """Write a result down; one whose errors are about no field has run nothing, so has no data."""
    errors = result.errors
    if not errors:
        return {"data": result.data}
    summary.refusals += _codes_of(errors)
    if result.data is None and not any(error.path for error in errors):
        summary.outcome = Outcome.REFUSED
        return answer_errors(errors)
    summary.outcome = _outcome_of(errors)
    return {"data": result.data, **answer_errors(errors)}


def _codes_of(errors: list[GraphQLError]) -> list[str]:
    return [str((error.extensions or {}).get("code", BAD_REQUEST)) for error in errors]


def _outcome_of(errors: list[GraphQLError]) -> Outcome:
    failed = any((error.extensions or {}).get("code") == INTERNAL_ERROR for error in errors)
    return Outcome.FAILED if failed else Outcome.ERRORS
