"""Order of locks: accounts are locked in the order of their customers' ids, or not waited for.

Whose account a command needs besides may be known only when another is locked already. If its turn
was before that one's, it is locked only where nobody has it; else the command starts over, and
locks it in its turn. So no two commands ever wait for each other in a circle (R18.1).
"""

from collections import OrderedDict
from datetime import datetime

from models.database import LostRace, dialect, fetch
from services.ledger.accounts import AccountKey, lock_accounts_as_they_are

_LOCK_IF_FREE = """
SELECT customer_id FROM reward_accounts WHERE customer_id = ? AND website_code = ?
FOR UPDATE SKIP LOCKED
"""
_MOST_REMEMBERED = 1_000

# By the customer whose command begins anew: the account that it is to lock first.
_wanted_first: OrderedDict[str, AccountKey] = OrderedDict()


async def lock_what_goes_first(customer_id: str, *, now: datetime) -> None:
    """Lock the account that a command about the customer has begun anew for, if it has."""
    first = _wanted_first.pop(customer_id, None)
    if first is not None:
        await lock_accounts_as_they_are([first], now=now)


async def keep_order(wanted: AccountKey, *, locked: str) -> None:
    """Make sure that an account can be locked now, though that of customer `locked` is already.

    Raises LostRace where that would be out of turn and somebody has it, or it is not there yet: the
    command, tried again, finds it by `lock_what_goes_first`.
    """
    if dialect() == "sqlite" or wanted[0] >= locked:
        return
    if not await fetch(_LOCK_IF_FREE, wanted):
        _remember(locked, wanted)
        raise LostRace("An account that goes first is in somebody's hands.")


def _remember(customer_id: str, first: AccountKey) -> None:
    _wanted_first[customer_id] = first
    if len(_wanted_first) > _MOST_REMEMBERED:
        _wanted_first.popitem(last=False)
