"""Document ids: the SHA-256 of a document's text, in two protocols.

`documentId` is GraphQL over HTTP's proposal for persisted documents; `extensions.persistedQuery`
is Apollo's protocol of automatic persisted queries.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from transport.wire.refusals import RequestRefused

HASH_PREFIX = "sha256:"

_APOLLOS_VERSION = 1


@dataclass(frozen=True, slots=True)
class DocumentId:
    """What a client names a document by: the hash of its text, 64 hexadecimal digits.

    `is_apollos` says that the client will send the text if we answer that we don't know it. A text
    that is not a hash names an unknown document.
    """

    sha256: str
    is_apollos: bool = False


def hash_of(text: str) -> str:
    """Return the hash that names the document `text`."""
    return hashlib.sha256(text.encode()).hexdigest()


def read_document_id(
    parameters: Mapping[str, object], extensions: Mapping[str, object]
) -> DocumentId | None:
    """Return what a request names its document by, None where it doesn't.

    Raises RequestRefused.
    """
    own, apollos = _proposals(parameters.get("documentId")), _apollos(extensions)
    if own is not None and apollos is not None and own.sha256 != apollos.sha256:
        raise RequestRefused("`documentId` and `persistedQuery` name different documents.")
    return own or apollos


def _proposals(document_id: object) -> DocumentId | None:
    if document_id is None:
        return None
    if not isinstance(document_id, str) or not document_id:
        raise RequestRefused("`documentId` must be a text.")
    return DocumentId(document_id.removeprefix(HASH_PREFIX))


def _apollos(extensions: Mapping[str, object]) -> DocumentId | None:
    given = extensions.get("persistedQuery")
    if given is None:
        return None
    if not isinstance(given, dict) or not isinstance(given.get("sha256Hash"), str):
        raise RequestRefused("`persistedQuery` must be an object with a text `sha256Hash`.")
    if given.get("version") != _APOLLOS_VERSION:
        raise RequestRefused(f"`persistedQuery` must be of version {_APOLLOS_VERSION}.")
    return DocumentId(given["sha256Hash"], is_apollos=True)
