"""Signatures and claims of a token: verified, or what is wrong with them."""

from collections.abc import Mapping, Sequence
from contextlib import suppress

import jwt


def verified_claims(
    token: str,
    key: str | jwt.PyJWK,
    algorithm: str,
    *,
    issuer: str | None,
    audience: str | None,
    leeway: int = 0,
) -> Mapping[str, object]:
    """Return the claims of a token that `key` has signed and that are good now.

    Raises jwt.PyJWTError, ValueError, RecursionError.
    """
    claims: dict[str, object] = jwt.decode(
        token,
        key,
        algorithms=[algorithm],
        issuer=issuer,
        audience=audience,
        leeway=leeway,
        options={
            "require": ["exp"],
            "verify_aud": audience is not None,
            "enforce_minimum_key_length": True,
        },
    )
    return claims


def verified_by_one_of(
    keys: Sequence[str],
    token: str,
    algorithm: str,
    *,
    issuer: str | None,
    audience: str | None,
) -> Mapping[str, object]:
    """Return the claims of a token that one of the keys has signed.

    Raises as `verified_claims` does, for the last key where none of them fits.
    """
    *others, last = keys
    for key in others:
        with suppress(jwt.InvalidSignatureError):
            return verified_claims(token, key, algorithm, issuer=issuer, audience=audience)
    return verified_claims(token, last, algorithm, issuer=issuer, audience=audience)


def unverified_issuer(token: str) -> object:
    """Return the issuer that a token claims, unverified: use it only to choose a key to try."""
    claims: dict[str, object] = jwt.decode(token, options={"verify_signature": False})
    return claims.get("iss")


def problem_of(error: Exception) -> str:
    """Say what is wrong with a token, without saying what would be right."""
    if isinstance(error, jwt.MissingRequiredClaimError):
        return f"it has no `{error.claim}`"
    for kind, sentence in _PROBLEMS.items():
        if isinstance(error, kind):
            return sentence
    return "it is no token that can be read"


_PROBLEMS: Mapping[type[Exception], str] = {
    jwt.ExpiredSignatureError: "it has expired",
    jwt.ImmatureSignatureError: "it is not valid yet",
    jwt.InvalidIssuedAtError: "its `iat` is no past instant",
    jwt.InvalidSignatureError: "its signature is wrong",
    jwt.InvalidAudienceError: "it is for another audience",
    jwt.InvalidIssuerError: "it is of another issuer",
    jwt.InvalidAlgorithmError: "it is signed in no way that is accepted here",
    jwt.exceptions.InvalidSubjectError: "its `sub` is no text",
}
