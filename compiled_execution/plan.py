"""Plans of operations: made of a validated document, kept within a budget, executed per request."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeGuard, cast

from graphql import (
    DocumentNode,
    ExecutionResult,
    GraphQLError,
    GraphQLField,
    GraphQLSchema,
    OperationType,
)
from graphql.execution import Executor, execute

from compiled_execution.acceptance import conditions_of
from compiled_execution.fields import Selection
from compiled_execution.place import Running
from compiled_execution.planning import Planner
from compiled_execution.resolvers import ReadResolver, Resolver, no_short_way
from compiled_execution.starting import Starting

MOST_FIELDS: Final = 20_000  # about a kilobyte each
_MOST_SHAPES: Final = 16  # of one operation, by what its conditions are

Result = ExecutionResult | Awaitable[ExecutionResult]
IsAwaitable = Callable[[object], TypeGuard[Awaitable[object]]]


@dataclass(slots=True)
class Plans:
    """The plans for one schema, which together hold `most_fields` fields.

    `executor_class` and `is_awaitable` are graphql-core's options of those names; `read_resolver`
    knows the short ways to fields, as `strawberry_resolver` does.
    """

    schema: GraphQLSchema
    executor_class: type[Executor[Any]] = Executor
    is_awaitable: IsAwaitable | None = None
    read_resolver: ReadResolver = no_short_way
    most_fields: int = MOST_FIELDS
    fields: int = field(init=False, default=0)
    _grown: "OrderedDict[int, Plan]" = field(init=False, default_factory=OrderedDict)
    _resolvers: dict[int, Resolver | None] = field(init=False, default_factory=dict)

    def plan(self, document: DocumentNode, operation_name: str | None = None) -> "Plan":
        """Return the plan of one operation of a validated document. Executing it makes it grow."""
        return Plan(self, document, operation_name, conditions_of(document, operation_name))

    def resolver(self, schema: GraphQLSchema, definition: GraphQLField) -> Resolver | None:
        """Return the short way to a field, the same for all plans: the schema has so many."""
        key = id(definition)
        if key not in self._resolvers:
            self._resolvers[key] = self.read_resolver(schema, definition)
        return self._resolvers[key]

    def use(self, plan: "Plan") -> None:
        """Note that a plan is used, so that others are forgotten first."""
        if id(plan) in self._grown:
            self._grown.move_to_end(id(plan))

    def grow(self, plan: "Plan", fields: int) -> None:
        """Count what a plan grew by, and have those that were used longest ago start again."""
        self._grown[id(plan)] = plan
        self._grown.move_to_end(id(plan))
        self.fields += fields
        while self.fields > self.most_fields:
            self.forget(next(iter(self._grown.values())))

    def forget(self, plan: "Plan") -> None:
        """Have a plan start again, and count its fields no longer."""
        if self._grown.pop(id(plan), None) is not None:
            self.fields -= plan.clear()


class Plan:
    """How one operation is answered: a selection for each outcome of its @skip and @include.

    `fields` are those that are counted of it.
    """

    __slots__ = (
        "_conditions", "_document", "_is_kept", "_name", "_plans", "_shapes", "_start", "fields"
    )  # fmt: skip

    def __init__(
        self,
        plans: Plans,
        document: DocumentNode,
        operation_name: str | None,
        conditions: tuple[str, ...] | None,
    ) -> None:
        self._plans = plans
        self._document = document
        self._name = operation_name
        self._conditions = conditions
        self._start = Starting(plans.schema, document, operation_name, plans.executor_class)
        self._shapes: dict[tuple[object, ...], Selection] = {}
        self._is_kept = True
        self.fields = 0

    @property
    def is_accepted(self) -> bool:
        """Whether the operation is planned, and not left to graphql-core."""
        return self._conditions is not None

    def execute(
        self,
        *,
        root_value: object = None,
        context_value: object = None,
        variable_values: Mapping[str, object] | None = None,
        hide_suggestions: bool = False,
        **custom: object,
    ) -> Result:
        """Answer what `graphql.execute` would; `custom` are the executor class's own options."""
        options: dict[str, Any] = {
            "root_value": root_value,
            "context_value": context_value,
            "is_awaitable": self._plans.is_awaitable,
            "hide_suggestions": hide_suggestions,
            **custom,
        }
        if self._conditions is None:
            return execute(
                self._plans.schema,
                self._document,
                variable_values=dict(variable_values or {}),
                operation_name=self._name,
                executor_class=self._plans.executor_class,
                **options,
            )
        running = self._start.executor(variable_values or {}, options)
        if isinstance(running, list):
            return ExecutionResult(None, running)
        selection = self._selection(running, self._conditions)
        if selection is None:
            return cast("Result", running.execute_operation())
        return _run(selection, running)

    def drop(self) -> None:
        """Forget the plan for good, because its document is no longer kept.

        A plan holds its document's nodes, so with a budget of fields alone documents with few
        fields and a lot of text would pile up. Requests that still execute the plan may finish.
        """
        self._is_kept = False
        self._plans.forget(self)

    def clear(self) -> int:
        """Start again from nothing, and return how many fields that were."""
        fields, self.fields = self.fields, 0
        self._shapes = {}
        return fields

    def _selection(self, running: Running, conditions: tuple[str, ...]) -> Selection | None:
        """Return what is selected under the request's variables, or None for graphql-core to say.

        It says what is wrong with a condition that is neither true nor false.
        """
        self._plans.use(self)
        coerced = running.variable_values.coerced
        outcome = tuple(coerced.get(name) for name in conditions)
        selection = self._shapes.get(outcome)
        if selection is not None:
            return selection
        root = running.schema.get_root_type(running.operation.operation)
        if root is None or not all(isinstance(value, bool) for value in outcome):
            return None
        if len(self._shapes) >= _MOST_SHAPES:
            self._plans.forget(self)
        selection = Planner(self._plans.resolver, self._grow).root(running, root)
        if self.fields:  # else it was dropped, or is larger than all plans may be together
            self._shapes[outcome] = selection
        return selection

    def _grow(self, fields: int) -> None:
        if self._is_kept:
            self.fields += fields
            self._plans.grow(self, fields)


def _run(selection: Selection, running: Running) -> Result:
    """Execute a selection of the root type: `execute_operation`."""
    try:
        if running.operation.operation is OperationType.MUTATION:
            answers = selection.execute_serially(running, running.root_value)
        else:
            answers = selection.execute(running, None, running.root_value)
    except GraphQLError as error:
        return _refused(running, error)
    return _awaited(running, answers) if running.is_awaitable(answers) else _ok(running, answers)


async def _awaited(running: Running, answers: Awaitable[object]) -> ExecutionResult:
    try:
        return _ok(running, await answers)
    except GraphQLError as error:
        return _refused(running, error)


def _ok(running: Running, answers: object) -> ExecutionResult:
    return cast("ExecutionResult", running.build_response(cast("dict[str, Any]", answers)))


def _refused(running: Running, error: GraphQLError) -> ExecutionResult:
    running.collected_errors.add(error, None)
    return cast("ExecutionResult", running.build_response(None))
