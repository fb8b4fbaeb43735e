"""The manifest of trusted documents: read it, prove it, and share it out between the APIs."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import orjson

from transport.documents.documents import DocumentRefused, Documents
from transport.wire.document_id import HASH_PREFIX, hash_of

MOST_BYTES: Final = 10_000_000

_HASH = re.compile(r"[0-9a-f]{64}")
_SHA_1 = re.compile(r"[0-9a-f]{40}")

TrustedDocuments = Mapping[str, str]  # the text of each document by its hash


class ManifestRefused(Exception):
    """A manifest that can't be used; the text is a sentence for the operator."""


def read_manifest(path: Path) -> TrustedDocuments:
    """Return the documents of a manifest: a JSON object of texts by their SHA-256.

    That is what GraphQL Code Generator's client preset writes. Raises ManifestRefused.
    """
    entries = _entries(path)
    if not entries:
        raise ManifestRefused(f"{path} names no document.")
    return dict(_proven(key, text) for key, text in entries.items())


def share_out(
    manifest: TrustedDocuments, apis: Mapping[str, Documents]
) -> dict[str, TrustedDocuments]:
    """Return the documents that each API can run, by the API's name.

    Raises ManifestRefused for a document that none can, be it malformed, beyond a limit or not
    valid.
    """
    shares: dict[str, dict[str, str]] = {name: {} for name in apis}
    for sha256, text in manifest.items():
        refused = {}
        for name, documents in apis.items():
            try:
                documents.check(text)
            except DocumentRefused as refusal:
                refused[name] = str(refusal)
            else:
                shares[name][sha256] = text
        if len(refused) == len(apis):
            reasons = " ".join(f"For the {name} API: {reason}" for name, reason in refused.items())
            raise ManifestRefused(f"no API can run {_shown(text)}. {reasons}")
    return {**shares}


def _entries(path: Path) -> Mapping[str, object]:
    try:
        # One byte more than may be, to tell.
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise ManifestRefused(f"{path} can't be read: {error.strerror}.") from error
    if len(content) > MOST_BYTES:
        raise ManifestRefused(f"{path} has more than {MOST_BYTES:,} bytes.")
    try:
        entries: object = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise ManifestRefused(f"{path} is not JSON: {error}.") from error
    if not isinstance(entries, dict):
        raise ManifestRefused(f"{path} must be a JSON object of documents by their SHA-256.")
    return entries


def _proven(key: str, text: object) -> tuple[str, str]:
    """Return the hash that `key` says, which must be that of the document, and the document."""
    sha256 = key.removeprefix(HASH_PREFIX)
    if _SHA_1.fullmatch(sha256):
        raise ManifestRefused(f"{key} is a SHA-1: set `hashAlgorithm` to sha256 in codegen.")
    if not _HASH.fullmatch(sha256):
        raise ManifestRefused(f"{key[:100]!r} is not a SHA-256 of 64 hexadecimal digits.")
    if not isinstance(text, str):
        raise ManifestRefused(f"what {key} stands for is no document.")
    if hash_of(text) != sha256:
        raise ManifestRefused(f"{key} is not the SHA-256 of its document, {_shown(text)}.")
    return sha256, text


def _shown(text: str) -> str:
    """Return how a document begins, in one line."""
    line = " ".join(text.split())
    return f"`{line[:60]}…`" if len(line) > 60 else f"`{line}`"  # noqa: PLR2004 - what a line takes
