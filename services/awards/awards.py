"""Awards for activities: once per occasion, within the limits (R9.1, R9.2).

An award has a row only if it was credited, written in the transaction of its entry under the lock
of the account: what the limit counts is what was rewarded, and two at once count each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from models.rows.merged_customers import all_ids_of
from models.tables.activities import ActivityAwardRow
from services.command.caller import Caller
from services.command.identifiers import new_id
from services.ledger.entries import EntryNote, LedgerEntry
from services.ledger.reading.history import entries_by_id
from services.ledger.writing.account_book import AccountBook
from services.ledger.writing.books import open_books, write_books
from services.programme.programme import Programme
from services.rules.awards.awards import (
    AwardOutcome,
    Occasion,
    award_message,
    counted_after,
    is_limit_reached,
    why_not,
)
from services.rules.basics.enums import LedgerReason
from services.rules.words.messages import Sentence


@dataclass(frozen=True, slots=True)
class Award:
    """What became of an occasion, with the entry if points were awarded."""

    outcome: AwardOutcome
    entry: LedgerEntry | None = None

    def message(self, locale: str) -> str | None:
        """Return what the customer is told (R9.4)."""
        return award_message(self.outcome, locale)


async def award(
    *,
    customer_id: str,
    occasions: Sequence[tuple[Programme, Occasion]],
    caller: Caller,
    now: datetime,
) -> list[Award]:
    """Award a customer what each occasion is worth on its programme's website, in their order.

    All of it is written at once: whatever the number, an account changes once.
    """
    open_to = [
        programme for programme, occasion in occasions if refusal_of(programme, occasion) is None
    ]
    books = {}
    if open_to:
        books = await open_books({customer_id: open_to}, caller=caller, now=now, adds_only=True)
    awards = []
    for programme, occasion in occasions:
        book = books.get((customer_id, programme.website.code))
        awards.append(await _award(book, programme, occasion))
    await write_books(books.values())
    await write_awards(awards)
    return awards


def refusal_of(programme: Programme, occasion: Occasion) -> Sentence | None:
    """Return why the website awards nothing for it, None if it may; a deleted one never does."""
    open_now = programme.may_earn and not programme.website.is_deleted
    return why_not(occasion, may_earn=open_now)


async def credit_award(book: AccountBook, occasion: Occasion) -> Award:
    """Credit an occasion to a locked account, unless the limit is reached or all of it is cut.

    What is to be written of it is written by `write_books`, then `write_awards`.
    """
    if occasion.limit is not None:
        rewarded = await _rewarded(book, occasion)
        if is_limit_reached(occasion, rewarded):
            return Award(AwardOutcome(occasion, why_not=Sentence.LIMIT_REACHED))
    assert occasion.points, "what is worth nothing comes to no account"
    note = EntryNote(occasion.reason, label=occasion.label, order_id=occasion.order_id)
    credited = book.credit(occasion.points, note, is_capped=True, expires_at=occasion.expires_at)
    awarded = occasion.points - credited.cut
    cap = book.programme.settings.balance_cap
    return Award(AwardOutcome(occasion, awarded, credited.cut, cap), credited.entry)


async def write_awards(awards: Sequence[Award]) -> None:
    """Remember what was awarded, its entries being written (R9.2)."""
    rows = [_row(each.entry, each.outcome.occasion) for each in awards if each.entry is not None]
    if rows:
        await ActivityAwardRow.bulk_create(rows)


async def find_awards(
    *, customer_id: str, reason: LedgerReason, reference: str
) -> list[LedgerEntry]:
    """Return the entry that was awarded for `reference`, or none."""
    row = await ActivityAwardRow.get_or_none(
        customer_id__in=all_ids_of(customer_id),
        kind=reason.value,
        activity_code="",
        reference=reference,
    )
    return [] if row is None else await entries_by_id([row.entry_id], customer_id=customer_id)


async def _award(book: AccountBook | None, programme: Programme, occasion: Occasion) -> Award:
    refusal = refusal_of(programme, occasion)
    if refusal is not None:
        return Award(AwardOutcome(occasion, why_not=refusal))
    assert book is not None, "the account was opened for what may be awarded"
    return await credit_award(book, occasion)


async def _rewarded(book: AccountBook, occasion: Occasion) -> int:
    """Count the awards that stand against the limit; with the account locked none can be missed."""
    counted = ActivityAwardRow.filter(
        customer_id__in=all_ids_of(book.account.customer_id),  # limits unite (R12.5)
        website_code=book.account.website_code,
        kind=occasion.reason.value,
        activity_code=occasion.activity_code,
    )
    after = counted_after(occasion, book.now)
    return await (counted if after is None else counted.filter(awarded_at__gt=after)).count()


def _row(entry: LedgerEntry, occasion: Occasion) -> ActivityAwardRow:
    award_id = new_id(entry.created_at)
    is_custom = occasion.reason is LedgerReason.CUSTOM
    return ActivityAwardRow(
        id=award_id,
        customer_id=entry.customer_id,
        website_code=entry.website_code,
        kind=occasion.reason.value,
        activity_code=occasion.activity_code,
        reference=occasion.reference or (str(award_id) if is_custom else ""),
        entry_id=entry.id,
        awarded_at=entry.created_at,
    )
