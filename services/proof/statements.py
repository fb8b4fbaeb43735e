"""Statements: an account's entries as they were hashed, with the proof of the last seal (R17.2)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from models.database import fetch, identifier, octets
from services.command.pages.cursor_page import Page, PageRequest, decode_cursor, make_page
from services.ledger.reading.chained_entries import ChainedEntry, chained_entries
from services.programme.known_customers import present_id
from services.programme.programme import load_recorded_programme
from services.proof import sealed_accounts
from services.proof.sealed_accounts import SealedAccount
from services.rules.basics.limits import check_id
from services.rules.ledger.merkle import CHUNK, leaf_hash, path
from services.rules.ledger.sealed import Seal, seal_of

_ACCOUNT = "SELECT id, entries FROM reward_accounts WHERE customer_id = ? AND website_code = ?"
_LAST_SEAL = """
SELECT document FROM seals WHERE sealed_at IS NOT NULL ORDER BY sequence DESC LIMIT 1
"""
_CHUNKS = "SELECT hash FROM sealed_chunks WHERE seal = ? ORDER BY chunk"
_ENTRIES_OF_ACCOUNT = "customer_id = ? AND account_id = ?"
_STATEMENT = "statement"  # whose cursors
_LAST_SEQUENCE = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Statement:
    """An account's entries, `count` of them, and the proof that it was sealed; bytes in hex.

    `sealed_sequence` is the entry whose hash is the leaf of the last seal's tree, and
    `inclusion_proof` leads from there to the root (RFC 6962). None where nothing was sealed yet.
    """

    customer_id: str
    website_code: str
    account_id: UUID | None = None
    count: int = 0
    sealed_at: datetime | None = None
    sealed_sequence: int | None = None
    leaf_index: int | None = None
    tree_size: int | None = None
    key_id: str | None = None
    root: str | None = None
    inclusion_proof: Sequence[str] | None = None
    signature: str | None = None


@dataclass(frozen=True, slots=True)
class StatementEntry:
    """An entry of a statement: what was hashed of it, and the hash of that and those before."""

    sequence: int
    canonical: str
    hash: str


async def read_statement(*, customer_id: str, website_code: str) -> Statement:
    """Return the statement of an account: without entries where the customer was never seen.

    An old id's is that of the present one (R12.5). Raises NotFound for a website that never was.
    """
    check_id(customer_id, path=("customer_id",))
    customer_id = await present_id(customer_id)
    await load_recorded_programme(website_code=website_code, customer_id=None)
    rows = await fetch(_ACCOUNT, [customer_id, website_code])
    if not rows:
        return Statement(customer_id, website_code)
    account_id, count = identifier(rows[0]["id"]), int(str(rows[0]["entries"]))
    return await _proven(Statement(customer_id, website_code, account_id, count), account_id)


async def statement_entries(statement: Statement, page: PageRequest) -> Page[StatementEntry]:
    """Return a page of the statement's entries, in their sequence.

    Raises OutOfRange, Invalid for an unknown cursor.
    """
    after = 0 if page.after is None else decode_cursor(page.after, _STATEMENT, _as_sequence)[0]
    found: list[ChainedEntry] = []
    if statement.account_id is not None:
        found = await chained_entries(
            _ENTRIES_OF_ACCOUNT,
            [statement.customer_id, statement.account_id],
            after=(statement.customer_id, statement.account_id, after),
            most=page.first + 1,
        )
    return make_page(
        [_entry(each) for each in found],
        page,
        of=_STATEMENT,
        position=lambda entry: [str(entry.sequence)],
        total_count=statement.count,
    )


def _entry(chained: ChainedEntry) -> StatementEntry:
    return StatementEntry(
        sequence=int(str(chained.row["sequence"])),
        canonical=chained.canonical.decode(),
        hash=octets(chained.row["hash"]).hex(),
    )


async def _proven(statement: Statement, account_id: UUID) -> Statement:
    """Return the statement with the proof of the last seal, if the account is in it."""
    rows = await fetch(_LAST_SEAL)
    if not rows:
        return statement
    seal = seal_of(str(rows[0]["document"]))
    leaf = await sealed_accounts.leaf_of(statement.customer_id, account_id, seal=seal.sequence)
    if leaf is None:
        return statement
    return replace(
        statement,
        sealed_at=seal.sealed_at,
        sealed_sequence=leaf.entries,
        leaf_index=leaf.leaf,
        tree_size=seal.accounts.size,
        key_id=seal.key_id,
        root=seal.accounts.root.hex(),
        inclusion_proof=[hashed.hex() for hashed in await _inclusion(leaf, seal)],
        signature=seal.accounts.signature.hex(),
    )


async def _inclusion(leaf: SealedAccount, seal: Seal) -> list[bytes]:
    """Return the path to the root: within the leaf's chunk, then over the chunks that are kept."""
    chunk, place = divmod(leaf.leaf, CHUNK)
    leaves = await sealed_accounts.leaves_of_chunk(
        chunk, seal=seal.sequence, size=seal.accounts.size
    )
    chunks = [octets(row["hash"]) for row in await fetch(_CHUNKS, [seal.sequence])]
    return [*path([leaf_hash(each.last_hash) for each in leaves], place), *path(chunks, chunk)]


def _as_sequence(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= _LAST_SEQUENCE:
        raise ValueError(text)
    return int(text)
