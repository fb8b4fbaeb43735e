"""Sealed audit entries: the leaves of the audit log's tree, in the order of sealing (R17.1).

An entry keeps its place for ever; of commands that end while a seal is made, some are in the next.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from models.database import execute_each, fetch, instant, octets
from services.rules.ledger.merkle import leaf_hash
from services.rules.ledger.sealed import audit_leaf

_BATCH = 1_000
FIRST_ID = "00000000-0000-0000-0000-000000000000"
_COLUMNS = "u.id, u.actor, u.action, u.target, u.details_hash, u.created_at"
_UNSEALED = f"""
SELECT {_COLUMNS} FROM audit_entries u
WHERE u.id > ? AND NOT EXISTS (SELECT 1 FROM sealed_audit_entries s WHERE s.entry_id = u.id)
ORDER BY u.id LIMIT ?
"""  # noqa: S608 - names of ours
_NEXT_LEAF = "SELECT COALESCE(MAX(leaf), -1) + 1 AS next FROM sealed_audit_entries"
_WRITE = "INSERT INTO sealed_audit_entries (leaf, entry_id, hash) VALUES (?, ?, ?)"
_SEALED = f"""
SELECT s.leaf, s.entry_id, s.hash, {_COLUMNS} FROM sealed_audit_entries s
LEFT JOIN audit_entries u ON u.id = s.entry_id
WHERE s.leaf > ? AND s.leaf < ? ORDER BY s.leaf LIMIT ?
"""  # noqa: S608 - names of ours


@dataclass(frozen=True, slots=True)
class SealedEntry:
    """A leaf: the hash that was sealed, and that of the entry as it is; None if it is gone."""

    entry_id: str
    sealed_hash: bytes
    hash: bytes | None


async def note_unsealed(after: object) -> object | None:
    """Give the next entries that were never sealed their places in the tree.

    Returns the id of the last, None when there are none. To be called in a transaction.
    """
    found = await fetch(_UNSEALED, [after, _BATCH])
    if not found:
        return None
    first = await leaves_so_far()
    rows = [[first + number, row["id"], _hash(row)] for number, row in enumerate(found)]
    await execute_each(_WRITE, rows)
    return found[-1]["id"]


async def leaves_so_far() -> int:
    """Return how many leaves there are."""
    (row,) = await fetch(_NEXT_LEAF)
    return int(str(row["next"]))


async def leaves(size: int) -> AsyncIterator[SealedEntry]:
    """Yield the first `size` leaves, read in batches."""
    after = -1
    while found := await fetch(_SEALED, [after, size, _BATCH]):
        after = int(str(found[-1]["leaf"]))
        for row in found:
            now = None if row["id"] is None else _hash(row)
            yield SealedEntry(str(row["entry_id"]), octets(row["hash"]), now)


def _hash(row: dict[str, object]) -> bytes:
    return leaf_hash(audit_leaf(row, instant(row["created_at"]), octets(row["details_hash"])))
