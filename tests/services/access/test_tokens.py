"""Tokens that we sign ourselves are good for what they say (R12.1, R12.2)."""

import dataclasses

import jwt
import pytest

from services.access.bearer import SCOPES, Bearer, TokenRefused
from services.access.tokens import TokenReader, TokenRules, issue_admin_token, issue_customer_token
from services.command.caller import CallerKind

RULES = TokenRules(secret="a secret of at least thirty-two bytes")
IN_AN_AGE = 32_503_680_000  # the year 3000


async def test_a_customers_token_names_the_customer_and_the_website() -> None:
    """R12.1."""
    token = issue_customer_token(rules=RULES, customer_id="ada", website_code="eu", ttl_seconds=60)

    assert await TokenReader(RULES).read(token) == Bearer(
        subject="ada", kind=CallerKind.CUSTOMER, website_code="eu"
    )


async def test_an_admins_token_names_the_scopes() -> None:
    """R12.2."""
    token = issue_admin_token(
        rules=RULES, subject="backend", scopes=["orders:write", "orders:read"], ttl_seconds=60
    )

    assert await TokenReader(RULES).read(token) == Bearer(
        subject="backend",
        kind=CallerKind.ADMIN,
        scopes=frozenset({"orders:read", "orders:write"}),
    )


@pytest.mark.parametrize("ttl_seconds", [0, -1])
async def test_a_token_is_over_when_its_time_is(ttl_seconds: int) -> None:
    """R12.1: by the real clock."""
    token = issue_customer_token(rules=RULES, customer_id="ada", ttl_seconds=ttl_seconds)

    with pytest.raises(TokenRefused):
        await TokenReader(RULES).read(token)


@pytest.mark.parametrize(
    "claims",
    [
        pytest.param({"exp": IN_AN_AGE}, id="no-sub"),
        pytest.param({"sub": "", "exp": IN_AN_AGE}, id="an-empty-sub"),
        pytest.param({"sub": "ada"}, id="no-exp"),
        pytest.param({"sub": "ada", "exp": IN_AN_AGE, "nbf": IN_AN_AGE}, id="not-yet"),
    ],
)
async def test_a_token_needs_who_it_is_for_and_until_when(claims: dict[str, object]) -> None:
    """R12.1."""
    token = jwt.encode(claims, RULES.secret, algorithm="HS256")

    with pytest.raises(TokenRefused):
        await TokenReader(RULES).read(token)


async def test_a_token_signed_with_another_secret_is_refused() -> None:
    """R12.1."""
    strangers = dataclasses.replace(RULES, secret="another secret of thirty-two bytes")
    token = issue_customer_token(rules=strangers, customer_id="ada", ttl_seconds=60)

    with pytest.raises(TokenRefused):
        await TokenReader(RULES).read(token)


async def test_our_tokens_carry_the_issuer_and_audience_that_are_demanded() -> None:
    rules = dataclasses.replace(RULES, issuer="https://shop.example", audience="guerdon")

    token = issue_customer_token(rules=rules, customer_id="ada", ttl_seconds=60)

    assert (await TokenReader(rules).read(token)).subject == "ada"


def test_a_scope_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="orders:eat"):
        issue_admin_token(rules=RULES, subject="x", scopes=["orders:eat"], ttl_seconds=60)


@pytest.mark.parametrize("scope", SCOPES)
def test_admin_is_all_scopes(scope: str) -> None:
    """R12.2."""
    everything = Bearer(subject="x", kind=CallerKind.ADMIN, scopes=frozenset({"admin"}))
    nothing = dataclasses.replace(everything, scopes=frozenset())

    assert everything.may(scope)
    assert not nothing.may(scope)


@pytest.mark.parametrize(
    ("kind", "actor"), [(CallerKind.CUSTOMER, "customer:ada"), (CallerKind.ADMIN, "ada")]
)
def test_a_bearers_actor_says_which_kind_they_are(kind: CallerKind, actor: str) -> None:
    assert Bearer(subject="ada", kind=kind).caller.actor == actor


@pytest.mark.parametrize("subject", ["", "x" * 129, "a\nb", "a\x00b"], ids=repr)
def test_no_token_is_signed_for_somebody_there_cannot_be(subject: str) -> None:
    """R12.1: it would be refused by those who read it."""
    with pytest.raises(ValueError, match="printable characters"):
        issue_customer_token(rules=RULES, customer_id=subject, ttl_seconds=60)
    with pytest.raises(ValueError, match="printable characters"):
        issue_admin_token(rules=RULES, subject=subject, scopes=["admin"], ttl_seconds=60)


@pytest.mark.parametrize("code", ["", "x" * 65, "no such website"])
def test_no_token_is_signed_for_a_website_there_cannot_be(code: str) -> None:
    """R12.1."""
    with pytest.raises(ValueError, match="no website"):
        issue_customer_token(rules=RULES, customer_id="ada", website_code=code, ttl_seconds=60)


async def test_the_longest_id_is_signed_and_read() -> None:
    """R14.3."""
    token = issue_customer_token(
        rules=RULES, customer_id="x" * 128, website_code="y" * 64, ttl_seconds=60
    )

    assert (await TokenReader(RULES).read(token)).subject == "x" * 128
