"""Exact paths: the APIs' are found in one step, before starlette tries its routes one by one."""

from collections.abc import Awaitable, Mapping

from starlette.types import ASGIApp, Receive, Scope, Send


class ExactPaths:
    """Answers HTTP requests to the paths of `endpoints`, and passes on all others."""

    def __init__(self, app: ASGIApp, endpoints: Mapping[str, ASGIApp]) -> None:
        self.app = app
        self.endpoints = endpoints

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Serve one request."""
        endpoint = self.endpoints.get(scope["path"]) if scope["type"] == "http" else None
        return (endpoint or self.app)(scope, receive, send)
