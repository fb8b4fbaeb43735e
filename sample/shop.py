"""The sample shop: made by the same commands that a shop gives, never by writing rows.

Two websites in different currencies, groups with their own rates, a dozen customers with a past of
orders, reviews and invitations, open carts and orders in each state. All of it is one transaction:
there is a whole shop or none.
"""

from datetime import datetime

from services.command.transaction import one_transaction
from services.programme.set_up_lock import take_turn
from services.programme.websites import list_all_website_codes
from services.rules.basics.refusals import Invalid


async def seed(*, now: datetime) -> bool:
    """Load the sample shop into an empty database; return whether that was done.

    A second time changes nothing. Raises Invalid where there is a shop of somebody else.
    """
    return await _open_shop(now=now)


@one_transaction
async def _open_shop(*, now: datetime) -> bool:
    """Several at once take turns: the later ones find the shop there."""
    await take_turn()
    codes = await list_all_website_codes()
    if codes:
        if {"us", "eu"} <= set(codes):
            return False
        raise Invalid("There is a shop already: the sample shop goes into an empty database.")
    # Here, as it imports half the program: a second time has no need of it.
    from sample.events import live_through_the_past  # noqa: PLC0415

    await live_through_the_past(now=now)
    return True
