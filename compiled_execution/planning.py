"""Planning of selections: what graphql-core works out for each request, worked out once."""

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import cast

from graphql import (
    GraphQLObjectType,
    GraphQLOutputType,
    TypeNameMetaFieldDef,
    get_nullable_type,
    is_abstract_type,
    is_leaf_type,
    is_list_type,
)
from graphql.execution.collect_fields import FieldDetails, collect_fields

from compiled_execution.arguments import arguments_reader
from compiled_execution.fields import (
    Field,
    InfoField,
    ReadField,
    Selection,
    Typename,
)
from compiled_execution.lists import List
from compiled_execution.objects import Abstract, Object, Select
from compiled_execution.place import Place, Running
from compiled_execution.resolvers import Attribute, Call, CallWithInfo, ReadResolver
from compiled_execution.values import Leaf, Value

Grouped = Mapping[str, list[FieldDetails]]


class Planner:
    """Plans the selections of one operation, for one outcome of its conditions.

    `grow` is told how many fields a selection has.
    """

    __slots__ = ("grow", "read_resolver")

    def __init__(self, read_resolver: ReadResolver, grow: Callable[[int], None]) -> None:
        self.read_resolver = read_resolver
        self.grow = grow

    def root(self, running: Running, kind: GraphQLObjectType) -> Selection:
        """Plan what the operation selects of its root type."""
        collected = collect_fields(
            running.schema,
            running.fragments,
            running.variable_values,
            kind,
            running.operation,
            running.hide_suggestions,
        )
        return self._selection(running, kind, collected.grouped_field_set)

    def select(self, running: Running, kind: GraphQLObjectType, place: Place) -> Selection:
        """Plan what is selected of objects of a type in a place."""
        collected = running.collect_subfields(kind, place.details)
        return self._selection(running, kind, collected.grouped_field_set)

    def _selection(self, running: Running, kind: GraphQLObjectType, grouped: Grouped) -> Selection:
        fields = [
            self._field(running, Place(key, kind, definition, details))
            for key, details in grouped.items()
            if (definition := running.schema.get_field(kind, details[0].node.name.value))
        ]
        self.grow(len(fields))
        return Selection(fields)

    def _field(self, running: Running, place: Place) -> Field:
        definition = place.definition
        if definition is TypeNameMetaFieldDef:
            return Typename(place)
        value = value_of(place, definition.type, self.select)
        resolver = self.read_resolver(running.schema, definition)
        match resolver:
            case Attribute(name):
                return ReadField(place, value, attrgetter(name), name)
            case Call(function):
                return ReadField(place, value, function)
            case CallWithInfo(function):
                pass
            case None:
                function = definition.resolve or running.field_resolver
        arguments = arguments_reader(running, definition, place.node)
        return InfoField(place, value, function, arguments)


def value_of(place: Place, kind: GraphQLOutputType, select: Select) -> Value:
    """Return how values of a type are completed in a place."""
    nullable = get_nullable_type(kind)
    if is_list_type(nullable):
        item = value_of(place, nullable.of_type, select)
        return List(place, kind, nullable, item)
    if is_leaf_type(nullable):
        return Leaf(place, kind, nullable)
    if is_abstract_type(nullable):
        return Abstract(place, kind, nullable, select)
    return Object(place, kind, cast("GraphQLObjectType", nullable), select)
