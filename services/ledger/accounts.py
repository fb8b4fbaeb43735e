"""The rows of accounts: opened once per customer and website, locked before they change (R1.2)."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, Final, NamedTuple, cast
from uuid import UUID

from models.database import (
    Dialect,
    LostRace,
    Query,
    dialect,
    document,
    execute,
    execute_each,
    execute_later,
    fetch,
    fetch_each,
    identifier,
    instant,
    is_unlocked,
    must_lock,
    octets,
    rely_on,
    rows_as_json,
)
from models.rows.reads import marks
from models.scaling.shards import one_customer, turns_of, whose
from services.command.identifiers import new_id
from services.ledger.lot_rows import LOT_COLUMNS

AccountKey = tuple[str, str]
LotRows = Sequence[Sequence[Any]]
# A condition on lots (alias `l`) and its values.
LotCondition = tuple[str, Sequence[object]]

_OPENED_AT_ONCE = 500
_COLUMNS: Final = """a.customer_id, a.website_code, a.id, a.balance, a.debt, a.entries, a.merged,
    a.matures_at, a.pending_points, a.last_hash, a.other_changes"""
# What is decided of an account goes by its entries and by what else was changed, and counted.
_STANDS: Final = "customer_id = ? AND id = ? AND entries = ? AND other_changes = ? AND NOT merged"
_TABLE: Final = "reward_accounts"
_COUNT: Final = f"UPDATE {_TABLE} SET other_changes = other_changes + 1 WHERE customer_id = ?"  # noqa: S608
# The lock may have been waited for: then the account's own columns are as they are now, and these
# are of when the statement began. Lots change with an entry only, and entries are counted.
_LOTS = """,
    (SELECT s.entries FROM reward_accounts s
        WHERE s.customer_id = {customer} AND s.id = a.id) AS entries_read,
    (SELECT {rows} FROM points_lots l
        WHERE l.customer_id = {customer} AND l.account_id = a.id AND l.remaining > 0
            AND {condition}) AS lots"""


class Account(NamedTuple):
    """An account's row, locked: the points of one customer on one website (R1.2).

    `entries` counts its ledger entries; `last_hash` is that of the last one (R17.1).
    `pending_points` is what its orders promise, `matures_at` when the first of that matures, where
    it is known (R6.13). `lots` are the rows of the lots that were asked for, None where none were
    or they have changed meanwhile. `other_changes` counts the changes that
    are no entries: each hold made, each event told of it.
    """

    customer_id: str
    website_code: str
    id: UUID
    balance: int
    debt: int
    entries: int
    merged: bool
    matures_at: datetime | None
    pending_points: int
    last_hash: bytes | None
    other_changes: int
    lots: LotRows | None = None


async def open_account(*, customer_id: str, website_code: str, now: datetime) -> None:
    """Make sure the customer has an account on the website; several at once make one."""
    await _open_all([(customer_id, website_code)], now)


async def lock_accounts(
    keys: Sequence[AccountKey], *, now: datetime, lots: LotCondition | None = None
) -> dict[AccountKey, Account]:
    """Lock the accounts of customers on websites until the transaction ends.

    With them come those of their open lots that meet a condition, if one is given. Those not yet
    there are opened: on first use an account comes into being. Raises LostRace where a customer was
    merged into another one meanwhile: tried again, the command is about that one.
    """
    accounts = await lock_accounts_as_they_are(keys, now=now, lots=lots)
    if any(account.merged for account in accounts.values()):
        raise LostRace("The account is of a customer who was merged into another one.")
    return accounts


async def lock_accounts_as_they_are(
    keys: Sequence[AccountKey], *, now: datetime, lots: LotCondition | None = None
) -> dict[AccountKey, Account]:
    """Lock the accounts as `lock_accounts` does, those of old ids too (R12.5)."""
    if is_unlocked():
        return await _relied_on(keys, lots)
    accounts = await _locked(keys, lots)
    missing = sorted(set(keys) - set(accounts))
    if missing:
        await _open_all(missing, now)
        accounts = await _locked(keys, lots)
    return accounts


async def _relied_on(
    keys: Sequence[AccountKey], lots: LotCondition | None
) -> dict[AccountKey, Account]:
    """Read an account that the transaction relies on, and locks when it writes.

    Raises LostRace for one that is not there yet, and for several.
    """
    accounts = await _locked(keys, lots) if len(keys) == 1 else {}
    if len(accounts) != 1:
        must_lock()
    for account in accounts.values():
        values = [account.customer_id, account.id, account.entries, account.other_changes]
        rely_on(_TABLE, _STANDS, values)
    return accounts


async def _open_all(keys: Sequence[AccountKey], now: datetime) -> None:
    for first in range(0, len(keys), _OPENED_AT_ONCE):
        some = keys[first : first + _OPENED_AT_ONCE]
        rows = ", ".join("(?, ?, ?, 0, 0, 0, ?)" for _ in some)
        await execute(
            "INSERT INTO reward_accounts"  # noqa: S608 - marks of ours
            " (customer_id, id, website_code, balance, debt, entries, created_at)"
            f" VALUES {rows} ON CONFLICT (customer_id, website_code) DO NOTHING",
            [value for key in some for value in (key[0], new_id(now), key[1], now)],
        )


async def count_other_change(
    *, customer_id: str, account_id: UUID | None = None, website_code: str | None = None
) -> None:
    """Tell whoever goes by an account without locking it that it changed, and without an entry.

    Said by its id or its website; without both, all accounts of the customer have.
    """
    which = {"id": account_id, "website_code": website_code}
    named = {name: value for name, value in which.items() if value is not None}
    condition = "".join(f" AND {name} = ?" for name in named)
    await execute_later(_COUNT + condition, [customer_id, *named.values()], changes=_TABLE)


async def count_other_changes(keys: Sequence[tuple[str, str]]) -> None:
    """Tell the same of several locked accounts, each by its customer and its id."""
    await execute_each(f"{_COUNT} AND id = ?", keys)


async def _locked(
    keys: Sequence[AccountKey], lots: LotCondition | None
) -> dict[AccountKey, Account]:
    customers = sorted({customer_id for customer_id, _ in keys})
    websites = sorted({website_code for _, website_code in keys})
    rows = await _lock(turns_of(customers), websites, lots)
    accounts = [_account(row) for row in rows]
    return {(account.customer_id, account.website_code): account for account in accounts}


async def _lock(
    turns: Sequence[Sequence[str]], websites: Sequence[str], lots: LotCondition | None
) -> list[dict[str, object]]:
    """Lock the accounts of each turn's customers, as many in each, one turn after the other."""
    is_locked = dialect() == "postgres" and not is_unlocked()
    queries = [_query(customers, websites, lots, is_locked=is_locked) for customers in turns]
    sql = queries[0].sql
    if len(queries) == 1:
        return await fetch(sql, queries[0].values)
    return await fetch_each(sql, [query.values for query in queries])


def account_query(key: AccountKey, lots: LotCondition | None) -> Query:
    """Return what is asked about the account that a transaction without locks relies on."""
    customer_id, website_code = key
    return _query([customer_id], [website_code], lots, is_locked=False)


def _query(
    customers: Sequence[str], websites: Sequence[str], lots: LotCondition | None, *, is_locked: bool
) -> Query:
    condition, values = lots or (None, ())
    of_lots: Sequence[object] = ()
    if condition is not None:
        of_lots = [*one_customer(customers), *one_customer(customers), *values]
    statement = _statement(
        condition, marks(customers), marks(websites), dialect(), is_locked=is_locked
    )
    return Query(statement, [*of_lots, *customers, *websites])


@lru_cache(maxsize=64)
def _statement(
    condition: str | None,
    customers: str,
    websites: str,
    _: Dialect,  # the statement differs by it, and is kept
    *,
    is_locked: bool,
) -> str:
    # In the order of the key, which is the program's own, so that two transactions over the same
    # accounts never deadlock, whether one statement locks them all or one each.
    by_customer = 'a.customer_id COLLATE "C"' if is_locked else "a.customer_id"
    lots = ""
    if condition is not None:
        lots = _LOTS.format(
            rows=rows_as_json(LOT_COLUMNS),
            condition=condition,
            customer=whose("a.customer_id", customers),
        )
    return f"""
SELECT {_COLUMNS}{lots} FROM reward_accounts a
WHERE a.customer_id IN ({customers}) AND a.website_code IN ({websites})
ORDER BY {by_customer}, a.website_code{" FOR UPDATE OF a" if is_locked else ""}
"""  # noqa: S608 - put together of our own words


def _account(row: dict[str, Any]) -> Account:
    lots: LotRows | None = None
    if "lots" in row and row["entries_read"] == row["entries"]:
        lots = cast("LotRows", document(row["lots"])) if row["lots"] else ()
    return Account(
        row["customer_id"],
        row["website_code"],
        identifier(row["id"]),
        row["balance"],
        row["debt"],
        row["entries"],
        bool(row["merged"]),
        None if row["matures_at"] is None else instant(row["matures_at"]),
        row["pending_points"],
        None if row["last_hash"] is None else octets(row["last_hash"]),
        row["other_changes"],
        lots,
    )
