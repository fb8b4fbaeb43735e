"""Bearer of a token, according to its claims (R12.1, R12.2)."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from services.command.caller import Caller, CallerKind

SCOPES = (
    "admin",
    "config:read",
    "config:write",
    "customers:read",
    "customers:write",
    "points:write",
    "orders:read",
    "orders:write",
    "reports:read",
)
MAX_SUBJECT_LENGTH = 128  # characters, as of every id (R14.3)


class TokenRefused(Exception):
    """A token that is no good; the text is for the log, never for the client."""


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whom a good token speaks for: a customer by id, or an admin with scopes.

    `expires_at` is when it stops doing so, in seconds of Unix time by the real clock; it makes no
    difference to who the bearer is.
    """

    subject: str
    kind: CallerKind
    scopes: frozenset[str] = frozenset()
    website_code: str | None = None
    expires_at: float = field(default=math.inf, compare=False)

    def may(self, scope: str) -> bool:
        """Say whether the bearer holds `scope`; `admin` is all of them (R12.2)."""
        return scope in self.scopes or "admin" in self.scopes

    @property
    def caller(self) -> Caller:
        """Name the bearer as the one who gives a command."""
        return Caller(subject=self.subject, kind=self.kind)


def bearer_of(claims: Mapping[str, object], *, is_own: bool = True) -> Bearer:
    """Return whom verified `claims` speak for: an admin if they name scopes, else a customer.

    Identity providers put scopes of their own into customers' tokens, like `openid`: in a token
    that is not our own, only ours make an admin.

    Raises TokenRefused for claims of a wrong form.
    """
    subject = _text(claims, "sub")
    if not subject or len(subject) > MAX_SUBJECT_LENGTH or not subject.isprintable():
        raise TokenRefused("`sub` is no id")
    scopes = _scopes(claims)
    if scopes is not None and (is_own or scopes & frozenset(SCOPES)):
        return Bearer(subject=subject, kind=CallerKind.ADMIN, scopes=scopes)
    website_code = _text(claims, "website") if "website" in claims else None
    return Bearer(subject=subject, kind=CallerKind.CUSTOMER, website_code=website_code)


def expiry_of(claims: Mapping[str, object]) -> float:
    """Return when verified `claims` end, in seconds of Unix time. Raises TokenRefused."""
    expires_at = claims["exp"]
    if isinstance(expires_at, bool) or not isinstance(expires_at, int | float):
        raise TokenRefused("`exp` is no number")
    return expires_at


def _text(claims: Mapping[str, object], name: str) -> str:
    value = claims[name]
    if not isinstance(value, str):
        raise TokenRefused(f"`{name}` is no text")
    return value


def _scopes(claims: Mapping[str, object]) -> frozenset[str] | None:
    """Return the scopes of `scope` (one text) or `scopes` (a list); None if there is neither."""
    if "scope" in claims:
        return frozenset(_text(claims, "scope").split())
    if "scopes" not in claims:
        return None
    named = claims["scopes"]
    if not isinstance(named, list) or not all(isinstance(scope, str) for scope in named):
        raise TokenRefused("`scopes` is no list of texts")
    return frozenset(named)
