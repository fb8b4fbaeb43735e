"""Run an operation on a schema and describe what came of it."""

from collections.abc import Mapping
from inspect import isawaitable

import strawberry
from graphql import ExecutionResult, GraphQLError, GraphQLSchema, execute
from strawberry.execution import optimized_is_awaitable
from strawberry.types import ExecutionContext

from resolvers.context import Context
from transport.documents import Operation


def graphql_schema(schema: strawberry.Schema) -> GraphQLSchema:
    """Return the schema that graphql-core runs; strawberry has no public name for it."""
    return schema._schema  # noqa: SLF001


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


def describe(schema: strawberry.Schema, errors: list[GraphQLError], context: Context) -> None:
    """Let the schema describe `errors` in place, as it does for all other ways to run it."""
    schema.process_errors(
        errors,
        ExecutionContext(query=None, schema=schema, allowed_operations=(), context=context),
    )
