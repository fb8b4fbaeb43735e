"""Expiry in batches: writes off many accounts' expired lots inside the database (R10.3).

What it writes is what `AccountBook.expire_due` and `write_books` would, entry by entry; a test
holds the two against each other, column by column. Five statements, in this order, each of which
reads the same lots (`DueLots`), which are written last. Before them the entries are read as they
will be, for their hashes (R17.1): a chain is the one thing that SQL can't work out in a batch.
Where events are told, they are read back, and their events written at the end of the transaction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from models.database import Dialect, dialect, fetch, identifier, octets
from services.command import movements
from services.command.amounts import to_e4
from services.command.identifiers import reserve_millisecond
from services.events.outbox import is_anybody_told
from services.ledger.due import due_condition
from services.ledger.entries import ENTRY_COLUMNS, LedgerEntry, entry_from_columns
from services.ledger.events import ChangedAccount, tell_of_accounts
from services.ledger.in_batches.chosen_accounts import CHOSEN, LOCK, Keys, chosen_values, key_of
from services.ledger.in_batches.due_lots import DueLots, due_lots
from services.rules.basics.currencies import MINOR_DIGITS
from services.rules.basics.enums import LedgerReason
from services.rules.ledger.chain import canonical_entry, entry_hash
from services.rules.ledger.expiry import ExpiryPolicy
from services.rules.programme.conversion import WORTH_LIMIT, RecordedRate

# Accounts of a website with lots due, locked in the order in which everybody locks accounts. The
# inner query is what the indexes of lots with points left answer, soonest expiry first; its LIMIT
# is of lots, so that a batch is bounded by what it has to write. A lot that another transaction
# takes between the two is no longer due when `DueLots` reads it under the lock. What has matured on
# an account is not passed over: it is written in its turn (R6.13), and not here.
_CHOOSE = """
SELECT a.customer_id, a.id FROM reward_accounts a
WHERE (a.customer_id, a.id) IN (
    SELECT l.customer_id, l.account_id FROM points_lots l
    JOIN reward_accounts o ON o.customer_id = l.customer_id AND o.id = l.account_id
    WHERE l.remaining > 0 AND {condition} AND o.website_code = ?
        AND (o.matures_at IS NULL OR o.matures_at > ?) LIMIT ?
)
AND (a.matures_at IS NULL OR a.matures_at > ?)
ORDER BY a.customer_id, a.website_code{lock}
"""

# 1. An entry a lot: the balance falls from entry to entry, and its worth with it, at the rate of
# the customer's group (`terms`). At once, as an entry's balance needs those before it only, which
# `so_far` has summed. The account still has its old balance and number of entries: `_ACCOUNTS`
# comes later. A group without a rate is worth 0 and leaves the columns of the rate NULL.
_NEW_ENTRIES = """
WITH {due}, terms (group_code, points, amount_e4, priority) AS (VALUES {terms})
SELECT d.customer_id, {key} AS id, d.account_id, a.website_code, a.entries + d.place AS sequence,
    -d.remaining AS points, a.balance - d.so_far AS balance, 0 AS debt_change, 0 AS shortfall,
    '{currency}' AS currency, ({worth_after}) - ({worth_before}) AS amount_e4,
    {worth_after} AS amount_balance_e4, t.points AS rate_points, t.amount_e4 AS rate_amount_e4,
    CASE WHEN t.points IS NULL THEN NULL ELSE '{currency}' END AS rate_currency,
    CASE WHEN t.points IS NULL THEN NULL ELSE 'POINTS_TO_CURRENCY' END AS rate_direction,
    t.priority AS rate_priority, 'EXPIRED' AS reason, 'system' AS actor, {now} AS created_at,
    {now} AS recorded_at, {more}
FROM due d
JOIN reward_accounts a ON a.customer_id = d.customer_id AND a.id = d.account_id
LEFT JOIN customers c ON c.id = d.customer_id
LEFT JOIN terms t ON t.group_code = COALESCE(c.customer_group_code, 'general')
"""
_ENTRIES = (
    """
INSERT INTO ledger_entries (customer_id, id, account_id, website_code, sequence, points, balance,
    debt_change, shortfall, currency, amount_e4, amount_balance_e4, rate_points, rate_amount_e4,
    rate_currency, rate_direction, rate_priority, reason, actor, created_at, recorded_at, hash)
"""
    + _NEW_ENTRIES
)
# What the hashes need besides: the allocation that is written after it, and where the chain ends.
_HASHED = (
    "{key} AS allocation_id, d.lot_id, a.last_hash,"
    " NULL AS label, NULL AS comment_hash, NULL AS order_id"
)
_IN_ORDER = _NEW_ENTRIES + "ORDER BY d.n"
# The hashes come as one value, one after the other: the nth row has the nth 32 bytes.
_NTH_HASH: dict[Dialect, str] = {
    "sqlite": "substr(?, {n} * 32 + 1, 32)",
    "postgres": "substr(CAST(? AS BYTEA), CAST({n} * 32 + 1 AS INT), 32)",
}
_TERM: dict[Dialect, str] = {
    "sqlite": "(?, ?, ?, ?)",
    "postgres": "(?, CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS SMALLINT))",
}
# Whole groups of points at the group's rate, down to whole minor units (R2.4). All operands are
# whole numbers, so `/` rounds down; the quotients are compared before anything is multiplied, so
# nothing overflows.
_WORTH = """
CASE WHEN t.points IS NULL THEN 0
    WHEN ({balance}) / t.points > {limit} / t.amount_e4 THEN {limit}
    ELSE ({balance}) / t.points * t.amount_e4 / {step} * {step} END
"""

# 2. Which lot each entry took its points from. The entry's key is made again from the same
# beginning, number and lot, so that none of them has to be read back.
_ALLOCATIONS = """
INSERT INTO lot_allocations (customer_id, id, entry_id, lot_id, position, points)
WITH {due}
SELECT d.customer_id, {key}, {entry_key}, d.lot_id, 0, -d.remaining FROM due d
"""

# 3. A mail an account, of all its new entries: one for each was a nuisance. Only to customers who
# want balance updates and have an address. Before `_ACCOUNTS`, which moves `entries` on.
_MAILS = """
INSERT INTO emails (customer_id, id, account_id, website_code, kind, first_sequence, last_sequence,
    status, attempts, next_attempt_at, created_at)
WITH {due}, {sums}
SELECT s.customer_id, {key}, s.account_id, a.website_code, 'BALANCE_UPDATE', a.entries + 1,
    a.entries + s.lots, 'QUEUED', 0, {now}, {now}
FROM sums s
JOIN reward_accounts a ON a.customer_id = s.customer_id AND a.id = s.account_id
JOIN customers c ON c.id = s.customer_id AND c.balance_updates AND c.email IS NOT NULL
"""

# Before `_ACCOUNTS` too: an account's new entries are those behind the last that it counts.
_WRITTEN = """
SELECT customer_id, website_code, account_id, {columns} FROM ledger
WHERE (customer_id, account_id) IN (SELECT k.customer_id, k.account_id FROM ({chosen}) AS k)
    AND sequence > (
        SELECT a.entries FROM reward_accounts a
        WHERE a.customer_id = ledger.customer_id AND a.id = ledger.account_id
    )
ORDER BY customer_id, account_id, sequence
"""

# 4. The accounts follow their last new entry: the balance less what expired, and the sequence and
# the hash that the next entry goes on from.
_ACCOUNTS = """
WITH {due}, {sums}
UPDATE reward_accounts AS a
SET balance = a.balance - s.points, entries = a.entries + s.lots, last_hash = {nth_hash}
FROM sums s WHERE a.customer_id = s.customer_id AND a.id = s.account_id
"""

# 5. The lots, last: once they have no points left they are no longer due, and everything above is
# read of them. The same lots, without the counting of `DueLots`, which costs a sort: their order
# makes no difference here. How many rows it writes is how many lots expired; SQLite's driver counts
# them only where the statement begins with UPDATE.
_LOTS = """
UPDATE points_lots AS l SET expired = l.expired + l.remaining, remaining = 0
FROM ({chosen}) AS k
WHERE l.customer_id = k.customer_id AND l.account_id = k.account_id
    AND l.remaining > 0 AND {condition}
"""


@dataclass(frozen=True, slots=True)
class ExpiryTerms:
    """What a website's expiry needs: its policy, its currency and what its groups' points pay.

    `is_mailed` says whether its customers are told.
    """

    currency: str
    policy: ExpiryPolicy
    rates: dict[str, RecordedRate | None]
    is_mailed: bool


async def lock_due_accounts(
    *, website_code: str, policy: ExpiryPolicy, now: datetime, most_lots: int
) -> Keys:
    """Lock accounts of the website with lots due at `now`, passing over those that others hold.

    Enough of them for about `most_lots` lots; none if no unlocked ones are due.
    """
    condition, values = due_condition(policy, now)
    sql = _CHOOSE.format(condition=condition, lock=LOCK[dialect()])
    rows = await fetch(sql, [*values, website_code, now, most_lots, now])
    return [(str(row["customer_id"]), str(identifier(row["id"]))) for row in rows]


async def expire_accounts(keys: Keys, terms: ExpiryTerms, *, now: datetime) -> int:
    """Write off what is due on locked accounts, and return how many lots that were (R10.3)."""
    due = await due_lots(keys, terms.policy, now)
    entry_keys, allocation_keys = reserve_millisecond(now), reserve_millisecond(now)
    entries = _Entries(due, terms, entry_keys)
    hashes, last_hashes = _chained(await entries.read(allocation_keys))
    await entries.write(hashes)
    key = key_of("d.n", "d.lot_id")
    await due.execute(_ALLOCATIONS, allocation_keys, entry_keys, key=key, entry_key=key)
    if terms.is_mailed:
        mail_key = key_of("s.n", "s.account_id")
        await due.execute(_MAILS, reserve_millisecond(now), now, now, key=mail_key)
    if await is_anybody_told():
        await _tell(keys, now)
    await due.execute(_ACCOUNTS, last_hashes, nth_hash=_NTH_HASH[dialect()].format(n="s.n"))
    if movements.is_heard():
        movements.note(LedgerReason.EXPIRED, await due.points())
    return await due.execute(_LOTS)


@dataclass(frozen=True, slots=True)
class _Entries:
    """The entries of the lots that are due, read for their hashes and then written with them."""

    due: DueLots
    terms: ExpiryTerms
    key_beginning: str

    async def read(self, allocation_keys: str) -> list[dict[str, object]]:
        """Return them as they will be, in the order of their numbers."""
        values, parts = self._said()
        more = _HASHED.format(key=key_of("d.n", "d.lot_id"))
        return await self.due.fetch(_IN_ORDER, *values, allocation_keys, more=more, **parts)

    async def write(self, hashes: bytes) -> None:
        """Insert them with the hashes, one after the other."""
        values, parts = self._said()
        more = _NTH_HASH[dialect()].format(n="d.n")
        await self.due.execute(_ENTRIES, *values, hashes, more=more, **parts)

    def _said(self) -> tuple[list[object], dict[str, str]]:
        currency, now = self.terms.currency, self.due.now
        step = 10 ** (4 - MINOR_DIGITS[currency])
        limit = to_e4(WORTH_LIMIT)
        after, before = "a.balance - d.so_far", "a.balance - d.so_far + d.remaining"
        rates: list[object] = []
        for group, rate in self.terms.rates.items():
            rates += [group, *_columns(rate)]
        return [*rates, self.key_beginning, now, now], {
            "terms": ", ".join(_TERM[dialect()] for _ in self.terms.rates),
            "key": key_of("d.n", "d.lot_id"),
            "currency": currency,
            "worth_after": _WORTH.format(balance=after, step=step, limit=limit),
            "worth_before": _WORTH.format(balance=before, step=step, limit=limit),
        }


def _chained(rows: Sequence[dict[str, object]]) -> tuple[bytes, bytes]:
    """Return the entries' hashes, and of each account the last, all in the order of the rows."""
    hashes, last_of = bytearray(), dict[object, bytes]()
    for row in rows:
        account = row["account_id"]
        before = last_of.get(account) or octets(row["last_hash"])
        allocation = {
            "position": 0,
            "id": row["allocation_id"],
            "lot_id": row["lot_id"],
            "points": row["points"],
        }
        last_of[account] = entry_hash(before, canonical_entry(row, (), [allocation]))
        hashes += last_of[account]
    return bytes(hashes), b"".join(last_of.values())


async def _tell(keys: Keys, now: datetime) -> None:
    """Tell of the entries just written. What has points that expire owes none."""
    sql = _WRITTEN.format(columns=", ".join(ENTRY_COLUMNS), chosen=CHOSEN[dialect()])
    entries = [_entry(row) for row in await fetch(sql, [chosen_values(keys)])]
    by_account = groupby(entries, key=lambda entry: entry.account_id)
    await tell_of_accounts(
        [ChangedAccount(list(written), debt=0, expires_at={}) for _, written in by_account],
        now=now,
    )


def _entry(row: Mapping[str, object]) -> LedgerEntry:
    return entry_from_columns(
        [row[column] for column in ENTRY_COLUMNS],
        customer_id=str(row["customer_id"]),
        website_code=str(row["website_code"]),
        account_id=identifier(row["account_id"]),
    )


def _columns(rate: RecordedRate | None) -> tuple[int | None, int | None, int | None]:
    if rate is None:
        return None, None, None
    return rate.points, to_e4(rate.currency_amount), rate.priority
