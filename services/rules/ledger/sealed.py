"""Seals as text: what is signed, what of an audit entry is sealed, the file (R17.2, R17.1).

docs/proof.md says both forms for people who check them. Bytes are written in hexadecimal.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NoReturn

import orjson

FORM = 1
ACCOUNTS, AUDIT_LOG = "accounts", "auditLog"


class NoSeal(ValueError):
    """A file that is no seal."""


@dataclass(frozen=True, slots=True)
class TreeHead:
    """A tree as it was sealed: how many leaves, their root, and the signature of both."""

    size: int
    root: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class Seal:
    """The ledger and the audit log at an instant, signed. `sequence` counts an installation's."""

    sequence: int
    sealed_at: datetime
    key_id: str
    public_key: bytes
    accounts: TreeHead
    audit_log: TreeHead


def signed_text(tree: str, *, sealed_at: datetime, size: int, root: bytes, key_id: str) -> bytes:
    """Return what the signature of a tree's head is about: a line each."""
    lines = (f"guerdon seal {FORM}", tree, written(sealed_at), str(size), root.hex(), key_id)
    return ("\n".join(lines) + "\n").encode()


def written(at: datetime) -> str:
    """Write an instant as seals and entries have it."""
    return at.astimezone(UTC).isoformat().removesuffix("+00:00") + "Z"


def audit_leaf(entry: Mapping[str, object], created_at: datetime, details_hash: bytes) -> bytes:
    """Return what of an audit entry is a leaf of the tree: all but the details themselves."""
    return orjson.dumps(
        {
            "form": FORM,
            "id": str(entry["id"]),
            "actor": entry["actor"],
            "action": entry["action"],
            "target": entry["target"],
            "detailsHash": details_hash.hex(),
            "createdAt": written(created_at),
        }
    )


def file_of(seal: Seal) -> str:
    """Return the text of a seal's file."""
    document = {
        "form": FORM,
        "sequence": seal.sequence,
        "sealedAt": written(seal.sealed_at),
        "keyId": seal.key_id,
        "publicKey": seal.public_key.hex(),
        ACCOUNTS: _head_document(seal.accounts),
        AUDIT_LOG: _head_document(seal.audit_log),
    }
    return orjson.dumps(document, option=orjson.OPT_INDENT_2).decode() + "\n"


def seal_of(text: str | bytes) -> Seal:
    """Read a seal's file. Raises NoSeal."""
    try:
        document = orjson.loads(text)
        if document["form"] != FORM:
            return _refuse(f"its form is {document['form']}")
        return Seal(
            sequence=int(document["sequence"]),
            sealed_at=datetime.fromisoformat(document["sealedAt"]),
            key_id=str(document["keyId"]),
            public_key=bytes.fromhex(document["publicKey"]),
            accounts=_head(document[ACCOUNTS]),
            audit_log=_head(document[AUDIT_LOG]),
        )
    except NoSeal:
        raise
    except (KeyError, TypeError, ValueError) as error:
        raise NoSeal(f"{type(error).__name__}: {error}") from error


def _refuse(why: str) -> NoReturn:
    raise NoSeal(why)


def _head_document(head: TreeHead) -> dict[str, object]:
    return {"treeSize": head.size, "root": head.root.hex(), "signature": head.signature.hex()}


def _head(document: Mapping[str, str]) -> TreeHead:
    return TreeHead(
        size=int(document["treeSize"]),
        root=bytes.fromhex(document["root"]),
        signature=bytes.fromhex(document["signature"]),
    )
