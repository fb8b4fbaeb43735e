"""Looking ahead: a customer's programme and what opens their book, asked at once (ADR 218).

Only a look: `load_programme` and `open_book` decide what they need, and ask for what was not
foreseen.
"""

from collections.abc import Sequence
from datetime import datetime

from models.database import Query, is_unlocked, look_ahead
from services.ledger.accounts import account_query
from services.ledger.due import due_lots
from services.ledger.writing.contents import contents_query
from services.programme.programme import programme_in, programme_query
from services.programme.rule_book import kept_rule_book
from services.rules.basics.codes import is_id


async def look_ahead_to_book(
    *,
    customer_id: str,
    website_code: str,
    now: datetime,
    adds_only: bool = False,
    besides: Sequence[Query] = (),
) -> None:
    """Have the statements of the customer's programme and book answered together, and `besides`.

    Of a transaction without locks; one that locks reads what it has locked.
    """
    if is_unlocked():
        of_account = _of_account(customer_id, website_code, now, adds_only=adds_only)
        await look_ahead([programme_query(customer_id), *of_account, *besides])


def _of_account(
    customer_id: str, website_code: str, now: datetime, *, adds_only: bool
) -> list[Query]:
    """Return what opening the book will ask, if the programme is the one that is kept.

    Nothing of an id that no customer can have: the database would refuse it (R13.3).
    """
    kept = kept_rule_book()
    if kept is None or website_code not in kept.websites or not is_id(customer_id):
        return []
    key = (customer_id, website_code)
    if adds_only:
        return [account_query(key, due_lots(programme_in(kept, website_code).expiry, now))]
    return [account_query(key, None), contents_query([customer_id], [website_code])]
