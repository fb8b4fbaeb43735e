"""Resolvers of fields, and the short ways to those that need less than they are given."""

from collections.abc import Callable
from dataclasses import dataclass

from graphql import GraphQLField, GraphQLSchema


@dataclass(frozen=True, slots=True)
class Attribute:
    """A field that is an attribute of its source: no resolver, no info, no wrapper."""

    name: str


@dataclass(frozen=True, slots=True)
class Call:
    """A field without arguments that is answered by a function of its source alone."""

    function: Callable[[object], object]


@dataclass(frozen=True, slots=True)
class CallWithInfo:
    """A field that is answered by a function of its source, info and arguments: graphql-core's."""

    function: Callable[..., object]


Resolver = Attribute | Call | CallWithInfo

# Says what a field's resolver comes down to; None where it knows nothing better than to call it.
ReadResolver = Callable[[GraphQLSchema, GraphQLField], Resolver | None]


def no_short_way(_schema: GraphQLSchema, _definition: GraphQLField) -> Resolver | None:
    """Know nothing about any resolver: each is called as graphql-core calls it."""
    return None
