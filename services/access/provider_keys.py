"""The public keys of an identity provider: fetched off the event loop, kept while it is away."""

import asyncio
import json
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Final

import jwt
import structlog

# One algorithm per kind of key, whatever the token or the key set says (RFC 8725, 2.1 and 3.1).
_ALGORITHM_OF_KEY_TYPE: Final = {"RSA": "RS256", "EC": "ES256", "OKP": "EdDSA"}
_FRESH_SECONDS = 300.0
_GOOD_SECONDS = 12 * 3_600.0  # that keys serve on while the provider is away
_FETCH_SECONDS = 5.0  # from the first byte sent to the last byte read
_PAUSE_AFTER_FAILURE_SECONDS = 5.0
_PAUSE_AFTER_UNKNOWN_SECONDS = 30.0  # between two looks for ids that there are not
_MOST_BYTES = 1_000_000

_log = structlog.get_logger(__name__)


class ProviderUnavailable(Exception):
    """The provider's key set cannot be had now."""


class UnknownKey(Exception):
    """The provider has no key of that id."""


@dataclass(frozen=True, slots=True)
class ProviderKey:
    """A public key and the only algorithm it is good for."""

    key: jwt.PyJWK
    algorithm: str


class ProviderKeys:
    """Finds the provider's keys by id. A key that is known is never waited for."""

    def __init__(self, url: str) -> None:
        """Prepare to fetch the key set at `url`; nothing is fetched yet."""
        self._url = url
        self._keys: dict[str, jwt.PyJWK] = {}
        self._fetched_at = -_GOOD_SECONDS
        self._fetch_again_at = 0.0
        self._has_failed = False
        self._fetching: asyncio.Task[None] | None = None

    async def find(self, key_id: str) -> ProviderKey:
        """Return the key named `key_id`. Raises ProviderUnavailable, UnknownKey."""
        key = self._known(key_id)
        if key is None:
            await self._fetch_for_unknown()
            key = self._known(key_id)
        elif time.monotonic() - self._fetched_at > _FRESH_SECONDS:
            self._begin_fetching()
        if key is None:
            if self._has_failed:
                raise ProviderUnavailable
            raise UnknownKey
        algorithm = _ALGORITHM_OF_KEY_TYPE.get(key.key_type or "")
        if algorithm is None:
            raise UnknownKey(f"keys for {key.algorithm_name} are not accepted")
        return ProviderKey(key=key, algorithm=algorithm)

    def _known(self, key_id: str) -> jwt.PyJWK | None:
        is_good = time.monotonic() - self._fetched_at < _GOOD_SECONDS
        return self._keys.get(key_id) if is_good else None

    async def _fetch_for_unknown(self) -> None:
        self._begin_fetching()
        if self._fetching is not None:
            await asyncio.shield(self._fetching)  # it serves others than whoever gives up

    def _begin_fetching(self) -> None:
        if self._fetching is None and time.monotonic() >= self._fetch_again_at:
            self._fetching = asyncio.create_task(self._fetch())

    async def _fetch(self) -> None:
        """Bring the keys up to date; whatever that fails of, those at hand serve on."""
        try:
            async with asyncio.timeout(_FETCH_SECONDS):
                self._keys = _read(await _in_thread(self._url))
        except Exception as error:  # noqa: BLE001 - however a provider fails, it is left alone
            self._has_failed = True
            pause = _PAUSE_AFTER_FAILURE_SECONDS
            _log.warning("identity provider unavailable", url=self._url, error=repr(error)[:200])
        else:
            self._has_failed = False
            self._fetched_at = time.monotonic()
            pause = _PAUSE_AFTER_UNKNOWN_SECONDS
        finally:
            self._fetching = None
        self._fetch_again_at = time.monotonic() + pause


def _read(body: bytes) -> dict[str, jwt.PyJWK]:
    """Return the keys for signatures by their ids. Raises what PyJWT and JSON raise."""
    keys = jwt.PyJWKSet.from_dict(json.loads(body)).keys
    return {
        key.key_id: key
        for key in keys
        if key.key_id is not None and key.public_key_use in ("sig", None)
    }


async def _in_thread(url: str) -> bytes:
    """Fetch `url` in a thread that neither a slow provider nor our own end waits for."""
    loop = asyncio.get_running_loop()
    fetched: asyncio.Future[bytes] = loop.create_future()

    def tell(body: bytes | None, error: Exception | None) -> None:
        if fetched.done():
            return
        if error is not None:
            fetched.set_exception(error)
        else:
            fetched.set_result(body or b"")

    def run() -> None:
        body, failure = None, None
        try:
            body = _get(url)
        except Exception as error:  # noqa: BLE001 - it is raised where the future is awaited
            failure = error
        if not loop.is_closed():
            loop.call_soon_threadsafe(tell, body, failure)

    threading.Thread(target=run, name="provider keys", daemon=True).start()
    return await fetched


def _get(url: str) -> bytes:
    """Read at most as much as any key set has, and give up on an answer that drips."""
    give_up_at = time.monotonic() + _FETCH_SECONDS
    request = urllib.request.Request(url, headers={"accept": "application/json"})  # noqa: S310 - an operator's own setting
    body = bytearray()
    try:
        response = urllib.request.urlopen(request, timeout=_FETCH_SECONDS)  # noqa: S310 - as above
    except urllib.error.HTTPError as error:
        error.close()
        raise ProviderUnavailable(f"it answers {error.code}") from error
    with response:
        while part := response.read1(65_536):
            body += part
            if len(body) > _MOST_BYTES or time.monotonic() > give_up_at:
                raise ProviderUnavailable("its answer takes too long")
    return bytes(body)
