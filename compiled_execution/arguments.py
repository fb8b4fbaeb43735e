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
    if constant is not None:
        return lambda _: constant
    return _handing_on(definition, node, coerced) or coerced


def _handing_on(
    definition: GraphQLField, node: FieldNode, coerced: ReadArguments
) -> ReadArguments | None:
    """Return what hands variables on where each argument is one, as graphql-core does in the end.

    One that is null or left out is for graphql-core to judge.
    """
    given = {
        argument.name.value: argument.value.name.value
        for argument in node.arguments or ()
        if isinstance(argument.value, VariableNode)
    }
    if given.keys() != definition.args.keys():
        return None
    variables = [
        (argument.out_name or name, given[name]) for name, argument in definition.args.items()
    ]

    def handed_on(executor: Executor[object]) -> Arguments:
        values = executor.variable_values.coerced
        found = {name: values.get(variable) for name, variable in variables}
        return coerced(executor) if None in found.values() else found

    return handed_on


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
