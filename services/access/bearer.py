"""Bearer of a token, according to its claims (R12.1, R12.2)."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from services.access.customer_ids import IdFormat, decoded, encoded
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
MAGENTO_CUSTOMER = 3  # `utypid`, beside 1 for integrations, 2 for admins and 4 for guests
MAX_SUBJECT_LENGTH = 128  # characters, as of every id (R14.3)


class TokenRefused(Exception):
    """An invalid token, and what is wrong with it: for the log and for admins."""


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whom a good token speaks for: a customer by id, or an admin with scopes.

    `shown_id` is the id as the shop writes it. `expires_at` is when the token stops doing so, in
    seconds of Unix time by the real clock. Neither makes a difference to who the bearer is.
    """

    subject: str
    kind: CallerKind
    scopes: frozenset[str] = frozenset()
    website_code: str | None = None
    shown_id: str = field(default="", compare=False)
    expires_at: float = field(default=math.inf, compare=False)

    def may(self, scope: str) -> bool:
        """Say whether the bearer holds `scope`; `admin` is all of them (R12.2)."""
        return scope in self.scopes or "admin" in self.scopes

    def as_written(self, customer_id: str) -> str:
        """Return the customer's present id as the shop writes ids; an old token has another."""
        if self.shown_id in {"", self.subject}:
            return customer_id
        return encoded(customer_id)

    @property
    def caller(self) -> Caller:
        """Name the bearer as the one who gives a command."""
        return Caller(subject=self.subject, kind=self.kind)


@dataclass(frozen=True, slots=True)
class CustomerClaims:
    """Where customers' tokens hold the customer, `sub` or Magento's `uid`, and how (R12.1)."""

    name: str = "sub"
    id_format: IdFormat = IdFormat.PLAIN


def own_bearer_of(claims: Mapping[str, object], customers: CustomerClaims) -> Bearer:
    """Return whom claims that the shop signed itself speak for: an admin if they name scopes.

    Raises TokenRefused for claims of a wrong form.
    """
    scopes = _scopes(claims)
    if scopes is None:
        return customer_of(claims, customers)
    return Bearer(subject=_subject(_text(claims, "sub")), kind=CallerKind.ADMIN, scopes=scopes)


def customer_of(claims: Mapping[str, object], customers: CustomerClaims) -> Bearer:
    """Return the customer whom verified `claims` speak for, whatever scopes they name (R12.2).

    Raises TokenRefused for claims of a wrong form.
    """
    if customers.name == "uid" and claims.get("utypid") != MAGENTO_CUSTOMER:
        raise TokenRefused("its `utypid` is no customer's")
    given = claims.get(customers.name)
    if isinstance(given, int) and not isinstance(given, bool) and customers.name == "uid":
        customer_id = str(given)
    else:
        text = _text(claims, customers.name)
        customer_id = decoded(text) if customers.id_format is IdFormat.BASE64 else text
    website_code = _text(claims, "website") if "website" in claims else None
    is_encoded = customers.id_format is IdFormat.BASE64
    return Bearer(
        subject=_subject(customer_id),
        kind=CallerKind.CUSTOMER,
        website_code=website_code,
        shown_id=encoded(customer_id) if is_encoded else customer_id,
    )


def staff_of(claims: Mapping[str, object], scope_prefix: str) -> Bearer:
    """Return the admin whom the claims of the staff's provider speak for (R12.2).

    Scopes without our prefix are for other programs. Raises TokenRefused for claims of a wrong
    form.
    """
    given = _scopes(claims)
    if given is None:
        given = _scopes_in_scp(claims)
    ours = {scope.removeprefix(scope_prefix) for scope in given if scope.startswith(scope_prefix)}
    subject = _subject(_text(claims, "sub"))
    return Bearer(subject=subject, kind=CallerKind.ADMIN, scopes=frozenset(SCOPES) & ours)


def expiry_of(claims: Mapping[str, object]) -> float:
    """Return when verified `claims` end, in seconds of Unix time. Raises TokenRefused."""
    expires_at = claims.get("exp")
    if isinstance(expires_at, bool) or not isinstance(expires_at, int | float):
        raise TokenRefused("its `exp` is no number")
    return expires_at


def _subject(text: str) -> str:
    if not text or len(text) > MAX_SUBJECT_LENGTH or not text.isprintable():
        raise TokenRefused("whom it speaks for is no id")
    return text


def _text(claims: Mapping[str, object], name: str) -> str:
    value = claims.get(name)
    if value is None:
        raise TokenRefused(f"it has no `{name}`")
    if not isinstance(value, str):
        raise TokenRefused(f"its `{name}` is no text")
    return value


def _scopes_in_scp(claims: Mapping[str, object]) -> frozenset[str]:
    """Return the scopes of `scp`, where Entra ID writes a text and Okta a list."""
    named = claims.get("scp", "")
    if isinstance(named, str):
        return frozenset(named.split())
    if not isinstance(named, list) or not all(isinstance(scope, str) for scope in named):
        raise TokenRefused("its `scp` is neither a text nor a list of texts")
    return frozenset(named)


def _scopes(claims: Mapping[str, object]) -> frozenset[str] | None:
    """Return the scopes of `scope` (one text) or `scopes` (a list); None if there is neither."""
    if "scope" in claims:
        return frozenset(_text(claims, "scope").split())
    if "scopes" not in claims:
        return None
    named = claims["scopes"]
    if not isinstance(named, list) or not all(isinstance(scope, str) for scope in named):
        raise TokenRefused("its `scopes` is no list of texts")
    return frozenset(named)
