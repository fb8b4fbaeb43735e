"""Tokens: sign our own, and tell whether one that a client sent is valid (R12.1, R12.2)."""

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

import jwt

from services.access.bearer import (
    MAGENTO_CUSTOMER,
    MAX_SUBJECT_LENGTH,
    SCOPES,
    Bearer,
    CustomerClaims,
    TokenRefused,
    customer_of,
    expiry_of,
    own_bearer_of,
    staff_of,
)
from services.access.customer_ids import IdFormat, encoded
from services.access.magento import magentos_key
from services.access.provider_keys import ProviderKeys, ProviderUnavailable, UnknownKey
from services.access.verification import (
    problem_of,
    unverified_issuer,
    verified_by_one_of,
    verified_claims,
)
from services.rules.basics.codes import is_website_code

MAX_TOKEN_LENGTH = 8_192  # characters

_OWN_ALGORITHM = "HS256"
_TOKEN_TYPES = ("JWT", "AT+JWT")
_PROVIDER_LEEWAY_SECONDS = 30  # the provider's clock is not ours; our own tokens get none
_REMEMBERED_TOKENS = 4_096
_REMEMBERED_SECONDS = 60.0  # so that a key which the provider withdraws is soon out of use


@dataclass(frozen=True, slots=True)
class TokenRules:
    """Which tokens are accepted: ours by `secret`, those of two identity providers by their keys.

    The customers' provider makes customers alone, the staff's makes admins alone.
    """

    secret: str
    jwks_url: str | None = None
    issuer: str | None = None
    audience: str | None = None
    customers: CustomerClaims = field(default_factory=CustomerClaims)
    staff_jwks_url: str | None = None
    staff_issuer: str | None = None
    staff_audience: str | None = None
    staff_scope_prefix: str = "guerdon:"

    @property
    def own_keys(self) -> tuple[str, ...]:
        """The keys of tokens that the shop signs itself: ours, and what Magento makes of it."""
        if self.customers.name != "uid":
            return (self.secret,)
        return (self.secret, magentos_key(self.secret))


def issue_customer_token(
    *, rules: TokenRules, customer_id: str, website_code: str | None = None, ttl_seconds: int
) -> str:
    """Sign a storefront token that lives `ttl_seconds` from now, by the real clock (R12.1).

    Raises ValueError for an id or a code that there can't be, so that no token is refused later.
    """
    if website_code is not None and not is_website_code(website_code):
        raise ValueError("There is no website with this code.")
    website = {} if website_code is None else {"website": website_code}
    return _sign(rules, {**_customer_claims(rules.customers, customer_id), **website}, ttl_seconds)


def issue_admin_token(
    *, rules: TokenRules, subject: str, scopes: Iterable[str], ttl_seconds: int
) -> str:
    """Sign an admin token that lives `ttl_seconds` from now, by the real clock (R12.2).

    Raises ValueError for a scope that does not exist, or a subject that there can't be.
    """
    named = set(scopes)
    if unknown := named - set(SCOPES):
        raise ValueError(f"No such scope: {', '.join(sorted(unknown))}.")
    return _sign(rules, {"sub": subject, "scope": " ".join(sorted(named))}, ttl_seconds)


def _customer_claims(customers: CustomerClaims, customer_id: str) -> dict[str, object]:
    written = encoded(customer_id) if customers.id_format is IdFormat.BASE64 else customer_id
    if customers.name == "uid":
        return {"uid": written, "utypid": MAGENTO_CUSTOMER}
    return {customers.name: written}


def _sign(rules: TokenRules, claims: Mapping[str, object], ttl_seconds: int) -> str:
    try:
        own_bearer_of(claims, rules.customers)
    except TokenRefused as error:
        sentence = f"Must be 1 to {MAX_SUBJECT_LENGTH} printable characters: whom it speaks for."
        raise ValueError(sentence) from error
    issued_at = int(time.time())
    of_this_shop = {"iss": rules.issuer, "aud": rules.audience}
    payload = {
        **claims,
        **{name: value for name, value in of_this_shop.items() if value is not None},
        "iat": issued_at,
        "exp": issued_at + ttl_seconds,
    }
    return jwt.encode(payload, rules.secret, algorithm=_OWN_ALGORITHM)


@dataclass(frozen=True, slots=True)
class _Provider:
    """An identity provider: its keys, what its tokens must say, and whom they speak for."""

    keys: ProviderKeys
    issuer: str | None
    audience: str | None
    bearer_of: Callable[[Mapping[str, object]], Bearer]


@dataclass(slots=True)
class TokenReader:
    """Verifies tokens by `rules`, and remembers for a minute which were good."""

    rules: TokenRules
    _providers: list[_Provider] = field(init=False)
    _good: OrderedDict[str, tuple[Bearer, float]] = field(init=False, default_factory=OrderedDict)

    def __post_init__(self) -> None:
        """Make ready to ask the identity providers, where there are any."""
        self._providers = _providers(self.rules)

    async def read(self, token: str) -> Bearer:
        """Return whom `token` speaks for, by the real clock (R12.1). Raises TokenRefused."""
        remembered = self._good.get(token)
        if remembered is not None and time.time() < remembered[1]:
            return remembered[0]
        bearer, expires_at, leeway = await self._read_anew(token)
        bearer = replace(bearer, expires_at=expires_at + leeway)
        self._good[token] = (bearer, min(time.time() + _REMEMBERED_SECONDS, expires_at))
        self._good.move_to_end(token)
        if len(self._good) > _REMEMBERED_TOKENS:
            self._good.popitem(last=False)
        return bearer

    async def _read_anew(self, token: str) -> tuple[Bearer, float, float]:
        """Return whom a token speaks for, until when it says, and how much longer it is good."""
        if len(token) > MAX_TOKEN_LENGTH:
            raise TokenRefused("it is longer than any good token")
        try:
            header = jwt.get_unverified_header(token)
            if str(header.get("typ", "JWT")).upper() not in _TOKEN_TYPES:
                raise TokenRefused("it is another type of token")
            if header.get("alg") == _OWN_ALGORITHM:
                claims = self._own_claims(token)
                return own_bearer_of(claims, self.rules.customers), expiry_of(claims), 0
            claims, provider = await self._provided_claims(token, header.get("kid"))
            return provider.bearer_of(claims), expiry_of(claims), _PROVIDER_LEEWAY_SECONDS
        except (jwt.PyJWTError, ValueError, RecursionError) as error:
            raise TokenRefused(problem_of(error)) from error

    def _own_claims(self, token: str) -> Mapping[str, object]:
        return verified_by_one_of(
            self.rules.own_keys,
            token,
            _OWN_ALGORITHM,
            issuer=self.rules.issuer,
            audience=self.rules.audience,
        )

    async def _provided_claims(
        self, token: str, key_id: object
    ) -> tuple[Mapping[str, object], _Provider]:
        """Return verified claims and their provider: the first one that accepts the token.

        Only the providers that the token could be of are asked for a key: two of one company may
        differ by their audience alone.
        """
        refused = TokenRefused("it is not signed in a way that is accepted here")
        if not isinstance(key_id, str):
            raise refused
        issuer = unverified_issuer(token)
        for provider in self._providers:
            if provider.issuer not in (None, issuer):
                continue
            try:
                return await _claims_by(provider, token, key_id), provider
            except jwt.PyJWTError as error:
                refused = TokenRefused(problem_of(error))
            except UnknownKey:
                refused = TokenRefused("its provider has no such key")
            except ProviderUnavailable:
                refused = TokenRefused("its provider's keys can't be had at the moment")
        raise refused


def _providers(rules: TokenRules) -> list[_Provider]:
    """Return the providers there are, the staff's first."""
    providers = []
    if rules.staff_jwks_url is not None:
        providers.append(
            _Provider(
                keys=ProviderKeys(rules.staff_jwks_url),
                issuer=rules.staff_issuer,
                audience=rules.staff_audience,
                bearer_of=lambda claims: staff_of(claims, rules.staff_scope_prefix),
            )
        )
    if rules.jwks_url is not None:
        providers.append(
            _Provider(
                keys=ProviderKeys(rules.jwks_url),
                issuer=rules.issuer,
                audience=rules.audience,
                bearer_of=lambda claims: customer_of(claims, rules.customers),
            )
        )
    return providers


async def _claims_by(provider: _Provider, token: str, key_id: str) -> Mapping[str, object]:
    found = await provider.keys.find(key_id)
    return verified_claims(
        token,
        found.key,
        found.algorithm,
        issuer=provider.issuer,
        audience=provider.audience,
        leeway=_PROVIDER_LEEWAY_SECONDS,
    )
