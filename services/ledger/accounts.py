"""The rows of accounts: opened once per customer and website, locked before they change (R1.2)."""

from collections.abc import Sequence
from datetime import datetime

from models.database import Dialect, LostRace, dialect, execute
from models.points import RewardAccount
from models.row_reads import marks, read_rows
from services.command.identifiers import new_id

AccountKey = tuple[str, str]

_OPENED_AT_ONCE = 500
# In the order of the key, so that two transactions over the same accounts never deadlock.
_LOCK = """
SELECT * FROM reward_accounts WHERE customer_id IN ({customers}) AND website_code IN ({websites})
ORDER BY customer_id, website_code{lock}
"""
_FOR_UPDATE: dict[Dialect, str] = {"sqlite": "", "postgres": " FOR UPDATE"}


async def open_account(*, customer_id: str, website_code: str, now: datetime) -> None:
    """Make sure the customer has an account on the website; several at once make one."""
    await _open_all([(customer_id, website_code)], now)


async def lock_accounts(
    keys: Sequence[AccountKey], *, now: datetime
) -> dict[AccountKey, RewardAccount]:
    """Lock the accounts of customers on websites until the transaction ends.

    Those not yet there are opened: on first use an account comes into being. Raises LostRace where
    a customer was merged into another one meanwhile: tried again, the command is about that one.
    """
    accounts = await lock_accounts_as_they_are(keys, now=now)
    if any(account.merged for account in accounts.values()):
        raise LostRace("The account is of a customer who was merged into another one.")
    return accounts


async def lock_accounts_as_they_are(
    keys: Sequence[AccountKey], *, now: datetime
) -> dict[AccountKey, RewardAccount]:
    """Lock the accounts as `lock_accounts` does, those of old ids too (R12.5)."""
    accounts = await _locked(keys)
    missing = sorted(set(keys) - set(accounts))
    if missing:
        await _open_all(missing, now)
        accounts = await _locked(keys)
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


async def _locked(keys: Sequence[AccountKey]) -> dict[AccountKey, RewardAccount]:
    customers = sorted({customer_id for customer_id, _ in keys})
    websites = sorted({website_code for _, website_code in keys})
    sql = _LOCK.format(
        customers=marks(customers), websites=marks(websites), lock=_FOR_UPDATE[dialect()]
    )
    rows = await read_rows(RewardAccount, sql, [*customers, *websites])
    return {(row.customer_id, row.website_code): row for row in rows}
