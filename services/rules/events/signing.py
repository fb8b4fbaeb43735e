"""Signatures of webhooks, by the Standard Webhooks specification (R16.1)."""

import base64
import hashlib
import hmac
from collections.abc import Sequence

_PREFIX = "whsec_"
_VERSION = "v1"


def signatures(message_id: str, timestamp: int, body: bytes, keys: Sequence[bytes]) -> str:
    """Return the `webhook-signature` of a message: one signature for each key, the newest first.

    `timestamp` is in seconds of the real clock, as receivers compare it with theirs.
    """
    signed = f"{message_id}.{timestamp}.".encode() + body
    digests = (hmac.new(key, signed, hashlib.sha256).digest() for key in keys)
    return " ".join(f"{_VERSION},{base64.b64encode(digest).decode()}" for digest in digests)


def shown_secret(key: bytes) -> str:
    """Write a key as receivers are given it: whsec_ and Base64."""
    return _PREFIX + base64.b64encode(key).decode()
