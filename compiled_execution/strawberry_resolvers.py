"""Resolvers that strawberry-graphql made, and what they come down to without its wrappers."""

import inspect
from collections.abc import Callable
from typing import Any, Final, cast

from graphql import GraphQLField, GraphQLResolveInfo, GraphQLSchema
from strawberry import Schema
from strawberry.schema import schema_converter
from strawberry.types.field import StrawberryField
from strawberry.types.fields.resolver import CLS_PARAMSPEC, StrawberryResolver

from compiled_execution.resolvers import Attribute, Call, CallWithInfo, Resolver

_DEFINITION: Final = schema_converter.GraphQLCoreConverter.DEFINITION_BACKREF


def strawberry_resolver(schema: GraphQLSchema, definition: GraphQLField) -> Resolver | None:
    """Return the short way to a field of a strawberry schema, if it has one.

    A field with extensions, permissions or arguments has none: strawberry's own wrapper is called,
    which knows how to check, convert and hand on.
    """
    field = definition.extensions.get(_DEFINITION)
    if not isinstance(field, StrawberryField) or not _is_as_made(schema, definition, field):
        return None
    if field.base_resolver is None:
        return Attribute(field.python_name) if field.default_resolver is getattr else None
    return _short_call(schema, field, field.base_resolver)


def _is_as_made(schema: GraphQLSchema, definition: GraphQLField, field: StrawberryField) -> bool:
    """Test whether the wrapper is strawberry's, and does nothing but call the resolver."""
    made_by = getattr(definition.resolve, "__module__", None)
    return (
        made_by == schema_converter.__name__
        and type(field).get_result is StrawberryField.get_result
        and not field.extensions
        and not field.arguments
        and not definition.args
        and not _strawberry_schema(schema).schema_converter.exception_handlers
    )


def _short_call(
    schema: GraphQLSchema, field: StrawberryField, resolver: StrawberryResolver[object]
) -> Resolver | None:
    """Return a call with what the resolver asks for by its parameters: source and info."""
    function = cast("Callable[..., object]", resolver.wrapped_func)
    if resolver.reserved_parameters.get(CLS_PARAMSPEC) or inspect.isasyncgenfunction(function):
        return None
    takes_self = resolver.self_parameter is not None
    source_names = [
        parameter.name
        for parameter in (resolver.parent_parameter, resolver.root_parameter)
        if parameter is not None
    ]
    info_parameter = resolver.info_parameter
    if info_parameter is None:
        return Call(_of_source(function, source_names, takes_self=takes_self))
    info_class = _strawberry_schema(schema).config.info_class
    info_name = info_parameter.name

    def call(source: object, info: GraphQLResolveInfo[Any]) -> object:
        given = dict.fromkeys(source_names, source)
        given[info_name] = info_class(_raw_info=info, _field=field)
        return function(source, **given) if takes_self else function(**given)

    return CallWithInfo(call)


def _of_source(
    function: Callable[..., object], names: list[str], *, takes_self: bool
) -> Callable[[object], object]:
    """Return `function`, which takes its source as the first argument, by names, or not at all."""
    if takes_self and names:
        return lambda source: function(source, **dict.fromkeys(names, source))
    if takes_self:
        return function
    return lambda source: function(**dict.fromkeys(names, source))


def _strawberry_schema(schema: GraphQLSchema) -> Schema:
    return cast("Schema", schema._strawberry_schema)  # type: ignore[attr-defined]  # noqa: SLF001
