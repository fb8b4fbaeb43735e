"""Leaves of an answer: how values of scalars and enums are written."""

import math
from collections.abc import Callable
from decimal import Decimal
from enum import Enum
from types import NoneType
from typing import Final
from uuid import UUID

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
    Undefined,
)
from graphql.execution import Executor

from compiled_execution.straight import IS_THERE, Completion, Usual

Write = Callable[[object], object]

_complete: Final[Callable[[GraphQLLeafType, object], object]] = Executor.complete_leaf_value
_MOST_MEMBERS: Final = 1_000
_MOST_EXACT: Final = 2**53  # up to here each whole number is a float
_AS_IT_IS: Final[dict[GraphQLLeafType, type]] = {
    GraphQLString: str,
    GraphQLID: str,
    GraphQLBoolean: bool,
}
# For a straight way: tests in Python of `found`, and what is written where they are true.
_USUAL: Final[dict[GraphQLLeafType, Usual]] = {
    **{kind: ((f"type(found) is {same.__name__}", "found"),) for kind, same in _AS_IT_IS.items()},
    GraphQLInt: (
        (f"type(found) is int and {GRAPHQL_MIN_INT} <= found <= {GRAPHQL_MAX_INT}", "found"),
    ),
    GraphQLFloat: (
        ("type(found) is float and isfinite(found)", "found"),
        (f"type(found) is int and {-_MOST_EXACT} <= found <= {_MOST_EXACT}", "float(found)"),
        (
            "type(found) is Decimal and found.is_finite() and isfinite(written := float(found))",
            "written",
        ),
    ),
    GraphQLID: (("type(found) is str", "found"), ("isinstance(found, UUID)", "str(found)")),
}
_KNOWN_MEMBER: Final = (
    "(type(found) is str or isinstance(found, Enum)) and (key := (type(found), found)) in {names}",
    "{names}[key]",
)
_WELL_WRITTEN: Final = (
    f"{IS_THERE} and (written := {{coerce}}(found)) is not None and written is not Undefined",
    "written",
)
_shared: dict[frozenset[type], frozenset[type]] = {}


def classes_written_as_they_are(kind: GraphQLLeafType, *, is_nullable: bool) -> frozenset[type]:
    """Return the classes whose instances a scalar writes as they are, whatever their value.

    Text as text: that is most of what is ever asked for.
    """
    found = frozenset(
        ([_AS_IT_IS[kind]] if kind in _AS_IT_IS else []) + ([NoneType] if is_nullable else [])
    )
    return _shared.setdefault(found, found)  # a leaf holds one, and there are six


def leaf_completion(kind: GraphQLLeafType, *, is_nullable: bool) -> Completion:
    """Return how values of a type are written on a straight way."""
    if isinstance(kind, GraphQLEnumType):
        names: dict[tuple[type, object], object] = {}
        write = _enum_writer(kind, names)
        return Completion(write, is_nullable, (_KNOWN_MEMBER,), {"names": names})
    if kind in _USUAL:
        return Completion(leaf_writer(kind), is_nullable, _USUAL[kind])
    known = {"coerce": kind.coerce_output_value}
    return Completion(leaf_writer(kind), is_nullable, (_WELL_WRITTEN,), known)


def leaf_writer(kind: GraphQLLeafType) -> Write:
    """Return what writes values of a type. It raises as graphql-core does for bad ones."""
    if kind is GraphQLInt:
        return _write_int
    if kind is GraphQLFloat:
        return _write_float
    if kind is GraphQLID:
        return _write_id
    if isinstance(kind, GraphQLEnumType):
        return _enum_writer(kind, {})
    return _writer_of(kind)


def _writer_of(kind: GraphQLLeafType) -> Write:
    """Return what writes any scalar: its own function, watched as graphql-core does."""
    same = _AS_IT_IS.get(kind)

    def write(value: object) -> object:
        if type(value) is same:
            return value
        written: object = kind.coerce_output_value(value)
        return _complete(kind, value) if written is None or written is Undefined else written

    return write


def _write_id(value: object) -> object:
    if type(value) is str:
        return value
    return str(value) if isinstance(value, UUID) else _complete(GraphQLID, value)


def _write_int(value: object) -> object:
    if type(value) is int and GRAPHQL_MIN_INT <= value <= GRAPHQL_MAX_INT:
        return value
    return _complete(GraphQLInt, value)


def _write_float(value: object) -> object:
    if type(value) is float and math.isfinite(value):
        return value
    if type(value) is int and -_MOST_EXACT <= value <= _MOST_EXACT:
        return float(value)
    if type(value) is Decimal and value.is_finite() and abs(written := float(value)) != math.inf:
        return written
    return _complete(GraphQLFloat, value)


def _enum_writer(kind: GraphQLEnumType, names: dict[tuple[type, object], object]) -> Write:
    """Remember in `names` that of each member, or text that is one; finding it is a search."""

    def write(value: object) -> object:
        if type(value) is not str and not isinstance(value, Enum):
            return _complete(kind, value)
        member = (type(value), value)
        name = names.get(member)
        if name is None:
            name = _complete(kind, value)
            if len(names) < _MOST_MEMBERS:
                names[member] = name
        return name

    return write
