"""The public keys of the shop's identity provider, fetched off the event loop and kept a while."""

import asyncio
import time
from dataclasses import dataclass
from typing import Final

import jwt
import structlog

# One algorithm per kind of key, whatever the token or the key set says (RFC 8725, 2.1 and 3.1).
_ALGORITHM_OF_KEY_TYPE: Final = {"RSA": "RS256", "EC": "ES256", "OKP": "EdDSA"}
_KEPT_SECONDS = 300
_FETCH_TIMEOUT_SECONDS = 5
_PAUSE_AFTER_FAILURE_SECONDS = 5.0

_log = structlog.get_logger(__name__)


class ProviderUnavailable(Exception):
    """The provider's key set cannot be had now."""


@dataclass(frozen=True, slots=True)
class ProviderKey:
    """A public key and the only algorithm it is good for."""

    key: jwt.PyJWK
    algorithm: str


class ProviderKeys:
    """Finds the provider's keys by id."""

    def __init__(self, url: str) -> None:
        """Prepare to fetch the key set at `url`; nothing is fetched yet."""
        self._client = jwt.PyJWKClient(url, lifespan=_KEPT_SECONDS, timeout=_FETCH_TIMEOUT_SECONDS)
        self._one_at_a_time = asyncio.Lock()
        self._closed_until = 0.0

    async def find(self, key_id: str) -> ProviderKey:
        """Return the key named `key_id`, asking the provider at most every 30 s for unknown ones.

        Raises ProviderUnavailable, and jwt.PyJWTError where there is no such key.
        """
        async with self._one_at_a_time:
            if time.monotonic() < self._closed_until:
                raise ProviderUnavailable("the provider did not answer a moment ago")
            key = await asyncio.to_thread(self._fetch, key_id)
        algorithm = _ALGORITHM_OF_KEY_TYPE.get(key.key_type or "")
        if algorithm is None:
            raise jwt.InvalidKeyError(f"keys for {key.algorithm_name} are not accepted")
        return ProviderKey(key=key, algorithm=algorithm)

    def _fetch(self, key_id: str) -> jwt.PyJWK:
        try:
            return self._client.get_signing_key(key_id)
        except (jwt.PyJWKClientConnectionError, OSError) as error:
            self._closed_until = time.monotonic() + _PAUSE_AFTER_FAILURE_SECONDS
            _log.warning("identity provider unavailable", error=str(error))
            raise ProviderUnavailable(str(error)) from error
