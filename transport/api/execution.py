"""Execution of an operation on a schema, and its outcome."""

import asyncio
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from inspect import isawaitable
from typing import cast

import strawberry
from graphql import (
    ExecutionResult,
    GraphQLError,
    GraphQLSchema,
    create_source_event_stream,
    execute,
    execute_subscription_event,
    located_error,
)
from graphql.execution import Executor
from graphql.execution.collect_fields import collect_fields
from strawberry.execution import optimized_is_awaitable
from strawberry.types import ExecutionContext

from compiled_execution import Plans, strawberry_resolver
from resolvers.context import Context
from transport.documents.documents import Operation


class SubscriptionFailed(Exception):
    """A subscription that has ended, and why: `errors` are for the client."""

    def __init__(self, errors: list[GraphQLError]) -> None:
        super().__init__(errors[0].message)
        self.errors = errors


def graphql_schema(schema: strawberry.Schema) -> GraphQLSchema:
    """Return the schema that graphql-core runs; strawberry has no public name for it."""
    return schema._schema  # noqa: SLF001


def plans_for(schema: strawberry.Schema) -> Plans:
    """Return what plans operations on `schema`."""
    return Plans(
        graphql_schema(schema),
        executor_class=schema.execution_context_class,
        is_awaitable=optimized_is_awaitable,  # type: ignore[arg-type]
        read_resolver=strawberry_resolver,
    )


async def run(
    schema: strawberry.Schema,
    operation: Operation,
    variables: Mapping[str, object],
    context: Context,
    *,
    hide_suggestions: bool,
) -> ExecutionResult:
    """Run a query or mutation that `Documents` has found good.

    It goes straight to graphql-core, as `schema.execute` does after its own parsing, validation and
    extensions, of which we have no use: that is half the time of a small query.
    """
    if operation.plan is not None:
        result = operation.plan.execute(
            context_value=context,
            variable_values=variables,
            hide_suggestions=hide_suggestions,
            operation_extensions=None,
        )
    else:
        result = execute(
            graphql_schema(schema),
            operation.document,
            context_value=context,
            variable_values=dict(variables),
            operation_name=operation.name,
            executor_class=schema.execution_context_class,
            is_awaitable=optimized_is_awaitable,  # type: ignore[arg-type]
            hide_suggestions=hide_suggestions,
            operation_extensions=None,
        )
    if isawaitable(result):
        result = await result
    assert isinstance(result, ExecutionResult)
    if result.errors:
        describe(schema, result.errors, context)
    return result


async def follow(
    schema: strawberry.Schema,
    operation: Operation,
    variables: Mapping[str, object],
    context: Context,
    *,
    hide_suggestions: bool,
    seconds_an_event: float,
) -> AsyncGenerator[ExecutionResult, None]:
    """Run a subscription that `Documents` has found good: yield a result for each event.

    Each event is executed from scratch, for an executor kept from one to the next is ten kilobytes
    of each idle subscription. Raises SubscriptionFailed, and TimeoutError for an event that takes
    longer to answer than it may.
    """

    def executor(event: object) -> Executor[object] | list[GraphQLError]:
        return schema.execution_context_class.build(
            graphql_schema(schema),
            operation.document,
            event,
            context,
            dict(variables),
            operation.name,
            is_awaitable=optimized_is_awaitable,  # type: ignore[arg-type]
            hide_suggestions=hide_suggestions,
            operation_extensions=None,
        )

    try:
        async with aclosing(await _source(executor(None))) as events:
            async for event in events:
                async with asyncio.timeout(seconds_an_event):
                    result = await _execute(executor(event))
                if result.errors:
                    describe(schema, result.errors, context)
                yield result
    except TimeoutError:
        raise
    except SubscriptionFailed as failure:
        describe(schema, failure.errors, context)
        raise
    except Exception as error:
        located = located_error(error, None, [_root_key(executor(None))])
        describe(schema, [located], context)  # which tells a refusal from a bug
        raise SubscriptionFailed([located]) from error


async def _source(
    executor: Executor[object] | list[GraphQLError],
) -> AsyncGenerator[object, None]:
    """Return the events of a subscription. Raises SubscriptionFailed."""
    if isinstance(executor, list):
        raise SubscriptionFailed(executor)
    source = create_source_event_stream(executor)
    if isawaitable(source):
        source = await source
    if isinstance(source, ExecutionResult):
        raise SubscriptionFailed(source.errors or [])
    return cast("AsyncGenerator[object, None]", source)


async def _execute(executor: Executor[object] | list[GraphQLError]) -> ExecutionResult:
    assert not isinstance(executor, list), "the same variables were good before"
    result = execute_subscription_event(executor)
    return await result if isawaitable(result) else result


def _root_key(executor: Executor[object] | list[GraphQLError]) -> str:
    """Return what the one field of a subscription is called in the answer."""
    assert not isinstance(executor, list), "the same variables were good before"
    root = executor.schema.subscription_type
    assert root is not None, "it has subscribed already"
    fields = collect_fields(
        executor.schema,
        executor.fragments,
        executor.variable_values,
        root,
        executor.operation,
        hide_suggestions=True,
    )
    return next(iter(fields.grouped_field_set))


def describe(schema: strawberry.Schema, errors: list[GraphQLError], context: Context) -> None:
    """Let the schema describe `errors` in place, as it does for all other ways to run it."""
    schema.process_errors(
        errors,
        ExecutionContext(query=None, schema=schema, allowed_operations=(), context=context),
    )
