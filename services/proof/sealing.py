"""Sealing: a signed root over all accounts' last hashes, and one over the audit log (R17.2).

It takes the accounts some at a time, in transactions of their own, so that no command waits; each
is sealed as it stood when its turn came. Memory is constant, but for a hash per 1,024 accounts. A
seal that was left unfinished is taken up by the next run.
"""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from tortoise.exceptions import IntegrityError

from models.database import execute, execute_each, fetch, identifier, instant
from services.command.clock import real_now
from services.command.transaction import one_transaction
from services.proof import sealed_accounts, sealed_audit
from services.proof.signing import SigningKey
from services.rules.basics.refusals import StaleVersion
from services.rules.ledger.merkle import CHUNK, Tree, leaf_hash, root_of
from services.rules.ledger.sealed import ACCOUNTS, AUDIT_LOG, Seal, TreeHead, file_of, signed_text

Progress = Callable[[int], None]

_LEFT_AFTER = timedelta(minutes=5)
_LAST = "SELECT sequence, holder, alive_at, sealed_at FROM seals ORDER BY sequence DESC LIMIT 1"
_BEGIN = "INSERT INTO seals (sequence, holder, alive_at) VALUES (?, ?, ?)"
_TAKE_OVER = """
UPDATE seals SET holder = ?, alive_at = ? WHERE sequence = ? AND holder = ? AND sealed_at IS NULL
"""
_LIVE = """
UPDATE seals SET alive_at = ? WHERE sequence = ? AND holder = ? AND sealed_at IS NULL
"""
_SIGN = "UPDATE seals SET sealed_at = ?, document = ? WHERE sequence = ?"
_WRITE_CHUNK = """
INSERT INTO sealed_chunks (seal, chunk, hash) VALUES (?, ?, ?)
ON CONFLICT (seal, chunk) DO UPDATE SET hash = excluded.hash
"""
_FORGET_CHUNKS = "DELETE FROM sealed_chunks WHERE seal < ?"
_OTHER = "Another seal is being made: try again when it is done, or in five minutes."


@dataclass(frozen=True, slots=True)
class _Turn:
    """The seal that is being made, and who makes it."""

    sequence: int
    holder: UUID

    async def keep(self) -> None:
        """Say that it is still being made. Raises StaleVersion if another has taken it up."""
        if not await execute(_LIVE, [real_now(), self.sequence, self.holder]):
            raise StaleVersion(_OTHER)


async def make_seal(*, key: SigningKey, now: datetime, progress: Progress = lambda _: None) -> Seal:
    """Seal all accounts and the audit log, and keep the seal; `progress` is told of accounts.

    It is dated to the second. Raises StaleVersion while another is being made.
    """
    now = now.replace(microsecond=0)
    turn = await _begin()
    place: sealed_accounts.AccountPlace | None = sealed_accounts.FIRST_PLACE
    while place is not None:
        place = await _note_accounts(turn, place)
    last: object | None = sealed_audit.FIRST_ID
    while last is not None:
        last = await _note_audit(turn, last)
    size = await sealed_accounts.leaves_so_far()
    accounts = await _root_of_accounts(turn, size, progress)
    audit_size = await sealed_audit.leaves_so_far()
    audit_root = await _root_of_audit(audit_size)
    return await _sign(
        turn, key, now, {ACCOUNTS: (size, accounts), AUDIT_LOG: (audit_size, audit_root)}
    )


@one_transaction
async def _begin() -> _Turn:
    rows = await fetch(_LAST)
    holder, at = uuid4(), real_now()
    if rows and rows[0]["sealed_at"] is None:
        sequence = int(str(rows[0]["sequence"]))
        is_left = instant(rows[0]["alive_at"]) < at - _LEFT_AFTER
        before = identifier(rows[0]["holder"])
        if not is_left or not await execute(_TAKE_OVER, [holder, at, sequence, before]):
            raise StaleVersion(_OTHER)
        return _Turn(sequence, holder)
    turn = _Turn(int(str(rows[0]["sequence"])) + 1 if rows else 1, holder)
    try:
        await execute(_BEGIN, [turn.sequence, holder, at])
    except IntegrityError as error:
        raise StaleVersion(_OTHER) from error
    return turn


@one_transaction
async def _note_accounts(
    turn: _Turn, after: sealed_accounts.AccountPlace
) -> sealed_accounts.AccountPlace | None:
    await turn.keep()
    return await sealed_accounts.note_changed(turn.sequence, after)


@one_transaction
async def _note_audit(turn: _Turn, after: object) -> object | None:
    await turn.keep()
    return await sealed_audit.note_unsealed(after)


async def _root_of_accounts(turn: _Turn, size: int, progress: Progress) -> bytes:
    """Work out the root chunk by chunk, and keep the chunks' hashes for proofs."""
    tree = Tree()
    async for chunk, hashed in chunks(turn.sequence, size):
        tree.add(hashed)
        await _keep_chunk(turn, chunk, hashed)
        progress(min((chunk + 1) * CHUNK, size))
    return tree.root


async def chunks(seal: int, size: int) -> AsyncIterator[tuple[int, bytes]]:
    """Yield the numbers and hashes of the chunks of a seal's tree."""
    for chunk in range(-(-size // CHUNK)):
        leaves = await sealed_accounts.leaves_of_chunk(chunk, seal=seal, size=size)
        yield chunk, root_of([leaf_hash(leaf.last_hash) for leaf in leaves])


@one_transaction
async def _keep_chunk(turn: _Turn, chunk: int, hashed: bytes) -> None:
    await turn.keep()
    await execute_each(_WRITE_CHUNK, [[turn.sequence, chunk, hashed]])


async def _root_of_audit(size: int) -> bytes:
    tree = Tree()
    async for entry in sealed_audit.leaves(size):
        tree.add(entry.sealed_hash)
    return tree.root


@one_transaction
async def _sign(
    turn: _Turn, key: SigningKey, now: datetime, trees: dict[str, tuple[int, bytes]]
) -> Seal:
    await turn.keep()
    heads = {
        tree: TreeHead(
            size,
            root,
            key.sign(signed_text(tree, sealed_at=now, size=size, root=root, key_id=key.id)),
        )
        for tree, (size, root) in trees.items()
    }
    seal = Seal(turn.sequence, now, key.id, key.public, heads[ACCOUNTS], heads[AUDIT_LOG])
    await execute(_SIGN, [now, file_of(seal), turn.sequence])
    await execute(_FORGET_CHUNKS, [turn.sequence - 1])  # who is reading by the last seal goes on
    return seal
