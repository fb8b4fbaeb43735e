"""Health probes: the process is alive, and it can serve."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from services.operation.readiness import is_ready


async def show_liveness(_: Request) -> Response:
    """Answer that the process lives."""
    return PlainTextResponse("alive\n")


async def show_readiness(_: Request) -> Response:
    """Answer 200 when the database is reachable and newest, else 503."""
    if await is_ready():
        return PlainTextResponse("ready\n")
    return PlainTextResponse("not ready\n", status_code=503)
