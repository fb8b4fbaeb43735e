"""Seal checks: the ledger and the audit log against a seal that somebody has kept (R17.1).

A chain that was rewritten to its end, an end that was cut off, an account that is gone with its
counters: the rows alone can't tell, the seal does. What was changed in the lists of what was sealed
gives another root.
"""

from collections.abc import AsyncIterator

from models.database import octets
from models.rows.excerpts import Excerpt, fetch_together
from services.proof import sealed_accounts, sealed_audit
from services.proof.sealed_accounts import SealedAccount
from services.proof.signing import is_signed, key_id
from services.rules.ledger.merkle import CHUNK, Tree, leaf_hash, root_of
from services.rules.ledger.sealed import ACCOUNTS, AUDIT_LOG, Seal, TreeHead, signed_text

# The entry that was the last of each account as it was sealed.
_ENTRIES = """
SELECT e.account_id, e.sequence, e.hash, e.website_code FROM sealed_accounts s
JOIN ledger_entries e ON e.customer_id = s.customer_id AND e.account_id = s.account_id
    AND e.sequence = s.entries
WHERE s.leaf >= ? AND s.leaf < ?
"""
_SEALED_ENTRIES = """
(customer_id, account_id, sequence) IN (
    SELECT customer_id, account_id, entries FROM sealed_accounts WHERE leaf >= ? AND leaf < ?
)
"""


async def differences(seal: Seal, *, trusted: bytes | None) -> AsyncIterator[str]:
    """Yield a line for each thing that is not as it was sealed, batch by batch.

    `trusted` is the public key that must have signed; without one, the seal's own.
    """
    for line in _signature(seal, trusted):
        yield line
    async for line in _accounts(seal):
        yield line
    async for line in _audit_log(seal):
        yield line


def _signature(seal: Seal, trusted: bytes | None) -> list[str]:
    public = seal.public_key if trusted is None else trusted
    if key_id(public) != seal.key_id:
        return [
            f"seal {seal.sequence}: is signed by the key {seal.key_id}, not by {key_id(public)}"
        ]
    return [
        f"seal {seal.sequence}: the signature of its {tree} is not of the key {seal.key_id}"
        for tree, head in ((ACCOUNTS, seal.accounts), (AUDIT_LOG, seal.audit_log))
        if not is_signed(_text(tree, head, seal), head.signature, public)
    ]


def _text(tree: str, head: TreeHead, seal: Seal) -> bytes:
    return signed_text(
        tree, sealed_at=seal.sealed_at, size=head.size, root=head.root, key_id=seal.key_id
    )


async def _accounts(seal: Seal) -> AsyncIterator[str]:
    tree, size = Tree(), 0
    for chunk in range(-(-seal.accounts.size // CHUNK)):
        leaves = await sealed_accounts.leaves_of_chunk(
            chunk, seal=seal.sequence, size=seal.accounts.size
        )
        size += len(leaves)
        tree.add(root_of([leaf_hash(leaf.last_hash) for leaf in leaves]))
        for line in await _changed(chunk, leaves):
            yield line
    if (size, tree.root) != (seal.accounts.size, seal.accounts.root):
        yield f"seal {seal.sequence}: the accounts listed as sealed are not those sealed"


async def _changed(chunk: int, leaves: list[SealedAccount]) -> list[str]:
    leaves_asked = [chunk * CHUNK, (chunk + 1) * CHUNK]
    rows = await fetch_together(
        _ENTRIES, leaves_asked, [Excerpt("ledger_entries", _SEALED_ENTRIES, leaves_asked)]
    )
    entries = {(str(row["account_id"]), row["sequence"]): row for row in rows}
    lines = []
    for leaf in leaves:
        entry = entries.get((str(leaf.account_id), leaf.entries))
        if entry is None:
            lines.append(
                f"{leaf.customer_id} -: account {leaf.account_id}: entry number {leaf.entries},"
                " the last when it was sealed, is missing"
            )
        elif octets(entry["hash"]) != leaf.last_hash:
            lines.append(
                f"{leaf.customer_id} {entry['website_code']}: entry number {leaf.entries}, the"
                " last when it was sealed, or one before it is not the one sealed"
            )
    return lines


async def _audit_log(seal: Seal) -> AsyncIterator[str]:
    tree = Tree()
    async for entry in sealed_audit.leaves(seal.audit_log.size):
        tree.add(entry.sealed_hash)
        if entry.hash is None:
            yield f"audit entry {entry.entry_id}: was sealed and is missing"
        elif entry.hash != entry.sealed_hash:
            yield f"audit entry {entry.entry_id}: is not what was sealed"
    if (tree.size, tree.root) != (seal.audit_log.size, seal.audit_log.root):
        yield f"seal {seal.sequence}: the audit entries listed as sealed are not those sealed"
