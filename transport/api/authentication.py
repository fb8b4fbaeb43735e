"""Authentication of a request or a socket (R12.1, R12.2)."""

from dataclasses import dataclass

import structlog
from starlette.types import Scope

from resolvers.context import Context
from services.access.bearer import Bearer, TokenRefused
from services.access.tokens import TokenReader
from services.command import clock
from services.command.caller import CallerKind
from transport.wire.headers import headers_of

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Credentials:
    """What somebody shows: the `Authorization` and `Store` headers, and where they come from."""

    authorization: str
    store: str | None
    address: str


def credentials_of(scope: Scope) -> Credentials:
    """Return what a request, or a socket's upgrade, shows."""
    headers = headers_of(scope)
    client = scope.get("client")
    return Credentials(
        authorization=headers.get(b"authorization", b"").decode("latin-1").strip(),
        store=headers.get(b"store", b"").decode("latin-1").strip() or None,
        address=client[0] if client else "",
    )


async def read_context(
    credentials: Credentials, *, kind: CallerKind, tokens: TokenReader, request_id: str
) -> Context:
    """Return the context of a request to the API for bearers of `kind`; never refuses anything.

    A token that is no good, or another API's, leaves the request without a bearer: each field
    says so for itself, and public ones are answered.
    """
    authorization = credentials.authorization
    bearer, problem = None, None
    if authorization:
        try:
            bearer = await _read_bearer(authorization, kind, tokens)
        except TokenRefused as refusal:
            problem = str(refusal)
            _log.info("token refused", reason=problem)
    return Context(
        request_id=request_id,
        now=await clock.now(),
        bearer=bearer,
        token_refused=problem,
        store=credentials.store,
    )


async def _read_bearer(authorization: str, kind: CallerKind, tokens: TokenReader) -> Bearer:
    bearer = await tokens.read(_token_in(authorization))
    if bearer.kind is not kind:
        raise TokenRefused(f"the one given is for the other API, it speaks for a {bearer.kind}")
    return bearer


def _token_in(authorization: str) -> str:
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer":
        raise TokenRefused("`Authorization` must be `Bearer` and the token")
    return token.strip()
