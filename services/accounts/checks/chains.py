"""Chain checks: every entry's hash worked out again from its rows, account by account (R17.1).

Entries are read in pages, with their lots and allocations, however long an account's history is.
What a command writes meanwhile is not looked at: all is read as it stood at one instant.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from models.database import octets
from models.rows.bulk import Snapshot
from services.command.erasable import salted_hash
from services.ledger.reading.chained_entries import ChainedEntry, pages
from services.rules.ledger.chain import NO_ENTRY, entry_hash

_PAGE = 500  # some milliseconds of hashing: requests are answered in between

_ACCOUNTS = """
SELECT customer_id, id, website_code, entries, last_hash FROM reward_accounts WHERE {whose}
"""
Row = Mapping[str, object]


@dataclass(slots=True)
class _Chain:
    """How far an account's chain has been followed."""

    account: object = None
    sequence: int = 0
    last: bytes = NO_ENTRY


@dataclass(slots=True)
class _Walk:
    """The accounts of a check, what was found, and where it stands."""

    accounts: Mapping[object, Row]
    violations: list[str] = field(default_factory=list)
    chain: _Chain = field(default_factory=_Chain)

    def follow(self, chained: ChainedEntry) -> None:
        """Compare an entry with its hash, its comment with that, and its place with the chain."""
        entry = chained.row
        if entry["account_id"] != self.chain.account:
            self.chain = _Chain(entry["account_id"])
        chain = self.chain
        sequence = _number(entry["sequence"])
        if sequence != chain.sequence + 1:
            self._tell(entry, f"entry number {chain.sequence + 1} is missing")
        hashed = entry_hash(chain.last, chained.canonical)
        stored = octets(entry["hash"])
        if hashed != stored:
            self._tell(
                entry,
                f"entry {entry['id']} (number {sequence}) is not what was written,"
                " or not what was written after the entry before it",
            )
        self._check_comment(entry)
        chain.sequence, chain.last = sequence, stored
        self._compare(entry)

    def _compare(self, entry: Row) -> None:
        account = self.accounts.get(entry["account_id"])
        if account is None or account["entries"] != self.chain.sequence:
            return
        if account["last_hash"] is None or octets(account["last_hash"]) != self.chain.last:
            self._tell(account, "the last hash is not that of the last entry")

    def _check_comment(self, entry: Row) -> None:
        if entry["comment"] is None:
            return
        text, salt = str(entry["comment"]), octets(entry["comment_salt"])
        kept = entry["comment_hash"]
        if kept is None or octets(kept) != salted_hash(salt, text):
            self._tell(entry, f"entry {entry['id']} has another comment than was written")

    def _tell(self, row: Row, what: str) -> None:
        self.violations.append(f"{row['customer_id']} {row['website_code']}: {what}")


async def broken_chains(books: Snapshot, whose: str, values: Sequence[object]) -> list[str]:
    """Return a line for each entry of these customers that is not as it was written.

    Deleted, inserted and exchanged ones are named by the place where the chain breaks.
    """
    accounts = await books.fetch(_ACCOUNTS.format(whose=whose), values)
    walk = _Walk({row["id"]: row for row in accounts})
    async for page in pages(whose, values, size=_PAGE, read=books.fetch):
        for entry in page:
            walk.follow(entry)
    return walk.violations + _unwritten(accounts)


def _unwritten(accounts: Sequence[Row]) -> list[str]:
    return [
        f"{row['customer_id']} {row['website_code']}: has a last hash and no entry"
        for row in accounts
        if row["entries"] == 0 and row["last_hash"] is not None
    ]


def _number(value: object) -> int:
    assert isinstance(value, int), "places in a sequence are whole"
    return value
