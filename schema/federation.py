"""Apollo Federation: what makes a schema a subgraph (R12.4)."""

from collections.abc import Mapping
from typing import Any, Final

import strawberry
import strawberry.federation
from graphql import GraphQLError, GraphQLSchema, is_specified_directive
from strawberry.federation.schema import FederationAny
from strawberry.types.scalar import ScalarDefinition, ScalarWrapper


def _sdl(info: strawberry.Info[Any, None]) -> str:
    return info.schema.as_str()


def _service() -> "Service":
    return Service()


@strawberry.type(
    name="_Service", description="Apollo Federation: the subgraph's description for a gateway."
)
class Service:
    sdl: str = strawberry.field(
        resolver=_sdl,
        description="The whole schema in SDL, with @key and @shareable.",
    )


@strawberry.type
class ServiceQuery:
    """The field by which a gateway reads the schema."""

    service = strawberry.field(
        resolver=_service,
        graphql_type=Service,
        name="_service",
        description="Apollo Federation: the schema as a gateway reads it. Needs no token.",
    )


def _parse_representation(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise GraphQLError("A representation is an object with `__typename` and `id`.")
    return value


_ANY: Final = strawberry.scalar(
    name="_Any",
    description="Apollo Federation: a reference to an entity, its `__typename` and its key.",
    parse_value=_parse_representation,
)
SCALARS: Final[dict[object, type | ScalarDefinition | ScalarWrapper]] = {FederationAny: _ANY}


def hide_schema_directives(schema: GraphQLSchema) -> None:
    """Leave @key, @shareable and their like to the SDL, where gateways read them.

    strawberry registers them and their argument types, so that introspection would show every
    client what only composition has a use for.
    """
    schema.directives = tuple(filter(is_specified_directive, schema.directives))
    for name, kind in list(schema.type_map.items()):
        definition = kind.extensions.get("strawberry-definition")
        if not getattr(definition, "print_definition", True):
            del schema.type_map[name]
