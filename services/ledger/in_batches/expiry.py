"""Expiry in batches: writes off many accounts' expired lots inside the database (R10.3).

What it writes is what `AccountBook.expire_due` and `write_books` would, entry by entry; a test
holds the two against each other, column by column. One statement works out all entries, in their
order. They come here for their hashes (R17.1), a chain being the one thing that SQL can't work out
in a batch, and go back by the bulk door, with their allocations, the accounts and the lots. Where
events are told, the entries are read back, and their events written at the end of the transaction.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import cast

from models.database import dialect, fetch, identifier, instant
from models.rows.bulk import load
from models.rows.excerpts import fetch_together
from models.rows.updates import update_rows
from models.scaling.closed_books import written
from services.command.at_commit import moved_points
from services.events.outbox import is_anybody_told
from services.ledger.due import due_condition
from services.ledger.entries import ENTRY_COLUMNS, LedgerEntry, entry_from_columns
from services.ledger.in_batches.batch_sql import (
    CHOSEN,
    Keys,
    chosen_values,
    lock_chosen,
    of_chosen,
)
from services.ledger.in_batches.due_lots import due_lots
from services.ledger.in_batches.expired_entries import ExpiryTerms, Row, chained, new_entries
from services.ledger.writing.balance_mail import BalanceChange, queue_balance_updates
from services.ledger.writing.events import ChangedAccount, tell_of_accounts
from services.rules.basics.enums import LedgerReason
from services.rules.ledger.expiry import ExpiryPolicy

# Accounts of a website with lots due, in the order in which everybody locks accounts; chosen
# without a lock, then locked one by one (R18.1). The inner query is what the indexes of lots with
# points left answer, soonest expiry first; its LIMIT is of lots, so that a batch is bounded by what
# it has to write. A lot that another transaction takes before the lock is no longer due when
# `DueLots` reads it under the lock. What has matured on an account is not passed over: it is
# written in its turn (R6.13), and not here.
_CHOOSE = """
SELECT a.customer_id, a.id FROM reward_accounts a
WHERE (a.customer_id, a.id) IN (
    SELECT l.customer_id, l.account_id FROM points_lots l
    JOIN reward_accounts o ON o.customer_id = l.customer_id AND o.id = l.account_id
    WHERE l.remaining > 0 AND {condition} AND o.website_code = ?
        AND (o.matures_at IS NULL OR o.matures_at > ?) LIMIT ?
)
AND {waits}
ORDER BY a.customer_id, a.website_code
"""
_WAITS = "(matures_at IS NULL OR matures_at > ?)"

_ENTRY = (
    "customer_id", "id", "account_id", "website_code", "sequence", "points", "balance",
    "debt_change", "shortfall", "currency", "amount_e4", "amount_balance_e4", "rate_points",
    "rate_amount_e4", "rate_currency", "rate_direction", "rate_priority", "reason", "actor",
    "created_at", "recorded_at",
)  # fmt: skip
_ALLOCATION = ("customer_id", "id", "entry_id", "lot_id", "position", "points")

# Before the accounts are written: the new entries are those behind the last that one counts.
_WRITTEN = """
SELECT customer_id, website_code, account_id, {columns} FROM ledger
WHERE (customer_id, account_id) IN (SELECT k.customer_id, k.account_id FROM ({chosen}) AS k)
    AND sequence > (
        SELECT a.entries FROM reward_accounts a
        WHERE a.customer_id = ledger.customer_id AND a.id = ledger.account_id
    )
ORDER BY customer_id, account_id, sequence
"""


async def lock_due_accounts(
    *, website_code: str, policy: ExpiryPolicy, now: datetime, most_lots: int
) -> Keys:
    """Lock accounts of the website with lots due at `now`, passing over those that others hold.

    Enough of them for about `most_lots` lots; none if no unlocked ones are due.
    """
    condition, values = due_condition(policy, now)
    sql = _CHOOSE.format(condition=condition, waits=_WAITS)
    rows = await fetch(sql, [*values, website_code, now, most_lots, now])
    return await lock_chosen(rows, still=_WAITS, values=[now])


async def expire_accounts(keys: Keys, terms: ExpiryTerms, *, now: datetime, most_lots: int) -> int:
    """Write off what is due on locked accounts, and return how many lots that were (R10.3).

    At most so many at once, soonest first, as one account alone may have tens of thousands.
    """
    due = await due_lots(keys, terms.policy, now)
    rows = await new_entries(due, terms, most_lots)
    if not rows:
        return 0
    hashes = chained(rows)
    await _write_entries(rows, hashes)
    if terms.is_mailed:
        await queue_balance_updates(_changes(rows), now=now)
    if await is_anybody_told():
        await _tell(keys, now)
    await _write_accounts(rows, hashes)
    await _write_lots(rows)
    for row in rows:
        moved_points.note(LedgerReason.EXPIRED, cast("int", row["points"]))
    return len(rows)


async def _write_entries(rows: Sequence[Row], hashes: Sequence[bytes]) -> None:
    """Write entries, and from which lot each of them took its points."""
    entry = itemgetter(*_ENTRY)
    await written((str(row["website_code"]), instant(row["recorded_at"])) for row in rows)
    await load(
        "ledger_entries",
        (*_ENTRY, "hash"),
        [(*entry(row), hashed) for row, hashed in zip(rows, hashes, strict=True)],
    )
    allocation = itemgetter("customer_id", "allocation_id", "id", "lot_id")
    allocations = [(*allocation(row), 0, row["points"]) for row in rows]
    await load("lot_allocations", _ALLOCATION, allocations)


def _changes(rows: Sequence[Row]) -> list[BalanceChange]:
    """Return what each account's customer is mailed of: all its new entries, in one mail."""
    changes: list[BalanceChange] = []
    for _, of_account in groupby(rows, key=itemgetter("account_id")):
        first, *others = of_account
        changes.append(
            BalanceChange(
                customer_id=str(first["customer_id"]),
                account_id=identifier(first["account_id"]),
                website_code=str(first["website_code"]),
                first_sequence=cast("int", first["sequence"]),
                last_sequence=cast("int", [first, *others][-1]["sequence"]),
            )
        )
    return changes


async def _write_lots(rows: Sequence[Row]) -> None:
    """Empty the lots: what was left of each has expired."""
    await update_rows(
        "points_lots",
        {
            "customer_id": [row["customer_id"] for row in rows],
            "id": [row["lot_id"] for row in rows],
        },
        {"remaining": [0] * len(rows)},
        added={"expired": [-cast("int", row["points"]) for row in rows]},
    )


async def _write_accounts(rows: Sequence[Row], hashes: Sequence[bytes]) -> None:
    """Have the accounts follow their last new entries, which the next ones go on from."""
    last = {row["account_id"]: (row, hashed) for row, hashed in zip(rows, hashes, strict=True)}
    of_accounts = list(last.values())
    await update_rows(
        "reward_accounts",
        {
            "customer_id": [row["customer_id"] for row, _ in of_accounts],
            "id": list(last),
        },
        {
            "balance": [cast("int", row["balance"]) for row, _ in of_accounts],
            "entries": [cast("int", row["sequence"]) for row, _ in of_accounts],
            "last_hash": [hashed for _, hashed in of_accounts],
        },
    )


async def _tell(keys: Keys, now: datetime) -> None:
    """Tell of the entries just written. What has points that expire owes none."""
    sql = _WRITTEN.format(columns=", ".join(ENTRY_COLUMNS), chosen=CHOSEN[dialect()])
    chosen = chosen_values(keys)
    excerpts = of_chosen(chosen, "reward_accounts", "ledger")
    entries = [_entry(row) for row in await fetch_together(sql, [chosen], excerpts)]
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
