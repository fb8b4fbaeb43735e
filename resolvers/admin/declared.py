"""Types of the API made of a declaration, so that no list of fields is written twice.

A declaration is a dataclass read by `declared_fields`. What a type has beside it stands in its
class as usual; the fields of the declaration follow, in their order.
"""

from collections.abc import Callable, Iterable
from typing import TypeVar

import strawberry

from services.rules.basics.declaration import DeclaredField

Shape = TypeVar("Shape")
Source = TypeVar("Source")


def shows(
    declared: Iterable[DeclaredField], read: Callable[[Source, str], object]
) -> Callable[[type[Shape]], type[Shape]]:
    """Give a type of output a field for each one declared, answered by `read(source, name)`."""

    def extend(shape: type[Shape]) -> type[Shape]:
        for field in declared:
            setattr(shape, field.name, _shown(field, read))
        return shape

    return extend


def changes(declared: Iterable[DeclaredField]) -> Callable[[type[Shape]], type[Shape]]:
    """Give a type of input a field for each one declared; what is left out is UNSET."""
    return _takes(declared, lambda _: strawberry.UNSET)


def takes(declared: Iterable[DeclaredField]) -> Callable[[type[Shape]], type[Shape]]:
    """Give a type of input a field for each one declared, with its default if it has one."""
    return _takes(declared, lambda field: field.default)


def _takes(
    declared: Iterable[DeclaredField], default: Callable[[DeclaredField], object]
) -> Callable[[type[Shape]], type[Shape]]:
    def extend(shape: type[Shape]) -> type[Shape]:
        for field in declared:
            kind = _api_type(field)
            shape.__annotations__[field.name] = kind if field.is_required else kind | None
            setattr(shape, field.name, _taken(field, default(field)))
        return shape

    return extend


def _taken(field: DeclaredField, default: object) -> object:
    if field.is_required:
        return strawberry.field(description=field.description)
    if default == ():
        return strawberry.field(default_factory=list, description=field.description)
    return strawberry.field(default=default, description=field.description)


def _shown(field: DeclaredField, read: Callable[[Source, str], object]) -> object:
    def show(source: strawberry.Parent[Source]) -> object:
        return read(source, field.name)

    kind = _api_type(field)
    return strawberry.field(
        resolver=show,
        graphql_type=kind | None if field.may_be_blank else kind,
        description=field.description,
    )


def _api_type(field: DeclaredField) -> type:
    return list[str] if field.kind is tuple else field.kind
