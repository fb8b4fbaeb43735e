"""Tell from a request's headers who asks (R12.1, R12.2)."""

import structlog
from starlette.types import Scope

from resolvers.context import Context
from services import clock
from services.bearer import Bearer, TokenRefused
from services.caller import CallerKind
from services.tokens import TokenReader

_log = structlog.get_logger(__name__)


async def read_context(
    scope: Scope, *, kind: CallerKind, tokens: TokenReader, request_id: str
) -> Context:
    """Return the context of a request to the API for bearers of `kind`; never refuses anything.

    A token that is no good, or another API's, leaves the request without a bearer: each field
    says so for itself, and public ones are answered.
    """
    headers = dict(scope["headers"])
    authorization = headers.get(b"authorization", b"").decode("latin-1").strip()
    bearer = await _read_bearer(authorization, kind, tokens) if authorization else None
    return Context(
        request_id=request_id,
        now=await clock.now(),
        bearer=bearer,
        token_refused=bool(authorization) and bearer is None,
        store=headers.get(b"store", b"").decode("latin-1").strip() or None,
    )


async def _read_bearer(authorization: str, kind: CallerKind, tokens: TokenReader) -> Bearer | None:
    try:
        bearer = await tokens.read(_token_in(authorization))
    except TokenRefused as refusal:
        _log.info("token refused", reason=str(refusal))
        return None
    if bearer.kind is not kind:
        _log.info("token refused", reason=f"it is for the other API: {bearer.kind}")
        return None
    return bearer


def _token_in(authorization: str) -> str:
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer":
        raise TokenRefused("another scheme than Bearer")
    return token.strip()
