"""Erasable text: an append-only row keeps its salted hash, a row beside it the text (R17.1).

Once salt and text are deleted, nothing can be guessed from the hash; what is left still proves that
the text, as long as it was there, was the one written.
"""

import hashlib
import os
from dataclasses import dataclass

_SALT_BYTES = 16


@dataclass(frozen=True, slots=True)
class Erasable:
    """A text with its salt, and the hash that stays: SHA-256 of the salt and the text in UTF-8."""

    text: str
    salt: bytes
    hash: bytes


def erasable(text: str) -> Erasable:
    """Salt and hash a text that is to be written."""
    salt = os.urandom(_SALT_BYTES)
    return Erasable(text, salt, salted_hash(salt, text))


def salted_hash(salt: bytes, text: str) -> bytes:
    """Return the hash that the append-only row keeps."""
    return hashlib.sha256(salt + text.encode()).digest()
