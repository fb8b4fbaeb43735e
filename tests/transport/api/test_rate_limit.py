"""R14.2: root fields a minute, per subject and per address."""

import dataclasses
import time
from collections.abc import Callable

import httpx
import pytest

from services.command.caller import Caller, CallerKind
from transport.api.rate_limit import RateLimit
from transport.application import HttpOptions
from transport.wire.refusals import TooManyRequests

Sign = Callable[..., str]

LIMIT = 15
# All that a client may ask in a minute, at once: however busy the machine, none of it comes back.
WHOLE_MINUTE = "{ " + " ".join(f"f{number}: hello" for number in range(LIMIT)) + " }"


@pytest.fixture
def options(options: HttpOptions) -> HttpOptions:
    return dataclasses.replace(options, rate_limit=LIMIT)


async def _ask(
    client: httpx.AsyncClient, token: str | None = None, query: str = "{ hello }"
) -> httpx.Response:
    headers = {} if token is None else {"authorization": f"Bearer {token}"}
    return await client.post("/graphql", json={"query": query}, headers=headers)


async def test_beyond_the_limit_a_client_is_told_when_to_come_back(
    client: httpx.AsyncClient,
) -> None:
    allowed = await _ask(client, query=WHOLE_MINUTE)

    refused = await _ask(client)

    assert allowed.status_code == 200
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["retry-after"]) <= 60 / LIMIT
    assert refused.json()["errors"][0]["extensions"]["code"] == "RATE_LIMITED"


async def test_root_fields_count_not_requests(client: httpx.AsyncClient) -> None:
    many = "{ a: hello b: hello ...F } fragment F on Query { c: hello d: hello e: hello }"

    statuses = [(await _ask(client, query=many)).status_code for _ in range(4)]

    assert statuses == [200, 200, 200, 429]


async def test_what_is_inside_a_root_field_is_free(client: httpx.AsyncClient) -> None:
    statuses = [
        (await _ask(client, query="{ item { name item { name } } }")).status_code
        for _ in range(LIMIT)
    ]

    assert set(statuses) == {200}


async def test_another_token_or_spelling_of_the_same_subject_has_no_count_of_its_own(
    client: httpx.AsyncClient, sign: Sign
) -> None:
    """Case 38."""
    token = sign()
    spellings = [
        f"bearer {token}",
        f"BEARER    {token}",
        f"Bearer {token}=",
        f"Bearer {sign({'exp': int(time.time()) + 90})}",
        f"Bearer {sign({'website': 'eu'})}",
        f"Bearer {sign(headers={'x': 'y'})}",
    ]
    await _ask(client, token, WHOLE_MINUTE)

    statuses = [
        (
            await client.post(
                "/graphql", json={"query": WHOLE_MINUTE}, headers={"authorization": spelling}
            )
        ).status_code
        for spelling in spellings
    ]

    assert statuses == [429] * len(spellings)


async def test_nobody_else_at_an_address_can_lock_its_admins_out(
    client: httpx.AsyncClient, sign: Sign
) -> None:
    """Case 38: customers and strangers drain the address, the back office goes on."""
    for number in range(12):
        await _ask(client, sign({"sub": f"c{number}"}), WHOLE_MINUTE)
    await _ask(client, query=WHOLE_MINUTE)
    backend = {"authorization": f"Bearer {sign({'sub': 'ada', 'scope': 'admin'})}"}

    answer = await client.post("/graphql/admin", json={"query": "{ viewer }"}, headers=backend)

    assert (await _ask(client, sign({"sub": "new"}), WHOLE_MINUTE)).status_code == 429
    assert answer.json() == {"data": {"viewer": "ada"}}


class TestProxies:
    @pytest.fixture
    def options(self, options: HttpOptions) -> HttpOptions:
        return dataclasses.replace(options, trusted_proxies=("127.0.0.1", "10.0.0.0/8"))

    @pytest.mark.parametrize(
        ("forwarded", "is_another"),
        [
            ("192.0.2.7", True),
            ("192.0.2.7, 10.1.2.3", True),  # two proxies of ours
            ("192.0.2.7, 192.0.2.1", False),  # the client's own claim goes before
            ("192.0.2.1:4711", False),
        ],
    )
    async def test_a_trusted_proxy_says_for_whom_it_asks(
        self, client: httpx.AsyncClient, forwarded: str, *, is_another: bool
    ) -> None:
        async def ask(forwarded: str) -> int:
            headers = {"x-forwarded-for": forwarded}
            answer = await client.post("/graphql", json={"query": WHOLE_MINUTE}, headers=headers)
            return answer.status_code

        await ask("192.0.2.1")

        assert await ask(forwarded) == (200 if is_another else 429)


async def test_nobody_else_is_believed(client: httpx.AsyncClient) -> None:
    for number in range(20):
        headers = {"x-forwarded-for": f"192.0.2.{number}"}
        await client.post("/graphql", json={"query": "{ hello }"}, headers=headers)

    assert (await _ask(client, query=WHOLE_MINUTE)).status_code == 429


async def test_each_subject_has_its_own_count(client: httpx.AsyncClient, sign: Sign) -> None:
    ada, bob = sign(), sign({"sub": "bob"})
    await _ask(client, ada, WHOLE_MINUTE)

    assert (await _ask(client, ada, WHOLE_MINUTE)).status_code == 429
    assert (await _ask(client, bob)).status_code == 200


async def test_a_refused_token_counts_as_none(client: httpx.AsyncClient, sign: Sign) -> None:
    for number in range(20):
        await _ask(client, sign({"sub": f"c{number}"}, key="b" * 40))

    assert (await _ask(client, sign(key="c" * 40), WHOLE_MINUTE)).status_code == 429


async def test_malformed_requests_count_too(client: httpx.AsyncClient) -> None:
    for _ in range(20):
        await client.post("/graphql", content=b"{", headers={"content-type": "application/json"})

    assert (await _ask(client, query=WHOLE_MINUTE)).status_code == 429


async def test_both_apis_share_the_count_of_an_address(client: httpx.AsyncClient) -> None:
    for _ in range(20):
        await client.post("/graphql/admin", json={"query": "{ viewer }"})

    assert (await _ask(client, query=WHOLE_MINUTE)).status_code == 429


async def test_probes_are_not_counted(client: httpx.AsyncClient) -> None:
    statuses = {(await client.get("/livez")).status_code for _ in range(50)}

    assert statuses == {200}


def _times_taken(
    limit: RateLimit, *, caller: Caller | None = None, address: str, tries: int
) -> int:
    taken = 0
    for _ in range(tries):
        try:
            limit.take(1, caller=caller, address=address)
        except TooManyRequests:
            break
        taken += 1
    return taken


def _customer(number: int) -> Caller:
    return Caller(f"c{number}", CallerKind.CUSTOMER)


def test_an_address_has_ten_times_a_subjects_share() -> None:
    limit = RateLimit(10)

    taken = [
        _times_taken(limit, caller=_customer(number), address="192.0.2.1", tries=10)
        for number in range(11)
    ]

    assert taken == [10] * 10 + [0]
    assert _times_taken(limit, caller=_customer(11), address="192.0.2.2", tries=10) == 10


def test_a_customer_does_not_draw_on_the_count_of_an_admin_of_the_same_name() -> None:
    limit = RateLimit(5)
    customer, admin = (Caller("backend", kind) for kind in (CallerKind.CUSTOMER, CallerKind.ADMIN))
    _times_taken(limit, caller=customer, address="192.0.2.1", tries=5)

    assert _times_taken(limit, caller=admin, address="192.0.2.1", tries=5) == 5


def test_nobody_is_told_to_come_back_at_once() -> None:
    limit = RateLimit(6_000)
    limit.take(6_000, caller=None, address="192.0.2.1")

    with pytest.raises(TooManyRequests) as refused:
        limit.take(50, caller=None, address="192.0.2.1")

    assert refused.value.headers == {"retry-after": "1"}


def test_a_count_that_is_drawn_on_is_not_forgotten_for_many_strangers() -> None:
    limit = RateLimit(1)

    taken = 0
    for number in range(6_000):
        taken += _times_taken(limit, caller=_customer(0), address="192.0.2.1", tries=1)
        _times_taken(limit, address=f"10.0.{number // 256}.{number % 256}", tries=1)

    assert taken == 1


def test_a_subscribers_whole_ipv6_network_is_one_address() -> None:
    limit = RateLimit(5)
    _times_taken(limit, address="2001:db8::1", tries=5)

    assert _times_taken(limit, address="2001:db8::2", tries=5) == 0
    assert _times_taken(limit, address="2001:db8:0:1::2", tries=5) == 5


def test_an_ipv4_client_of_an_ipv6_socket_is_one_of_its_own() -> None:
    """Not of the network ::/64, in which this machine is spared."""
    limit = RateLimit(5, spares_loopback=True)
    _times_taken(limit, address="::ffff:192.0.2.1", tries=5)

    assert _times_taken(limit, address="192.0.2.1", tries=5) == 0
    assert _times_taken(limit, address="::ffff:192.0.2.2", tries=5) == 5


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "::ffff:127.0.0.1"])
def test_by_default_this_machine_is_spared(address: str) -> None:
    limit = RateLimit.of(None)

    assert limit is not None
    assert _times_taken(limit, address=address, tries=10_000) == 10_000
    assert _times_taken(limit, address="192.0.2.1", tries=10_000) < 10_000


def test_a_query_larger_than_the_limit_takes_a_whole_minutes() -> None:
    limit = RateLimit(10)

    limit.take(50, caller=None, address="192.0.2.1")

    assert _times_taken(limit, address="192.0.2.1", tries=1) == 0


def test_zero_is_no_limit() -> None:
    assert RateLimit.of(0) is None
