"""Comments of ledger entries, which stand beside the entries so that they can be erased (R17.1)."""

from datetime import datetime

from models.database import execute
from models.tables.points import RewardAccount
from services.ledger.accounts import lock_accounts_as_they_are


async def erase_comments(customer_id: str, *, now: datetime) -> None:
    """Erase the comments of all entries under one id of a customer, and their salts.

    The accounts are locked: a command that is writing one is waited for.
    """
    rows = await RewardAccount.filter(customer_id=customer_id).order_by("website_code")
    if rows:
        await lock_accounts_as_they_are([(customer_id, row.website_code) for row in rows], now=now)
    await execute("DELETE FROM entry_comments WHERE customer_id = ?", [customer_id])
