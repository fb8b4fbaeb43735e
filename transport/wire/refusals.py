"""Requests that are refused before any field is answered, each with its HTTP status (R13.4)."""

from collections.abc import Mapping
from typing import ClassVar

from schema.errors import UNAVAILABLE, UNAVAILABLE_MESSAGE

_SECONDS_TO_COME_BACK = "5"


class RequestRefused(Exception):
    """A request that is answered with `status` and one GraphQL error."""

    status: ClassVar[int] = 400
    code: ClassVar[str] = "BAD_REQUEST"

    def __init__(self, message: str, *, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.headers = headers or {}


class MethodNotAllowed(RequestRefused):
    """A method, or a kind of operation, that does not go here; `Allow` says what does."""

    status = 405
    code = "METHOD_NOT_ALLOWED"

    def __init__(self, message: str, *, allow: str) -> None:
        super().__init__(message, headers={"allow": allow})


class NothingHere(RequestRefused):
    """A path that leads nowhere."""

    status = 404
    code = "NOT_FOUND"


class NotAcceptable(RequestRefused):
    """A client that reads none of the media types we write."""

    status = 406
    code = "NOT_ACCEPTABLE"


class BodyTooLarge(RequestRefused):
    """A body beyond R14.1; the connection ends, for the rest of the body is not read."""

    status = 413
    code = "BODY_TOO_LARGE"

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"The body may have at most {limit:,} bytes.", headers={"connection": "close"}
        )


class HeadTooLarge(RequestRefused):
    """A request line and headers beyond R14.1; the connection ends."""

    status = 431
    code = "HEADERS_TOO_LARGE"

    def __init__(self, limit: int) -> None:
        super().__init__(f"Address and headers may have at most {limit:,} bytes together.")


class RequestTooSlow(RequestRefused):
    """A request that is not complete in its time (R14.1); the connection ends."""

    status = 408
    code = "REQUEST_TIMEOUT"

    def __init__(self) -> None:
        super().__init__("The request did not arrive in time.")


class UnsupportedMediaType(RequestRefused):
    """A body that is not JSON."""

    status = 415
    code = "UNSUPPORTED_MEDIA_TYPE"


class TooManyRequests(RequestRefused):
    """More root fields than the rate limit gives (R14.2)."""

    status = 429
    code = "RATE_LIMITED"

    def __init__(self, retry_after_seconds: int) -> None:
        super().__init__(
            f"Too many requests; try again in {retry_after_seconds} s.",
            headers={"retry-after": str(retry_after_seconds)},
        )


class TooManyOperations(RequestRefused):
    """More operations on one socket than may be under way at once."""

    status = 429
    code = "TOO_MANY_OPERATIONS"

    def __init__(self, most: int) -> None:
        super().__init__(f"One socket may have {most} operations under way.")


class OriginRefused(RequestRefused):
    """A page of a strange origin that opens a socket."""

    status = 403
    code = "ORIGIN_REFUSED"


class TooManyConnections(RequestRefused):
    """One connection more than may stay open, or any while the server stops."""

    status = 503
    code = "TOO_MANY_CONNECTIONS"

    def __init__(self) -> None:
        super().__init__(
            "Too many open connections at the moment; try again later.",
            headers={"retry-after": _SECONDS_TO_COME_BACK},
        )


class QueryTimedOut(RequestRefused):
    """An operation that took longer than R14.2 gives it; what it had begun is rolled back."""

    status = 503
    code = "QUERY_TIMEOUT"

    def __init__(self, message: str) -> None:
        super().__init__(message, headers={"retry-after": _SECONDS_TO_COME_BACK})


class Unavailable(RequestRefused):
    """A database that can't answer now: nothing was written, or the same key tells (R13.2a)."""

    status = 503
    code = UNAVAILABLE

    def __init__(self) -> None:
        super().__init__(UNAVAILABLE_MESSAGE, headers={"retry-after": _SECONDS_TO_COME_BACK})
