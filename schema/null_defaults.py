"""Null defaults, removed: the contract has none, though Python needs one."""

from collections.abc import Iterable

import strawberry
from graphql import (
    GraphQLArgument,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLObjectType,
    Undefined,
)


def forget_null_defaults(schema: strawberry.Schema) -> strawberry.Schema:
    """Take the default null off all arguments and input fields, and return the schema.

    Left out, they are then not passed on, and Python's own default says None.
    """
    for given in _all_given(schema):
        if given.default_value is None:
            given.default_value = Undefined
    return schema


def _all_given(schema: strawberry.Schema) -> Iterable[GraphQLArgument | GraphQLInputField]:
    for kind in schema._schema.type_map.values():  # noqa: SLF001 - strawberry has no public name
        if isinstance(kind, GraphQLInputObjectType):
            yield from kind.fields.values()
        elif isinstance(kind, GraphQLObjectType):
            for field in kind.fields.values():
                yield from field.args.values()
