"""Two ways to execute a document, and what is compared of their answers."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from inspect import isawaitable
from typing import cast

import strawberry
from graphql import ExecutionResult, GraphQLError, GraphQLSchema, execute, parse, validate
from strawberry.execution import optimized_is_awaitable

from compiled_execution import Plan, Plans, strawberry_resolver
from tests.compiled_execution.generated_documents import Generated

Answer = tuple[object, ...]


@dataclass(frozen=True)
class Request:
    """A document and all that is sent along; each execution has a context of its own."""

    document: str
    variables: Mapping[str, object] | None = None
    context: Callable[[], object] = dict
    root: object = None
    operation_name: str | None = None

    @classmethod
    def of(
        cls, generated: Generated, context: Callable[[], object], root: object = None
    ) -> "Request":
        return cls(generated.text, generated.variables, context, root, generated.operation_name)


@dataclass(frozen=True)
class Both:
    """A schema, executed by graphql-core and by plans; the plans are kept from one to the next."""

    schema: strawberry.Schema
    plans: Plans

    @classmethod
    def of(cls, schema: strawberry.Schema) -> "Both":
        plans = Plans(
            core_schema(schema),
            executor_class=schema.execution_context_class,
            is_awaitable=optimized_is_awaitable,  # type: ignore[arg-type]
            read_resolver=strawberry_resolver,
        )
        return cls(schema, plans)

    async def answers(self, request: Request) -> tuple[Answer, Answer]:
        """Return the answers of graphql-core and of a plan, the second time that it is used."""
        expected = await self.ask_graphql_core(request)
        plan = self.plan(request)
        ours = [await ask_plan(plan, request) for _ in range(2)]
        assert ours[0] == ours[1], "a plan answers the same when it is used again"
        return expected, ours[1]

    async def ask_graphql_core(self, request: Request) -> Answer:
        node = parse(request.document)
        core = core_schema(self.schema)
        assert validate(core, node) == []
        return await shown(
            execute(
                core,
                node,
                root_value=request.root,
                context_value=request.context(),
                variable_values=dict(request.variables or {}),
                operation_name=request.operation_name,
                executor_class=self.schema.execution_context_class,
                is_awaitable=optimized_is_awaitable,  # type: ignore[arg-type]
                operation_extensions=None,
            )
        )

    def plan(self, request: Request) -> Plan:
        plan = self.plans.plan(parse(request.document), request.operation_name)
        assert plan.is_accepted, request.document
        return plan


async def ask_plan(plan: Plan, request: Request) -> Answer:
    return await shown(
        plan.execute(
            root_value=request.root,
            context_value=request.context(),
            variable_values=request.variables,
            operation_extensions=None,
        )
    )


def core_schema(schema: strawberry.Schema) -> GraphQLSchema:
    return schema._schema  # noqa: SLF001 - strawberry has no public name for it


async def shown(result: ExecutionResult | Awaitable[ExecutionResult] | object) -> Answer:
    """Return all of a result that a client could see, in order, and all that a log could say."""
    if isawaitable(result):
        result = await asyncio.wait_for(cast("Awaitable[object]", result), 30)
    assert isinstance(result, ExecutionResult)
    return (in_order(result.data), [_error(error) for error in result.errors or []])


def in_order(value: object) -> object:
    """Return data in which the order of keys and the classes of values count."""
    if isinstance(value, dict):
        return ("object", [(key, in_order(each)) for key, each in value.items()])
    if isinstance(value, list):
        return ("list", [in_order(each) for each in value])
    return (type(value), repr(value))


def _error(error: GraphQLError) -> tuple[object, ...]:
    cause = error.original_error
    return (
        error.message,
        error.path,
        error.locations,
        error.extensions,
        type(cause),
        str(cause),
        [str(node.loc) for node in error.nodes or []],
    )
