"""Leaves of an answer: how values of scalars and enums are written."""

import math
from collections.abc import Callable
from enum import Enum
from typing import Final

from graphql import (
    GRAPHQL_MAX_INT,
    GRAPHQL_MIN_INT,
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLFloat,
    GraphQLID,
    GraphQLInt,
    GraphQLLeafType,
    GraphQLString,
)
from graphql.execution import Executor

Write = Callable[[object], object]

_complete: Final[Callable[[GraphQLLeafType, object], object]] = Executor.complete_leaf_value
_MOST_MEMBERS: Final = 1_000
_AS_IT_IS: Final[dict[GraphQLLeafType, type]] = {
    GraphQLString: str,
    GraphQLID: str,
    GraphQLBoolean: bool,
}


def class_written_as_it_is(kind: object) -> type | None:
    """Return the class whose instances a scalar writes as they are, whatever their value."""
    return _AS_IT_IS.get(kind) if isinstance(kind, GraphQLLeafType) else None


def leaf_writer(kind: GraphQLLeafType) -> Write:
    """Return what writes values of a type. It raises as graphql-core does for bad ones."""
    if kind is GraphQLInt:
        return _write_int
    if kind is GraphQLFloat:
        return _write_float
    if isinstance(kind, GraphQLEnumType):
        return _enum_writer(kind)
    same = class_written_as_it_is(kind)
    return lambda value: value if type(value) is same else _complete(kind, value)


def _write_int(value: object) -> object:
    if type(value) is int and GRAPHQL_MIN_INT <= value <= GRAPHQL_MAX_INT:
        return value
    return _complete(GraphQLInt, value)


def _write_float(value: object) -> object:
    if type(value) is float and math.isfinite(value):
        return value
    return _complete(GraphQLFloat, value)


def _enum_writer(kind: GraphQLEnumType) -> Write:
    """Remember the name of each member; there are few, and finding one is a search."""
    names: dict[tuple[type, Enum], object] = {}

    def write(value: object) -> object:
        if not isinstance(value, Enum):
            return _complete(kind, value)
        member = (type(value), value)
        name = names.get(member)
        if name is None:
            name = _complete(kind, value)
            if len(names) < _MOST_MEMBERS:
                names[member] = name
        return name

    return write
