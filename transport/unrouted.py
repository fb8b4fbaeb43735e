"""Requests that no route takes, refused as all others are (R13.4)."""

from starlette.exceptions import HTTPException
from starlette.requests import Request

from transport.wire.refusals import MethodNotAllowed, NothingHere
from transport.wire.response import RefusalResponse


async def refuse_path(request: Request, _: Exception) -> RefusalResponse:
    """Answer 404."""
    return RefusalResponse(NothingHere(f"There is nothing at {request.url.path[:100]}."))


async def refuse_method(request: Request, refused: Exception) -> RefusalResponse:
    """Answer 405 with the methods that the route knows, in an order that stays."""
    assert isinstance(refused, HTTPException)
    allow = ", ".join(sorted((refused.headers or {})["Allow"].split(", ")))
    return RefusalResponse(MethodNotAllowed(f"{request.method} is not allowed here.", allow=allow))
