"""Sealed accounts: the leaves of the tree, each an account's last hash at its seal (R17.2).

A leaf keeps its place for ever. It has a row for each seal at which its account had changed, so
that any earlier seal can still be proven; the newest up to a seal is the one that counts.
"""

from dataclasses import dataclass
from uuid import UUID

from models.database import execute_each, fetch, identifier, octets
from models.rows.excerpts import Excerpt, fetch_together
from services.rules.ledger.merkle import CHUNK

_BATCH = 1_000
_FIRST_ID = "00000000-0000-0000-0000-000000000000"
_BATCH_OF_ACCOUNTS = """
SELECT a.customer_id, a.id, a.entries, a.last_hash, s.leaf, s.entries AS sealed_entries,
    s.last_hash AS sealed_hash
FROM reward_accounts a
LEFT JOIN sealed_accounts s ON s.customer_id = a.customer_id AND s.account_id = a.id
    AND s.seal = (SELECT MAX(v.seal) FROM sealed_accounts v
        WHERE v.customer_id = a.customer_id AND v.account_id = a.id)
WHERE a.last_hash IS NOT NULL AND (a.customer_id, a.id) > (?, ?)
ORDER BY a.customer_id, a.id LIMIT ?
"""
_NEXT_ACCOUNTS = """
last_hash IS NOT NULL AND (customer_id, id) > (?, ?) ORDER BY customer_id, id LIMIT ?
"""
_NEXT_LEAF = "SELECT COALESCE(MAX(leaf), -1) + 1 AS next FROM sealed_accounts"
_WRITE = """
INSERT INTO sealed_accounts (leaf, seal, customer_id, account_id, entries, last_hash)
VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (leaf, seal) DO UPDATE SET entries = excluded.entries, last_hash = excluded.last_hash
"""
_LEAVES = """
WITH RECURSIVE n (leaf) AS (
    SELECT CAST(? AS BIGINT) UNION ALL SELECT leaf + 1 FROM n WHERE leaf + 1 < ?
)
SELECT s.leaf, s.customer_id, s.account_id, s.entries, s.last_hash FROM n
JOIN sealed_accounts s ON s.leaf = n.leaf AND s.seal = (
    SELECT MAX(v.seal) FROM sealed_accounts v WHERE v.leaf = n.leaf AND v.seal <= ?
)
ORDER BY s.leaf
"""
_OF_ACCOUNT = """
SELECT leaf, customer_id, account_id, entries, last_hash FROM sealed_accounts
WHERE customer_id = ? AND account_id = ? AND seal <= ? ORDER BY seal DESC LIMIT 1
"""

AccountPlace = tuple[object, object]
FIRST_PLACE: AccountPlace = ("", _FIRST_ID)


@dataclass(frozen=True, slots=True)
class SealedAccount:
    """An account as it was sealed: how many entries it had, and the hash of the last."""

    leaf: int
    customer_id: str
    account_id: UUID
    entries: int
    last_hash: bytes


async def note_changed(seal: int, after: AccountPlace) -> AccountPlace | None:
    """Note for a seal how the next accounts stand, those that have changed since they were sealed.

    Returns the last of those looked at, None when there are none. To be called in a transaction.
    """
    found = await fetch_together(
        _BATCH_OF_ACCOUNTS,
        [*after, _BATCH],
        [Excerpt("reward_accounts", _NEXT_ACCOUNTS, [*after, _BATCH])],
    )
    if not found:
        return None
    next_leaf = await leaves_so_far()
    rows: list[list[object]] = []
    for row in found:
        if (row["entries"], row["last_hash"]) == (row["sealed_entries"], row["sealed_hash"]):
            continue
        leaf = row["leaf"]
        if leaf is None:
            leaf, next_leaf = next_leaf, next_leaf + 1
        rows.append([leaf, seal, row["customer_id"], row["id"], row["entries"], row["last_hash"]])
    await execute_each(_WRITE, rows)
    return (found[-1]["customer_id"], found[-1]["id"])


async def leaves_so_far() -> int:
    """Return how many leaves there are."""
    (row,) = await fetch(_NEXT_LEAF)
    return int(str(row["next"]))


async def leaves_of_chunk(chunk: int, *, seal: int, size: int) -> list[SealedAccount]:
    """Return the leaves of a chunk as they were at a seal whose tree has `size`."""
    first = chunk * CHUNK
    rows = await fetch(_LEAVES, [first, min(first + CHUNK, size), seal])
    return [_sealed(row) for row in rows]


async def leaf_of(customer_id: str, account_id: UUID, *, seal: int) -> SealedAccount | None:
    """Return an account as it was sealed; None if it had no entry yet."""
    rows = await fetch(_OF_ACCOUNT, [customer_id, account_id, seal])
    return _sealed(rows[0]) if rows else None


def _sealed(row: dict[str, object]) -> SealedAccount:
    return SealedAccount(
        leaf=int(str(row["leaf"])),
        customer_id=str(row["customer_id"]),
        account_id=identifier(row["account_id"]),
        entries=int(str(row["entries"])),
        last_hash=octets(row["last_hash"]),
    )
