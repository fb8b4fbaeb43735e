"""Tokens: sign our own, and tell whether one that a client sent is good (R12.1, R12.2)."""

import time
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import jwt

from services.access.bearer import (
    MAX_SUBJECT_LENGTH,
    SCOPES,
    Bearer,
    TokenRefused,
    bearer_of,
    expiry_of,
)
from services.access.provider_keys import ProviderKeys, ProviderUnavailable
from services.rules.basics.codes import is_website_code

MAX_TOKEN_LENGTH = 8_192  # characters

_OWN_ALGORITHM = "HS256"
_TOKEN_TYPES = ("JWT", "AT+JWT")
_PROVIDER_LEEWAY_SECONDS = 30  # the provider's clock is not ours; our own tokens get none
_REMEMBERED_TOKENS = 4_096
_REMEMBERED_SECONDS = 60.0  # so that a key which the provider withdraws is soon out of use


@dataclass(frozen=True, slots=True)
class TokenRules:
    """Which tokens are accepted: ours by `secret`, the identity provider's by its key set."""

    secret: str
    jwks_url: str | None = None
    issuer: str | None = None
    audience: str | None = None


def issue_customer_token(
    *, rules: TokenRules, customer_id: str, website_code: str | None = None, ttl_seconds: int
) -> str:
    """Sign a storefront token that lives `ttl_seconds` from now, by the real clock (R12.1).

    Raises ValueError for an id or a code that there can't be, so that no token is refused later.
    """
    if website_code is not None and not is_website_code(website_code):
        raise ValueError("There is no website with this code.")
    website = {} if website_code is None else {"website": website_code}
    return _sign(rules, {"sub": customer_id, **website}, ttl_seconds)


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


def _sign(rules: TokenRules, claims: Mapping[str, object], ttl_seconds: int) -> str:
    try:
        bearer_of(claims)
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


@dataclass(slots=True)
class TokenReader:
    """Verifies tokens by `rules`, and remembers for a minute which were good."""

    rules: TokenRules
    _provider: ProviderKeys | None = field(init=False)
    _good: OrderedDict[str, tuple[Bearer, float]] = field(init=False, default_factory=OrderedDict)

    def __post_init__(self) -> None:
        """Make ready to ask the identity provider, where there is one."""
        self._provider = ProviderKeys(self.rules.jwks_url) if self.rules.jwks_url else None

    async def read(self, token: str) -> Bearer:
        """Return whom `token` speaks for, by the real clock (R12.1). Raises TokenRefused."""
        remembered = self._good.get(token)
        if remembered is not None and time.time() < remembered[1]:
            return remembered[0]
        claims, is_own = await self._verify(token)
        leeway = 0 if is_own else _PROVIDER_LEEWAY_SECONDS
        bearer = replace(bearer_of(claims, is_own=is_own), expires_at=expiry_of(claims) + leeway)
        self._good[token] = (bearer, min(time.time() + _REMEMBERED_SECONDS, expiry_of(claims)))
        self._good.move_to_end(token)
        if len(self._good) > _REMEMBERED_TOKENS:
            self._good.popitem(last=False)
        return bearer

    async def _verify(self, token: str) -> tuple[Mapping[str, object], bool]:
        """Return the claims, and whether the shop signed them itself."""
        if len(token) > MAX_TOKEN_LENGTH:
            raise TokenRefused("longer than any good token")
        try:
            header = jwt.get_unverified_header(token)
            if str(header.get("typ", "JWT")).upper() not in _TOKEN_TYPES:
                raise TokenRefused("another type of token")
            if header.get("alg") == _OWN_ALGORITHM:
                return self._decode(
                    token, self.rules.secret, _OWN_ALGORITHM, leeway_seconds=0
                ), True
            return await self._verify_by_provider(token, header.get("kid")), False
        except (jwt.PyJWTError, ProviderUnavailable, ValueError, RecursionError) as error:
            raise TokenRefused(str(error)) from error

    async def _verify_by_provider(self, token: str, key_id: object) -> Mapping[str, object]:
        if self._provider is None or not isinstance(key_id, str):
            raise TokenRefused("signed in no way that is accepted here")
        found = await self._provider.find(key_id)
        return self._decode(token, found.key, found.algorithm, _PROVIDER_LEEWAY_SECONDS)

    def _decode(
        self, token: str, key: str | jwt.PyJWK, algorithm: str, leeway_seconds: int
    ) -> Mapping[str, object]:
        claims: dict[str, object] = jwt.decode(
            token,
            key,
            algorithms=[algorithm],
            issuer=self.rules.issuer,
            audience=self.rules.audience,
            leeway=leeway_seconds,
            options={
                "require": ["sub", "exp"],
                "verify_aud": self.rules.audience is not None,
                "enforce_minimum_key_length": True,
            },
        )
        return claims
