"""Context of a request: what every resolver may know about it and who is asking (R12)."""

from dataclasses import dataclass, field
from datetime import datetime

import strawberry

from services.access.bearer import Bearer
from services.command.caller import Caller, CallerKind
from services.rules.basics.refusals import Forbidden, Unauthorized

ANY_SCOPE = "any"


@dataclass(slots=True)
class Context:
    """One request.

    `bearer` is whom a good token speaks for; `token_refused` says what is wrong with one that was
    sent and is no good. `store` is the `Store` header. `loaders` keeps what batches the request's
    look-ups, by the loader's own class. `refusals` are the codes of the commands that were refused.
    """

    request_id: str
    now: datetime
    bearer: Bearer | None = None
    token_refused: str | None = None
    store: str | None = None
    loaders: dict[type, object] = field(default_factory=dict)
    refusals: list[str] = field(default_factory=list)

    def go_on(self, now: datetime) -> None:
        """Answer the next event of a subscription: at `now`, with nothing looked up before."""
        self.now = now
        self.loaders.clear()


Info = strawberry.Info[Context, None]


def signed_in_customer(info: Info) -> str:
    """Return the id of the customer who asks (R12.1). Raises Unauthorized."""
    bearer = info.context.bearer
    if bearer is None or bearer.kind is not CallerKind.CUSTOMER:
        raise Unauthorized("The current customer isn't authorized.")
    return bearer.subject


def require_scope(context: Context, scope: str) -> Bearer:
    """Return the admin who asks, if they hold `scope`, or any scope for `ANY_SCOPE` (R12.2).

    Raises Unauthorized without a good admin token, Forbidden without the scope.
    """
    bearer = context.bearer
    if bearer is None or bearer.kind is not CallerKind.ADMIN:
        problem = context.token_refused
        said = f": {problem}" if problem else ""
        raise Unauthorized(f"This needs the token of an admin or a service{said}.")
    if scope != ANY_SCOPE and not bearer.may(scope):
        raise Forbidden(f"This needs the scope {scope}.")
    if not bearer.scopes:
        raise Forbidden("This needs a token with a scope.")
    return bearer


def caller(info: Info) -> Caller:
    """Name the one who asks, for commands. Raises Unauthorized where nobody is signed in."""
    if info.context.bearer is None:
        raise Unauthorized("The current customer isn't authorized.")
    return info.context.bearer.caller
