"""Loaders of a request, each made when it is first asked for."""

from typing import TypeVar, cast

from resolvers.context import Info

AnyLoader = TypeVar("AnyLoader")


def loader_of(info: Info, kind: type[AnyLoader]) -> AnyLoader:
    """Return the request's loader of this kind."""
    loaders = info.context.loaders
    if kind not in loaders:
        loaders[kind] = kind()
    return cast("AnyLoader", loaders[kind])
