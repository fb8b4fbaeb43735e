"""Whose cart it is: their programme, and how their points stand, in one statement."""

from collections.abc import Sequence
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
    programme, standing = await read_recorded_shopper(
        customer_id=customer_id, website_code=website_code, cart_ids=[cart_id], now=now
    )
    check_live(programme.website, path=("website_code",))
    return programme, standing


async def read_recorded_shopper(
    *, customer_id: str, website_code: str, cart_ids: Sequence[str], now: datetime
) -> tuple[Programme, AccountStanding]:
    """Return the same for several carts, on a website that may be deleted by now (R1.5)."""

    async def read(book: RuleBook) -> tuple[int, AccountRead]:
        return await read_account(
            book,
            customer_id=customer_id,
            website_code=website_code,
            now=now,
            cart_ids=cart_ids,
        )

    found = await proven(read)
    return found.programme, found.standing
