"""Newsletter signups: a customer's first ever is rewarded, even before they register (R9.1).

Whether a signup is the first is decided by its row, and recorded when nothing is awarded too.
A signup and the command that makes the customer take turns on the customer's key: both insert it
into `customers`, so the second waits for the first and sees what it has written.
"""

from dataclasses import dataclass
from datetime import datetime

from models.database import execute
from models.scaling.closed_books import written_at
from models.tables.activities import NewsletterSignupRow
from services.programme.customer_groups import GENERAL_GROUP
from services.programme.programme import Programme, load_recorded_programme
from services.rules.awards.awards import Occasion
from services.rules.basics.enums import LedgerReason
from services.rules.basics.locales import DEFAULT_LOCALE


@dataclass(frozen=True, slots=True)
class Signup:
    """Whether a signup is the customer's first ever, and waits for them to be put."""

    is_first: bool
    waits: bool


async def sign_up(*, customer_id: str, programme: Programme, now: datetime) -> Signup:
    """Record a signup on the programme's website, if it is the customer's first.

    Where the programme knows of no customer and it does not wait, they have been put meanwhile.
    """
    website_code = programme.website.code
    waits = not programme.customer_known and await _stand_in(customer_id, website_code, now)
    recorded = await execute(
        "INSERT INTO newsletter_signups"
        " (customer_id, website_code, awaits_registration, signed_up_at)"
        " VALUES (?, ?, ?, ?) ON CONFLICT (customer_id) DO NOTHING",
        [customer_id, website_code, waits, now],
    )
    if waits:
        await execute("DELETE FROM customers WHERE id = ?", [customer_id])
    return Signup(is_first=recorded == 1, waits=waits)


def occasion_of(programme: Programme) -> Occasion:
    """Return what a first signup is worth."""
    return Occasion(LedgerReason.NEWSLETTER_SIGNUP, programme.settings.newsletter_signup_points)


async def load_waiting(customer_id: str) -> Programme | None:
    """Return the programme of the signup that waits for a customer, who is just being made.

    It no longer waits.
    """
    row = await NewsletterSignupRow.get_or_none(customer_id=customer_id, awaits_registration=True)
    if row is None:
        return None
    await NewsletterSignupRow.filter(customer_id=customer_id).update(awaits_registration=False)
    return await load_recorded_programme(website_code=row.website_code, customer_id=customer_id)


async def _stand_in(customer_id: str, website_code: str, now: datetime) -> bool:
    """Insert a hidden customer unless there is one; return whether that was done.

    Whoever makes the customer meanwhile waits for this transaction, or this for theirs.
    """
    await written_at(now)
    inserted = await execute(
        "INSERT INTO customers (id, locale, customer_group_code, website_code, balance_updates,"
        " expiration_notifications, search_text, created_at)"
        " VALUES (?, ?, ?, ?, ?, ?, '', ?) ON CONFLICT (id) DO NOTHING",
        [customer_id, DEFAULT_LOCALE, GENERAL_GROUP, website_code, False, False, now],
    )
    return inserted == 1
