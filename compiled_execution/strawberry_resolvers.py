"""Resolvers that strawberry-graphql made, and what they come down to without its wrappers."""

import inspect
from collections.abc import Callable
from functools import partial, reduce
from typing import Any, Final, cast

from graphql import (
    GraphQLArgument,
    GraphQLField,
    GraphQLResolveInfo,
    GraphQLSchema,
    get_nullable_type,
    is_scalar_type,
)
from strawberry import Schema
from strawberry.extensions import FieldExtension
from strawberry.extensions.field_extension import build_field_extension_resolvers
from strawberry.relay import GlobalID
from strawberry.schema import schema_converter
from strawberry.types.arguments import StrawberryArgument
from strawberry.types.base import StrawberryMaybe, StrawberryOptional
from strawberry.types.field import StrawberryField
from strawberry.types.fields.resolver import CLS_PARAMSPEC, StrawberryResolver
from strawberry.types.lazy_type import LazyType

from compiled_execution.resolvers import Attribute, Call, CallWithInfo, Resolver

_DEFINITION: Final = schema_converter.GraphQLCoreConverter.DEFINITION_BACKREF


def strawberry_resolver(schema: GraphQLSchema, definition: GraphQLField) -> Resolver | None:
    """Return the short way to a field of a strawberry schema, if it has one.

    A field with arguments that are more than scalars has none: strawberry's own wrapper is called,
    which knows how to check, convert and hand on. Extensions and permissions are asked as ever.
    """
    field = definition.extensions.get(_DEFINITION)
    if not isinstance(field, StrawberryField) or not _is_as_made(schema, definition, field):
        return None
    if field.base_resolver is None:
        if field.extensions:
            return None
        return Attribute(field.python_name) if field.default_resolver is getattr else None
    return _short_call(schema, field, field.base_resolver)


def _is_as_made(schema: GraphQLSchema, definition: GraphQLField, field: StrawberryField) -> bool:
    """Test whether the wrapper is strawberry's, and does nothing but call the resolver."""
    made_by = getattr(definition.resolve, "__module__", None)
    return (
        made_by == schema_converter.__name__
        and type(field).get_result is StrawberryField.get_result
        and all(map(_leaves_arguments, field.extensions))
        and len(field.arguments) == len(definition.args)
        and all(map(_is_handed_on, field.arguments, definition.args.values()))
        and not _strawberry_schema(schema).schema_converter.exception_handlers
    )


def _leaves_arguments(extension: FieldExtension) -> bool:
    """Test whether an extension takes the arguments as they are."""
    return type(extension).map_arguments is FieldExtension.map_arguments


def _is_handed_on(argument: StrawberryArgument, definition: GraphQLArgument) -> bool:
    """Test whether strawberry hands an argument on as graphql-core has it: a scalar, no list."""
    kind = argument.type
    if isinstance(kind, StrawberryOptional) and not isinstance(kind, StrawberryMaybe):
        kind = kind.of_type
    return (
        is_scalar_type(get_nullable_type(definition.type))
        and not isinstance(kind, StrawberryMaybe | LazyType)
        and kind is not GlobalID
    )


def _short_call(
    schema: GraphQLSchema, field: StrawberryField, resolver: StrawberryResolver[object]
) -> Resolver | None:
    """Return a call with what the resolver asks for by its parameters: source and info."""
    function = cast("Callable[..., object]", resolver.wrapped_func)
    if resolver.reserved_parameters.get(CLS_PARAMSPEC) or inspect.isasyncgenfunction(function):
        return None
    takes_self = resolver.self_parameter is not None
    source_names = sorted(
        {
            parameter.name  # `root` is both
            for parameter in (resolver.parent_parameter, resolver.root_parameter)
            if parameter is not None
        }
    )
    info_parameter = resolver.info_parameter
    if info_parameter is None and not field.arguments and not field.extensions:
        return Call(_of_source(function, source_names, takes_self=takes_self))
    if field.extensions and takes_self:
        return None
    config = _strawberry_schema(schema).config
    info_name = info_parameter.name if info_parameter else None
    python_names = {
        config.name_converter.from_argument(argument): str(argument.python_name)
        for argument in field.arguments
    }
    extended = _extended(function, field, info_name) if field.extensions else None

    def call(source: object, info: GraphQLResolveInfo[Any], **arguments: object) -> object:
        given = {python_names[name]: value for name, value in arguments.items()}
        for name in source_names:
            given[name] = source
        if extended is not None:
            return extended(source, config.info_class(_raw_info=info, _field=field), **given)
        if info_name is not None:
            given[info_name] = config.info_class(_raw_info=info, _field=field)
        return function(source, **given) if takes_self else function(**given)

    return CallWithInfo(call)


def _extended(
    function: Callable[..., object], field: StrawberryField, info_name: str | None
) -> Callable[..., object]:
    """Return a resolver within its field's extensions, chained once: `wrap_field_extensions`.

    Strawberry chains them for each call.
    """

    def resolve(_source: object, info: object, /, **given: object) -> object:
        if info_name is not None:
            given[info_name] = info
        return function(**given)

    def within(chained: Callable[..., object], extend: Callable[..., object]) -> partial[object]:
        return partial(extend, chained)

    return reduce(within, build_field_extension_resolvers(field), resolve)


def _of_source(
    function: Callable[..., object], names: list[str], *, takes_self: bool
) -> Callable[[object], object]:
    """Return `function`, which takes its source as the first argument, by names, or not at all."""
    if takes_self and names:
        return lambda source: function(source, **dict.fromkeys(names, source))
    if takes_self or (len(names) == 1 and _takes_one_by_position(function)):
        return function
    return lambda source: function(**dict.fromkeys(names, source))


def _takes_one_by_position(function: Callable[..., object]) -> bool:
    """Test whether a function's only parameter may be given without its name."""
    kinds = [parameter.kind for parameter in inspect.signature(function).parameters.values()]
    return kinds == [inspect.Parameter.POSITIONAL_OR_KEYWORD]


def _strawberry_schema(schema: GraphQLSchema) -> Schema:
    return cast("Schema", schema._strawberry_schema)  # type: ignore[attr-defined]  # noqa: SLF001
