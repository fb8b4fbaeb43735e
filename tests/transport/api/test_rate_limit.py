"""R14.2: root fields a minute, per token and per address."""

import dataclasses
from collections.abc import Callable

import httpx
import pytest

from transport.api.rate_limit import RateLimit
from transport.application import HttpOptions
from transport.wire.refusals import TooManyRequests

Sign = Callable[..., str]


@pytest.fixture
def options(options: HttpOptions) -> HttpOptions:
    return dataclasses.replace(options, rate_limit=20)


async def _ask(
    client: httpx.AsyncClient, token: str | None = None, query: str = "{ hello }"
) -> httpx.Response:
    headers = {} if token is None else {"authorization": f"Bearer {token}"}
    return await client.post("/graphql", json={"query": query}, headers=headers)


async def test_beyond_the_limit_a_client_is_told_when_to_come_back(
    client: httpx.AsyncClient,
) -> None:
    statuses = [(await _ask(client)).status_code for _ in range(20)]

    refused = await _ask(client)

    assert statuses == [200] * 20
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["retry-after"]) <= 3
    assert refused.json()["errors"][0]["extensions"]["code"] == "RATE_LIMITED"


async def test_root_fields_count_not_requests(client: httpx.AsyncClient) -> None:
    many = "{ a: hello b: hello ...F } fragment F on Query { c: hello d: hello e: hello }"

    statuses = [(await _ask(client, query=many)).status_code for _ in range(5)]

    assert statuses == [200, 200, 200, 200, 429]


async def test_what_is_inside_a_root_field_is_free(client: httpx.AsyncClient) -> None:
    statuses = [
        (await _ask(client, query="{ item { name item { name } } }")).status_code for _ in range(20)
    ]

    assert set(statuses) == {200}


async def test_each_token_has_its_own_count(client: httpx.AsyncClient, sign: Sign) -> None:
    ada, bob = sign(), sign({"sub": "bob"})
    for _ in range(20):
        await _ask(client, ada)

    assert (await _ask(client, ada)).status_code == 429
    assert (await _ask(client, bob)).status_code == 200


async def test_a_refused_token_counts_as_none(client: httpx.AsyncClient, sign: Sign) -> None:
    for number in range(20):
        await _ask(client, sign({"sub": f"c{number}"}, key="b" * 40))

    assert (await _ask(client, sign(key="c" * 40))).status_code == 429


async def test_malformed_requests_count_too(client: httpx.AsyncClient) -> None:
    for _ in range(20):
        await client.post("/graphql", content=b"{", headers={"content-type": "application/json"})

    assert (await _ask(client)).status_code == 429


async def test_both_apis_share_the_count_of_an_address(client: httpx.AsyncClient) -> None:
    for _ in range(20):
        await client.post("/graphql/admin", json={"query": "{ viewer }"})

    assert (await _ask(client)).status_code == 429


async def test_probes_are_not_counted(client: httpx.AsyncClient) -> None:
    statuses = {(await client.get("/livez")).status_code for _ in range(50)}

    assert statuses == {200}


def _times_taken(limit: RateLimit, *, token: bytes | None, address: str, tries: int) -> int:
    taken = 0
    for _ in range(tries):
        try:
            limit.take(1, token=token, address=address)
        except TooManyRequests:
            break
        taken += 1
    return taken


def test_an_address_has_ten_times_a_tokens_share() -> None:
    limit = RateLimit(10)

    taken = [
        _times_taken(limit, token=b"t%d" % number, address="192.0.2.1", tries=10)
        for number in range(11)
    ]

    assert taken == [10] * 10 + [0]
    assert _times_taken(limit, token=b"t11", address="192.0.2.2", tries=10) == 10


def test_a_subscribers_whole_ipv6_network_is_one_address() -> None:
    limit = RateLimit(5)
    _times_taken(limit, token=None, address="2001:db8::1", tries=5)

    assert _times_taken(limit, token=None, address="2001:db8::2", tries=5) == 0
    assert _times_taken(limit, token=None, address="2001:db8:0:1::2", tries=5) == 5


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_by_default_this_machine_is_spared(address: str) -> None:
    limit = RateLimit.of(None)

    assert limit is not None
    assert _times_taken(limit, token=None, address=address, tries=10_000) == 10_000
    assert _times_taken(limit, token=None, address="192.0.2.1", tries=10_000) < 10_000


def test_a_query_larger_than_the_limit_takes_a_whole_minutes() -> None:
    limit = RateLimit(10)

    limit.take(50, token=None, address="192.0.2.1")

    assert _times_taken(limit, token=None, address="192.0.2.1", tries=1) == 0


def test_zero_is_no_limit() -> None:
    assert RateLimit.of(0) is None
