"""Permissions of the admin API: each field names the scope it needs (R12.2)."""

from collections.abc import AsyncIterator, Callable

from strawberry.extensions import FieldExtension
from strawberry.types.field import StrawberryField

from resolvers.context import ANY_SCOPE, Info, require_scope
from services.access.bearer import SCOPES

_Resolver = Callable[..., object]


class Scoped(FieldExtension):
    """Lets a field be answered only to a token with `scope`."""

    def __init__(self, scope: str) -> None:
        self.scope = scope

    def apply(self, field: StrawberryField) -> None:
        """Say the scope in the field's description."""
        sentence = f"Scope: {self.scope}."
        described = (field.description or "").removesuffix(sentence).rstrip()
        field.description = f"{described} {sentence}".lstrip()

    def resolve(self, next_: _Resolver, source: object, info: Info, **arguments: object) -> object:
        """Run the resolver if the scope is there. Raises Unauthorized, Forbidden."""
        require_scope(info.context, self.scope)
        return next_(source, info, **arguments)

    async def resolve_async(
        self, next_: _Resolver, source: object, info: Info, **arguments: object
    ) -> object:
        """Run the resolver if the scope is there. Raises Unauthorized, Forbidden."""
        require_scope(info.context, self.scope)
        answer = next_(source, info, **arguments)
        return answer if isinstance(answer, AsyncIterator) else await answer  # type: ignore[misc]


def scoped(scope: str) -> list[FieldExtension]:
    """Return what makes a field need `scope`: `extensions=scoped("orders:write")`.

    `any` is any scope at all. Raises ValueError for a scope that does not exist.
    """
    if scope != ANY_SCOPE and scope not in SCOPES:
        raise ValueError(f"No such scope: {scope}.")
    return [Scoped(scope)]
