"""Signing keys of seals: Ed25519, from a PEM file (R17.2)."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    load_pem_public_key,
)

_KEY_ID_LENGTH = 16


class NoKey(ValueError):
    """A file that holds no Ed25519 key of the kind that is needed."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """The key that seals are signed with."""

    private: Ed25519PrivateKey

    @property
    def public(self) -> bytes:
        """What checks its signatures, 32 bytes."""
        return self.private.public_key().public_bytes_raw()

    @property
    def id(self) -> str:
        """Which key it is."""
        return key_id(self.public)

    def sign(self, text: bytes) -> bytes:
        """Return the signature of a text."""
        return self.private.sign(text)


def key_id(public: bytes) -> str:
    """Return a key's id: the beginning of the SHA-256 of its public half, in hexadecimal."""
    return hashlib.sha256(public).hexdigest()[:_KEY_ID_LENGTH]


def signing_key(pem: bytes) -> SigningKey:
    """Read a private key. Raises NoKey."""
    try:
        key = load_pem_private_key(pem, password=None)
    except (TypeError, ValueError) as error:
        raise NoKey("holds no private key in PEM without a password") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise NoKey("holds a key that is not of Ed25519")
    return SigningKey(key)


def public_key(pem: bytes) -> bytes:
    """Read a public key, 32 bytes. Raises NoKey."""
    try:
        key = load_pem_public_key(pem)
    except ValueError as error:
        raise NoKey("holds no public key in PEM") from error
    if not isinstance(key, Ed25519PublicKey):
        raise NoKey("holds a key that is not of Ed25519")
    return key.public_bytes_raw()


def new_key() -> bytes:
    """Make a private key, in PEM."""
    made = Ed25519PrivateKey.generate()
    return made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def is_signed(text: bytes, signature: bytes, public: bytes) -> bool:
    """Tell whether the key's owner signed a text."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, text)
    except (InvalidSignature, ValueError):
        return False
    return True


def key_file(database: Path) -> Path:
    """Return where the key lies beside an SQLite database."""
    return database.absolute().parent / ".guerdon" / "seal-key.pem"
