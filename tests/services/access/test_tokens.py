"""Tokens that we sign ourselves are good for what they say (R12.1, R12.2)."""

import dataclasses

import jwt
import pytest

from services.access.bearer import SCOPES, Bearer, CustomerClaims, TokenRefused
from services.access.customer_ids import IdFormat, is_same
from services.access.magento import magentos_key
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


@pytest.mark.parametrize("scope", sorted(set(SCOPES) - {"admin"}))
def test_a_scope_is_good_for_itself_alone(scope: str) -> None:
    """R12.2: who may write may not read."""
    bearer = Bearer("backend", CallerKind.ADMIN, scopes=frozenset({scope}))

    assert {each for each in SCOPES if bearer.may(each)} == {scope}


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


MAGENTO = dataclasses.replace(RULES, customers=CustomerClaims("uid"))


@pytest.mark.parametrize(
    ("claims", "customer"),
    [
        pytest.param({"uid": 7, "utypid": 3}, "7", id="as Magento writes it"),
        pytest.param({"uid": "7", "utypid": 3}, "7", id="a text"),
        pytest.param({"uid": 7, "utypid": 2}, None, id="an admin of Magento's"),
        pytest.param({"uid": 7, "utypid": "3"}, None, id="another type"),
        pytest.param({"uid": 7}, None, id="no type"),
        pytest.param({"uid": True, "utypid": 3}, None, id="no id"),
        pytest.param({"uid": 7.5, "utypid": 3}, None, id="a fraction"),
        pytest.param({"sub": "7", "utypid": 3}, None, id="another claim"),
    ],
)
async def test_magentos_tokens_name_the_customer_by_uid(
    claims: dict[str, object], customer: str | None
) -> None:
    """R12.1."""
    token = jwt.encode({**claims, "exp": IN_AN_AGE}, RULES.secret, algorithm="HS256")

    if customer is None:
        with pytest.raises(TokenRefused):
            await TokenReader(MAGENTO).read(token)
    else:
        assert (await TokenReader(MAGENTO).read(token)).subject == customer


@pytest.mark.parametrize(
    "key", ["0123456789abcdef0123456789abcdef", RULES.secret], ids=["even", "odd"]
)
async def test_a_shop_that_shares_magentos_key_needs_no_other_tokens(key: str) -> None:
    """R12.1: as JwtUserToken signs them, with the key of env.php amid 2,048 characters."""
    rules = TokenRules(secret=key, customers=CustomerClaims("uid"))
    amid = key.rjust((2048 + len(key)) // 2, "&").ljust(2048, "&")
    claims = {"uid": 7, "utypid": 3, "iat": 1_700_000_000, "exp": IN_AN_AGE}
    token = jwt.encode(claims, amid, algorithm="HS256", headers={"kid": "1", "typ": None})
    others = jwt.encode(claims, amid.swapcase(), algorithm="HS256")

    assert (await TokenReader(rules).read(token)).subject == "7"
    with pytest.raises(TokenRefused, match="its signature is wrong"):
        await TokenReader(rules).read(others)
    with pytest.raises(TokenRefused, match="its signature is wrong"):
        await TokenReader(TokenRules(secret=key)).read(token)


async def test_magentos_admins_are_none_of_ours() -> None:
    """R12.2: whatever else such a token says, Magento signs no scopes."""
    claims = {"uid": 1, "utypid": 2, "exp": IN_AN_AGE}
    token = jwt.encode(claims, magentos_key(MAGENTO.secret), algorithm="HS256")

    with pytest.raises(TokenRefused, match="utypid"):
        await TokenReader(MAGENTO).read(token)


@pytest.mark.parametrize("claim", ["sub", "uid"])
@pytest.mark.parametrize("id_format", IdFormat)
@pytest.mark.parametrize("customer_id", ["7", "ada", "abcd", "MQ==", "Zoë"])
async def test_our_own_tokens_are_read_as_they_were_signed(
    claim: str, id_format: IdFormat, customer_id: str
) -> None:
    rules = dataclasses.replace(RULES, customers=CustomerClaims(claim, id_format))

    token = issue_customer_token(rules=rules, customer_id=customer_id, ttl_seconds=60)

    assert (await TokenReader(rules).read(token)).subject == customer_id


async def test_an_id_in_base64_is_shown_as_it_came() -> None:
    """R12.1: Adobe's `Customer.id` from 2.4.9 on."""
    rules = dataclasses.replace(RULES, customers=CustomerClaims("sub", IdFormat.BASE64))
    token = jwt.encode({"sub": "MQ==", "exp": IN_AN_AGE}, RULES.secret, algorithm="HS256")

    bearer = await TokenReader(rules).read(token)

    assert (bearer.subject, bearer.shown_id) == ("1", "MQ==")


@pytest.mark.parametrize("given", ["AAAA", "MR==", "abc"])
async def test_an_id_that_decodes_to_no_id_is_the_id_itself(given: str) -> None:
    """R12.1: it was never written in base64, though three zero bytes would be AAAA."""
    rules = dataclasses.replace(RULES, customers=CustomerClaims("sub", IdFormat.BASE64))
    token = jwt.encode({"sub": given, "exp": IN_AN_AGE}, RULES.secret, algorithm="HS256")

    assert (await TokenReader(rules).read(token)).subject == given


@pytest.mark.parametrize(
    ("given", "customer_id", "same"),
    [
        ("1", "1", True),
        ("MQ==", "1", True),
        ("MQ==", "MQ==", True),
        ("Mg==", "1", False),
        ("MQ", "1", False),
        ("MR==", "1", False),  # decodes to 1 too, and is nobody's way to write it
        ("", "1", False),
        ("abcd", "abcd", True),
    ],
)
def test_a_gateway_may_write_an_id_in_either_form(
    given: str, customer_id: str, *, same: bool
) -> None:
    """R12.1."""
    assert is_same(given, customer_id) is same
