"""Arguments of a field: worked out once where the document alone decides them."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from types import NoneType
from typing import Final
from uuid import UUID

from graphql import FieldNode, GraphQLError, GraphQLField, VariableNode, Visitor, visit
from graphql.execution import Executor
from graphql.execution.values import get_argument_values

Arguments = Mapping[str, object]
ReadArguments = Callable[[Executor[object]], Arguments]

# What a resolver cannot change, so that every request may be given the same.
_UNCHANGING: Final = frozenset(
    {NoneType, bool, int, float, str, Decimal, datetime, date, time, timedelta, UUID}
)


def arguments_reader(
    executor: Executor[object], definition: GraphQLField, node: FieldNode
) -> ReadArguments:
    """Return what gives a field its arguments in an executor's request."""

    def coerced(executor: Executor[object]) -> Arguments:
        return get_argument_values(
            definition,
            node,
            executor.variable_values,
            hide_suggestions=executor.hide_suggestions,
        )

    constant: Arguments | None = {} if not definition.args and not node.arguments else None
    if constant is None and not _has_variable(node):
        constant = _unchanging(coerced, executor)
    return coerced if constant is None else lambda _: constant


def _unchanging(coerced: ReadArguments, executor: Executor[object]) -> Arguments | None:
    try:
        found = coerced(executor)
    except GraphQLError:
        return None  # raised again where it belongs: when the field is answered
    return found if all(map(_cannot_change, found.values())) else None


def _cannot_change(value: object) -> bool:
    return type(value) in _UNCHANGING or isinstance(value, Enum)


def _has_variable(node: FieldNode) -> bool:
    reader = _VariableReader()
    for argument in node.arguments or ():
        visit(argument, reader)
    return reader.found


class _VariableReader(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.found = False

    def enter_variable(self, _node: VariableNode, *_: object) -> None:
        self.found = True
