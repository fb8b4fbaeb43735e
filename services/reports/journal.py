"""Journal: double-entry lines of a period for the accountant (R15.3)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from models.rows.bulk import Snapshot
from services.command.amounts import from_e4
from services.reports.books.closings import moved_within
from services.reports.books.holdings import held_worth_sql, holdings
from services.reports.books.known_standing import known_standing
from services.reports.books.moved_lots import movements_between
from services.reports.books.valuation import Valuation, booked_websites, valuations
from services.reports.books.worth_sql import sum_sql, summed
from services.reports.patience import books_of_one_instant
from services.rules.basics.enums import JournalAccount, LedgerReason
from services.rules.basics.money import Money
from services.rules.reports.intervals import check_period
from services.rules.reports.journal import Movement, Posting, postings
from services.rules.reports.spans import Span

_WORTH: Final = "WITH {tables} SELECT {worth} FROM held h"


@dataclass(frozen=True, slots=True)
class JournalLine:
    """What an account of a website's books was debited and credited for a reason.

    Without one it is revaluation. `points` are by how many the points outstanding changed.
    """

    website_code: str
    account: JournalAccount
    reason: LedgerReason | None
    points: int
    debit: Money
    credit: Money


async def read_journal(
    *, website_code: str | None, since: datetime, until: datetime, now: datetime
) -> list[JournalLine]:
    """Return the lines of what was written after `since`, up to and including `until` (R15.3).

    They sum to the change of the liability from the one instant to the other. Raises NotFound,
    OutOfRange.
    """
    check_period(since, until)
    # One instant for all: what is written meanwhile, or dated later, is of the next period.
    begin, end = min(since, now), min(until, now)
    websites = await booked_websites(website_code)
    before, after = [await valuations(websites, at=at) for at in (begin, end)]
    lines: list[JournalLine] = []
    async with books_of_one_instant() as books:
        for site in websites:
            change = await _worth(books, after[site.code]) - await _worth(books, before[site.code])
            movements = await _movements(books, after[site.code], (begin, end))
            found = postings(movements, from_e4(change))
            lines += [_line(site.code, posting, after[site.code].currency) for posting in found]
    return lines


async def _worth(books: Snapshot, valuation: Valuation) -> int:
    known = await known_standing(books, valuation)
    if known is not None:
        return known.worth_e4
    held = holdings(valuation)
    worth = sum_sql(held_worth_sql("h.balance", valuation, held="h."), "worth")
    (row,) = await books.fetch(_WORTH.format(tables=held.tables, worth=worth), held.values)
    return summed(row, "worth")


async def _movements(books: Snapshot, valuation: Valuation, period: Span) -> list[Movement]:
    closed, left = await moved_within(books, valuation.website_code, period)
    movements = [each for _, moved in closed for each in moved.movements]
    for span in left:
        movements += await movements_between(books, valuation, *span)
    return movements


def _line(website_code: str, posting: Posting, currency: str) -> JournalLine:
    return JournalLine(
        website_code=website_code,
        account=posting.account,
        reason=posting.reason,
        points=posting.points,
        debit=Money(posting.debit, currency),
        credit=Money(posting.credit, currency),
    )
