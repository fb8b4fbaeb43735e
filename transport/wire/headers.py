"""Headers of a request by name, gathered once for all layers; of equal names the last counts."""

from collections.abc import Mapping
from typing import cast

from starlette.types import Scope

_KEY = "guerdon.headers"


def headers_of(scope: Scope) -> Mapping[bytes, bytes]:
    """Return the headers of the request in `scope`, their names in small letters."""
    found = scope.get(_KEY)
    if found is None:
        found = scope[_KEY] = dict(scope["headers"])
    return cast("Mapping[bytes, bytes]", found)
