"""Points for registering on the site, once per customer (R9.1)."""

from dataclasses import dataclass
from datetime import datetime

from services.caller import Caller
from services.ledger.books import open_book, write_books
from services.ledger.entries import EntryNote, LedgerEntry
from services.programme import Programme
from services.quoting import may_earn
from services.rules.enums import LedgerReason
from services.rules.messages import Sentence, cap_message, say


@dataclass(frozen=True, slots=True)
class RegistrationAward:
    """What registering was worth, and the sentence that tells the customer."""

    entries: list[LedgerEntry]
    message: str | None


async def award(
    *, customer_id: str, programme: Programme, caller: Caller, now: datetime
) -> RegistrationAward:
    """Award the website's points for registering, in the transaction that makes the customer.

    A customer is made once, so registering is awarded once. Nothing where the website gives
    nothing for it, or earning is off (R1.6). Raises OutOfRange.
    """
    points = programme.settings.registration_points
    if not points or not may_earn(programme):
        return RegistrationAward(entries=[], message=None)
    book = await open_book(customer_id=customer_id, programme=programme, caller=caller, now=now)
    credited = book.credit(points, EntryNote(LedgerReason.REGISTRATION), is_capped=True)
    await write_books([book])
    if credited.entry is None:
        return RegistrationAward(entries=[], message=cap_message(credited.cut, programme.locale))
    named = {"points": credited.entry.points}
    message = say(Sentence.EARNED_BY_REGISTERING, programme.locale, named)
    return RegistrationAward([credited.entry], message)
