"""R12.1 and R12.2: who asks, and what a token that is no good leaves."""

import asyncio
import base64
import json
import time
from collections.abc import Callable

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

Sign = Callable[..., str]

AUTHORIZATION = {
    "message": "The current customer isn't authorized.",
    "category": "graphql-authorization",
}
AUTHENTICATION = {**AUTHORIZATION, "category": "graphql-authentication"}


async def _ask(client: httpx.AsyncClient, authorization: str | None) -> httpx.Response:
    headers = {} if authorization is None else {"authorization": authorization}
    answer = await client.post("/graphql", json={"query": "{ customer hello }"}, headers=headers)
    assert answer.json()["data"]["hello"] == "Hello, world!"
    return answer


def _customer(answer: httpx.Response) -> str | None:
    customer: str | None = answer.json()["data"]["customer"]
    return customer


def _refusal(answer: httpx.Response) -> dict[str, object]:
    (error,) = answer.json()["errors"]
    assert error["extensions"]["code"] == "UNAUTHENTICATED"
    return {"message": error["message"], "category": error["extensions"]["category"]}


def _unsigned(claims: dict[str, object]) -> str:
    parts = [{"alg": "none", "typ": "JWT"}, claims]
    encoded = [
        base64.urlsafe_b64encode(json.dumps(p).encode()).rstrip(b"=").decode() for p in parts
    ]
    return ".".join([*encoded, ""])


async def test_a_customers_token_says_who_asks(client: httpx.AsyncClient, sign: Sign) -> None:
    answer = await _ask(client, f"Bearer {sign()}")

    assert _customer(answer) == "ada"


async def test_the_scheme_is_read_in_any_case(client: httpx.AsyncClient, sign: Sign) -> None:
    answer = await _ask(client, f"bearer {sign()}")

    assert _customer(answer) == "ada"


@pytest.mark.parametrize("authorization", [None, "", " "])
async def test_without_a_token_protected_fields_want_authorization(
    client: httpx.AsyncClient, authorization: str | None
) -> None:
    answer = await _ask(client, authorization)

    assert _refusal(answer) == AUTHORIZATION


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": 1_700_000_000},
        {"exp": None},
        {"exp": "tomorrow"},
        {"exp": True},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"sub": "a" * 129},
        {"sub": "ada\x00"},
        {"nbf": 4_000_000_000},
        {"scope": "admin"},
        {"scopes": ["admin"]},
        {"scope": ""},
        {"scope": ["admin"]},
        {"scopes": "admin"},
        {"scopes": [1]},
        {"website": 1},
        {"website": "x" * 10_000},
    ],
    ids=str,
)
async def test_a_token_with_wrong_claims_is_refused(
    client: httpx.AsyncClient, sign: Sign, claims: dict[str, object]
) -> None:
    answer = await _ask(client, f"Bearer {sign(claims)}")

    assert _refusal(answer) == AUTHENTICATION


async def test_a_token_signed_otherwise_is_refused(client: httpx.AsyncClient, sign: Sign) -> None:
    claims = {"sub": "ada", "exp": int(time.time()) + 60}
    key = rsa.generate_private_key(public_exponent=65_537, key_size=2048)
    tokens = {
        "another key": sign(key="b" * 40),
        "another length of hash": sign(algorithm="HS512", key="c" * 64),
        "a key pair of nobody's": sign(key=key, algorithm="RS256", headers={"kid": "mine"}),
        "unsigned": _unsigned(claims),
        "another type": sign(headers={"typ": "JWE"}),
        "cut off": sign()[:-1],
        "no token": "ada",
        "dots": "..",
        "deep header": base64.urlsafe_b64encode(b'{"a":' * 2_000).decode() + ".e30.x",
    }

    refused = {name: _refusal(await _ask(client, f"Bearer {t}")) for name, t in tokens.items()}

    assert refused == dict.fromkeys(tokens, AUTHENTICATION)


@pytest.mark.parametrize("authorization", ["Basic YWRhOng=", "Bearer", "ada"])
async def test_another_scheme_is_refused(client: httpx.AsyncClient, authorization: str) -> None:
    answer = await _ask(client, authorization)

    assert _refusal(answer) == AUTHENTICATION


async def test_a_token_of_a_megabyte_is_refused_at_once(client: httpx.AsyncClient) -> None:
    answer = await _ask(client, f"Bearer {'a' * 1_000_000}")

    assert _refusal(answer) == AUTHENTICATION


async def test_a_token_that_was_good_expires(client: httpx.AsyncClient, sign: Sign) -> None:
    token = sign({"exp": time.time() + 1})
    first = await _ask(client, f"Bearer {token}")
    await asyncio.sleep(1.1)

    second = await _ask(client, f"Bearer {token}")

    assert _customer(first) == "ada"
    assert _refusal(second) == AUTHENTICATION


async def test_the_store_header_reaches_the_resolvers(client: httpx.AsyncClient) -> None:
    answer = await client.post("/graphql", json={"query": "{ store }"}, headers={"Store": " eu "})

    assert answer.json() == {"data": {"store": "eu"}}
