"""Persisted documents, found by their text or hash and registered by clients.

A document that is remembered is treated like one that is sent: it meets the same limits, and only
the API that it was registered with knows it. Each process remembers for itself; a client that is
told that its document is not known sends it again.
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from graphql import GraphQLError

from transport.documents.documents import UNTRUSTED, DocumentRefused, Documents, Operation
from transport.wire.document_id import DocumentId, hash_of
from transport.wire.request import GraphQLRequest

MOST_REGISTERED: Final = 1_000
MOST_REGISTERED_CHARACTERS: Final = 1_000_000

# Apollo's clients know this text and this code, and then send the document.
_APOLLOS_TEXT: Final = "PersistedQueryNotFound"
_APOLLOS_CODE: Final = "PERSISTED_QUERY_NOT_FOUND"


@dataclass(slots=True)
class PersistedDocuments:
    """The documents of one API: `trusted` ones by their hash, and those that clients registered."""

    documents: Documents
    trusted: Mapping[str, str] = field(default_factory=dict)
    _registered: OrderedDict[str, str] = field(init=False, default_factory=OrderedDict)
    _registered_characters: int = field(init=False, default=0)

    def operation(self, request: GraphQLRequest) -> Operation:
        """Return the operation that `request` asks for, and register its document's hash, if any.

        Raises DocumentRefused.
        """
        asked = request.document_id
        text = request.document if asked is None else self._text(request.document, asked)
        operation = self.documents.operation(text, request.operation_name)
        if asked is not None:
            self._register(asked.sha256, text)
        return operation

    def _text(self, sent: str, asked: DocumentId) -> str:
        if not sent:
            known = self.trusted.get(asked.sha256) or self._registered.get(asked.sha256)
            if known is None:
                raise DocumentRefused([self._not_found(asked)])
            return known
        if hash_of(sent) != asked.sha256:
            raise DocumentRefused([GraphQLError("The hash belongs to another document.")])
        return sent

    def _not_found(self, asked: DocumentId) -> GraphQLError:
        if asked.is_apollos and self.documents.trusted is None:
            return GraphQLError(_APOLLOS_TEXT, extensions={"code": _APOLLOS_CODE})
        return GraphQLError("There is no document with this id.", extensions={"code": UNTRUSTED})

    def _register(self, sha256: str, text: str) -> None:
        """Remember a good document, and forget those that were not asked for the longest."""
        if sha256 not in self._registered:
            self._registered_characters += len(text)
        self._registered[sha256] = text
        self._registered.move_to_end(sha256)
        while (
            len(self._registered) > MOST_REGISTERED
            or self._registered_characters > MOST_REGISTERED_CHARACTERS
        ):
            _, forgotten = self._registered.popitem(last=False)
            self._registered_characters -= len(forgotten)
