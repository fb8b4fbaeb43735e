"""Whose cart it is: their programme, and how their points stand, in one statement."""

from datetime import datetime

from services.ledger.reading.standing import AccountRead, AccountStanding, read_account
from services.programme.programme import Programme, check_live
from services.programme.rule_book import RuleBook, proven


async def read_shopper(
    *, customer_id: str, website_code: str, cart_id: str, now: datetime
) -> tuple[Programme, AccountStanding]:
    """Return the programme of a live website for a locked cart's customer, and their points there.

    Raises NotFound, path ("website_code",).
    """

    async def read(book: RuleBook) -> tuple[int, AccountRead]:
        return await read_account(
            book,
            customer_id=customer_id,
            website_code=website_code,
            now=now,
            cart_ids=[cart_id],
        )

    found = await proven(read)
    check_live(found.programme.website, path=("website_code",))
    return found.programme, found.standing
