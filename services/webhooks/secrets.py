"""Signing secrets of endpoints, kept encrypted (R16.1).

By AES-GCM with a key that HKDF derives from the service's own secret, bound to the endpoint: one
that was copied to another row, or changed, is not read.
"""

import base64
import os
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from services.webhooks.options import webhook_options

_PURPOSE = b"guerdon: signing secrets of webhook endpoints"
_KEY_BYTES = 32
_NONCE_BYTES = 12


class SecretLost(Exception):
    """A secret that can't be read: the service's own has changed since it was written."""


@dataclass(frozen=True, slots=True)
class SealedSecrets:
    """An endpoint's secrets as they are kept; the old one signs until its end."""

    endpoint_id: UUID
    secret: str
    old_secret: str | None
    old_secret_until: datetime | None

    def keys(self, now: datetime) -> list[bytes]:
        """Return the keys that sign at `now`, the newest first. Raises SecretLost."""
        keys = [opened(self.secret, self.endpoint_id)]
        old, until = self.old_secret, self.old_secret_until
        if old is not None and until is not None and now < until:
            with suppress(SecretLost):  # lost before the new one was made, which signs alone then
                keys.append(opened(old, self.endpoint_id))
        return keys


def new_key() -> bytes:
    """Return a new signing key."""
    return os.urandom(_KEY_BYTES)


def sealed(key: bytes, endpoint_id: UUID) -> str:
    """Return a key as it is kept."""
    nonce = os.urandom(_NONCE_BYTES)
    return base64.b64encode(nonce + _cipher().encrypt(nonce, key, endpoint_id.bytes)).decode()


def opened(kept: str, endpoint_id: UUID) -> bytes:
    """Return the key that was kept. Raises SecretLost."""
    try:
        raw = base64.b64decode(kept, validate=True)
        return _cipher().decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], endpoint_id.bytes)
    except (InvalidTag, ValueError) as error:
        raise SecretLost("The endpoint's secret can't be read: rotate it.") from error


def _cipher() -> AESGCM:
    secret = webhook_options().secret
    assert secret, "start_webhooks() comes first."
    derived = HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=None, info=_PURPOSE)
    return AESGCM(derived.derive(secret.encode()))
