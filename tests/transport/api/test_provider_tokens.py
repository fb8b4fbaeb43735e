"""GUERDON_JWKS_URL: tokens of the shop's identity provider, a real server with real keys."""

import asyncio
import base64
import json
import threading
import time
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from services.access.bearer import Bearer, TokenRefused
from services.access.provider_keys import ProviderKeys, ProviderUnavailable, UnknownKey
from services.access.tokens import TokenReader, TokenRules
from services.command.caller import CallerKind

SECRET = "a secret of at least thirty-two bytes"
KEYS: dict[str, RSAPrivateKey | EllipticCurvePrivateKey | Ed25519PrivateKey] = {
    "RS256": rsa.generate_private_key(public_exponent=65_537, key_size=2048),
    "ES256": ec.generate_private_key(ec.SECP256R1()),
    "EdDSA": Ed25519PrivateKey.generate(),
}


def _public(algorithm: str) -> dict[str, object]:
    implementation = jwt.get_algorithm_by_name(algorithm)
    public = json.loads(implementation.to_jwk(KEYS[algorithm].public_key()))
    return {**public, "kid": algorithm}


class Provider(ThreadingHTTPServer):
    """An identity provider's key set, and how often it was fetched."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.keys = [_public(algorithm) for algorithm in KEYS]
        self.fetched = 0
        self.works = True
        self.asked = threading.Event()
        self.may_answer = threading.Event()
        self.may_answer.set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/keys"


class _Answer(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        self.server.fetched += 1
        self.server.asked.set()
        self.server.may_answer.wait(timeout=10)
        self.send_response(200 if self.server.works else 503)
        self.end_headers()
        self.wfile.write(json.dumps({"keys": self.server.keys}).encode())

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture
def provider() -> Iterator[Provider]:
    with Provider() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def _token(
    algorithm: str, claims: Mapping[str, object] | None = None, *, key_id: str | None = None
) -> str:
    payload = {"sub": "ada", "exp": int(time.time()) + 60, **(claims or {})}
    headers = {"kid": key_id or algorithm}
    return jwt.encode(payload, KEYS[algorithm], algorithm=algorithm, headers=headers)


@pytest.mark.parametrize("algorithm", KEYS)
async def test_a_token_of_the_providers_is_good(provider: Provider, algorithm: str) -> None:
    reader = TokenReader(TokenRules(SECRET, jwks_url=provider.url))

    bearer = await reader.read(_token(algorithm))

    assert bearer == Bearer(subject="ada", kind=CallerKind.CUSTOMER)


@pytest.mark.parametrize(
    "claims",
    [
        {"scope": "openid profile"},
        {"scope": "openid orders:read"},
        {"scope": "admin"},
        {"scope": "guerdon:admin"},
        {"scopes": ["admin"]},
        {"scope": 5},
    ],
    ids=str,
)
async def test_a_customers_provider_makes_no_admin(
    provider: Provider, claims: dict[str, object]
) -> None:
    """R12.2: whatever scopes it names."""
    reader = TokenReader(TokenRules(SECRET, jwks_url=provider.url))

    bearer = await reader.read(_token("RS256", claims))

    assert bearer == Bearer(subject="ada", kind=CallerKind.CUSTOMER)


@pytest.mark.parametrize(
    ("claims", "scopes"),
    [
        ({"scope": "openid guerdon:orders:read guerdon:orders:eat admin"}, {"orders:read"}),
        ({"scopes": ["guerdon:admin", "reports:read"]}, {"admin"}),
        ({"scp": "guerdon:reports:read openid"}, {"reports:read"}),
        ({"scp": ["guerdon:admin", "profile"]}, {"admin"}),
        ({"scp": "guerdon:admin", "scope": "guerdon:orders:read"}, {"orders:read"}),
        ({"scope": "openid orders:read"}, set()),
        ({}, set()),
    ],
    ids=str,
)
async def test_a_staffs_provider_makes_admins_by_scopes_with_our_prefix(
    provider: Provider, claims: dict[str, object], scopes: set[str]
) -> None:
    """R12.2."""
    reader = TokenReader(TokenRules(SECRET, staff_jwks_url=provider.url))

    bearer = await reader.read(_token("RS256", claims))

    assert bearer == Bearer(subject="ada", kind=CallerKind.ADMIN, scopes=frozenset(scopes))


async def test_customers_and_staff_of_one_provider_differ_by_their_audience(
    provider: Provider,
) -> None:
    rules = TokenRules(
        SECRET,
        jwks_url=provider.url,
        audience="shop",
        staff_jwks_url=provider.url,
        staff_audience="staff",
    )
    reader = TokenReader(rules)

    customer = await reader.read(_token("RS256", {"aud": "shop", "scope": "guerdon:admin"}))
    staff = await reader.read(_token("RS256", {"aud": "staff", "scope": "guerdon:admin"}))

    assert customer.kind is CallerKind.CUSTOMER
    assert staff.kind is CallerKind.ADMIN
    with pytest.raises(TokenRefused):
        await reader.read(_token("RS256", {"aud": "other"}))


async def test_keys_serve_on_while_the_provider_is_away(provider: Provider) -> None:
    """Case 41: neither an unknown key nor what the provider answers costs the known ones."""
    reader = TokenReader(TokenRules(SECRET, jwks_url=provider.url))
    await reader.read(_token("RS256"))
    provider.works = False

    with pytest.raises(TokenRefused):
        await reader.read(_token("RS256", key_id="unknown"))
    bearers = [await reader.read(_token("RS256", {"sub": f"c{n}"})) for n in range(3)]

    assert [bearer.subject for bearer in bearers] == ["c0", "c1", "c2"]


async def test_a_known_key_does_not_wait_for_an_unknown_one(provider: Provider) -> None:
    keys = ProviderKeys(provider.url)
    await keys.find("RS256")
    keys._fetch_again_at = 0  # noqa: SLF001 - as half a minute later
    provider.may_answer.clear()
    looking = asyncio.create_task(keys.find("unknown"))
    await asyncio.sleep(0.1)

    await keys.find("RS256")

    assert not looking.done()
    provider.may_answer.set()
    with pytest.raises(UnknownKey):
        await looking


async def _find_as_long_as_it_is_known(keys: ProviderKeys, key_id: str) -> None:
    async with asyncio.timeout(60):
        while True:
            await asyncio.sleep(0.01)
            await keys.find(key_id)


async def test_stale_keys_are_fetched_again_beside_their_use(provider: Provider) -> None:
    keys = ProviderKeys(provider.url)
    await keys.find("RS256")
    keys._fetched_at -= 3_600  # noqa: SLF001 - an hour ago
    keys._fetch_again_at = 0  # noqa: SLF001
    provider.keys = [key for key in provider.keys if key["kid"] != "ES256"]

    await keys.find("ES256")

    with pytest.raises(UnknownKey):
        await _find_as_long_as_it_is_known(keys, "ES256")


async def test_keys_that_were_not_confirmed_for_half_a_day_are_good_no_longer(
    provider: Provider,
) -> None:
    keys = ProviderKeys(provider.url)
    await keys.find("RS256")
    provider.works = False
    keys._fetched_at -= 13 * 3_600  # noqa: SLF001 - long ago
    keys._fetch_again_at = 0  # noqa: SLF001

    with pytest.raises(ProviderUnavailable):
        await keys.find("RS256")


@pytest.mark.faults
async def test_a_provider_that_never_answers_costs_one_deadline_and_then_nothing(
    provider: Provider,
) -> None:
    reader = TokenReader(TokenRules(SECRET, jwks_url=provider.url))
    provider.may_answer.clear()
    began_at = time.monotonic()

    for number in range(50):
        with pytest.raises(TokenRefused, match="at the moment"):
            await reader.read(_token("ES256", {"sub": f"c{number}"}))

    provider.may_answer.set()
    assert time.monotonic() - began_at < 30  # not fifty deadlines of 5 s
    assert provider.fetched == 1


async def test_our_own_tokens_are_good_beside_the_providers(provider: Provider) -> None:
    reader = TokenReader(TokenRules(SECRET, jwks_url=provider.url))
    own = jwt.encode({"sub": "bob", "exp": int(time.time()) + 60}, SECRET)

    assert (await reader.read(own)).subject == "bob"
    assert provider.fetched == 0


async def test_a_key_is_good_for_its_own_kind_of_signature_alone(provider: Provider) -> None:
    reader = TokenReader(TokenRules(SECRET, jwks_url=provider.url))
    shared = b"a" * 48
    encoded = base64.urlsafe_b64encode(shared).decode()
    provider.keys.append({"kty": "oct", "k": encoded, "alg": "HS384", "kid": "oct"})
    payload = {"sub": "ada", "exp": int(time.time()) + 60}
    symmetric = jwt.encode(payload, shared, algorithm="HS384", headers={"kid": "oct"})

    for token in (symmetric, _token("RS256", key_id="ES256"), _token("RS256", key_id="other")):
        with pytest.raises(TokenRefused):
            await reader.read(token)


@pytest.mark.parametrize(
    ("claims", "is_good"),
    [
        ({"iss": "https://id.example", "aud": "guerdon"}, True),
        ({"iss": "https://id.example", "aud": ["shop", "guerdon"]}, True),
        ({"iss": "https://evil.example", "aud": "guerdon"}, False),
        ({"iss": "https://id.example", "aud": "shop"}, False),
        ({"iss": "https://id.example"}, False),
        ({"aud": "guerdon"}, False),
    ],
    ids=str,
)
async def test_issuer_and_audience_count_once_configured(
    provider: Provider, claims: dict[str, object], *, is_good: bool
) -> None:
    rules = TokenRules(
        SECRET, jwks_url=provider.url, issuer="https://id.example", audience="guerdon"
    )
    reader = TokenReader(rules)

    if is_good:
        assert (await reader.read(_token("RS256", claims))).subject == "ada"
    else:
        with pytest.raises(TokenRefused):
            await reader.read(_token("RS256", claims))


async def test_keys_are_fetched_once_for_many_tokens(provider: Provider) -> None:
    reader = TokenReader(TokenRules(SECRET, jwks_url=provider.url))

    await asyncio.gather(*(reader.read(_token("ES256", {"sub": f"c{n}"})) for n in range(20)))

    assert provider.fetched == 1


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"use": "enc"}, id="a key to encrypt with"),
        pytest.param({"x5c": "x" * 1_000_001}, id="a set beyond a megabyte"),
    ],
)
async def test_a_key_that_is_for_something_else_or_too_large_is_none(
    provider: Provider, changes: dict[str, object]
) -> None:
    provider.keys = [{**_public("RS256"), **changes}]
    reader = TokenReader(TokenRules(SECRET, jwks_url=provider.url))

    with pytest.raises(TokenRefused):
        await reader.read(_token("RS256"))


async def test_a_client_that_gives_up_takes_the_keys_from_nobody(provider: Provider) -> None:
    provider.may_answer.clear()
    reader = TokenReader(TokenRules(SECRET, jwks_url=provider.url))
    gives_up, waits = (
        asyncio.create_task(reader.read(_token(name))) for name in ("RS256", "ES256")
    )
    await asyncio.to_thread(provider.asked.wait, 60)

    gives_up.cancel()
    await asyncio.wait([gives_up])
    provider.may_answer.set()

    assert (await waits).subject == "ada"
    assert provider.fetched == 1


async def test_unknown_key_ids_do_not_make_us_fetch_again_and_again(provider: Provider) -> None:
    reader = TokenReader(TokenRules(SECRET, jwks_url=provider.url))

    for number in range(20):
        with pytest.raises(TokenRefused):
            await reader.read(_token("ES256", key_id=f"k{number}"))

    assert provider.fetched <= 2


async def test_a_provider_that_is_down_is_left_alone_for_a_while(provider: Provider) -> None:
    reader = TokenReader(TokenRules(SECRET, jwks_url=provider.url))
    provider.works = False

    for number in range(20):
        with pytest.raises(TokenRefused):
            await reader.read(_token("ES256", {"sub": f"c{number}"}))

    assert provider.fetched == 1


async def test_once_it_answers_again_a_key_that_it_lacks_is_unknown(provider: Provider) -> None:
    keys = ProviderKeys(provider.url)
    provider.works = False
    with pytest.raises(ProviderUnavailable):
        await keys.find("unknown")
    provider.works = True
    keys._fetch_again_at = 0  # noqa: SLF001 - as after the pause

    with pytest.raises(UnknownKey):
        await keys.find("unknown")


async def test_a_providers_token_is_good_for_half_a_minute_after_its_end(
    provider: Provider,
) -> None:
    """Its clock is not ours; what the token opened, sockets among it, ends then too."""
    reader = TokenReader(TokenRules(SECRET, jwks_url=provider.url))
    ended_at = int(time.time()) - 1

    bearer = await reader.read(_token("RS256", {"exp": ended_at}))

    assert bearer.expires_at == ended_at + 30


async def test_the_event_loop_runs_on_while_keys_are_fetched(provider: Provider) -> None:
    reader = TokenReader(TokenRules(SECRET, jwks_url=provider.url))
    provider.may_answer.clear()

    async def let_it_answer() -> None:
        while not provider.fetched:  # noqa: ASYNC110 - nothing tells
            await asyncio.sleep(0)
        provider.may_answer.set()

    _, bearer = await asyncio.gather(let_it_answer(), reader.read(_token("RS256")))

    assert bearer.subject == "ada"
