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
        self.may_answer = threading.Event()
        self.may_answer.set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/keys"


class _Answer(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        self.server.fetched += 1
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
    ("claims", "kind"),
    [
        ({"scope": "openid profile"}, CallerKind.CUSTOMER),
        ({"scope": ""}, CallerKind.CUSTOMER),
        ({"scopes": ["email"]}, CallerKind.CUSTOMER),
        ({"scope": "openid orders:read"}, CallerKind.ADMIN),
    ],
    ids=str,
)
async def test_a_providers_own_scopes_make_no_admin(
    provider: Provider, claims: dict[str, object], kind: CallerKind
) -> None:
    """R12.1, R12.2: only ours do."""
    reader = TokenReader(TokenRules(SECRET, jwks_url=provider.url))

    assert (await reader.read(_token("RS256", claims))).kind is kind


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


async def test_the_event_loop_runs_on_while_keys_are_fetched(provider: Provider) -> None:
    reader = TokenReader(TokenRules(SECRET, jwks_url=provider.url))
    provider.may_answer.clear()

    async def let_it_answer() -> None:
        while not provider.fetched:  # noqa: ASYNC110 - nothing tells
            await asyncio.sleep(0)
        provider.may_answer.set()

    _, bearer = await asyncio.gather(let_it_answer(), reader.read(_token("RS256")))

    assert bearer.subject == "ada"
