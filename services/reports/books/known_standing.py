"""A website's standing at an instant, from its last closing where there is one (R15.1)."""

from datetime import datetime
from typing import Final

from models.database import dialect
from models.rows.bulk import Snapshot
from services.reports.books.all_accounts import standing_of_all
from services.reports.books.chosen_accounts import changed_accounts, standing_of_chosen
from services.reports.books.closings import Closing, last_closing, next_closing
from services.reports.books.standing import THE_BEGINNING, THE_END, Standing
from services.reports.books.valuation import Valuation
from services.reports.books.worth_sql import whole
from services.rules.reports.spans import AN_INSTANT

_AT: Final = {"sqlite": "?", "postgres": "CAST(? AS TIMESTAMPTZ)"}
_STANDS: Final = "SELECT SUM(balance) AS points FROM reward_accounts WHERE website_code = ?"
_WRITTEN_BEFORE: Final = """
SELECT SUM(points) AS points FROM ledger_entries WHERE website_code = ? AND recorded_at < {at}
"""
_WRITTEN_FROM: Final = """
SELECT SUM(points) AS points FROM ledger_entries WHERE website_code = ? AND recorded_at >= {at}
"""


async def known_standing(books: Snapshot, valuation: Valuation) -> Standing | None:
    """Return how a website's books stand, None where no closing by the same terms comes before.

    The last one is brought up to the instant: only accounts that something may have changed since
    are looked at. Before the first one the books begin with nothing.
    """
    at = valuation.at or THE_END
    last = await last_closing(books, valuation.website_code, at=at, terms=valuation.terms)
    if last is None:
        return await _since_the_beginning(books, valuation, at)
    return last.standing + await change_since(books, valuation, last, at)


async def standing_of(books: Snapshot, valuation: Valuation) -> Standing:
    """Return how a website's books stand at an instant, closed or not."""
    known = await known_standing(books, valuation)
    return await standing_of_all(books, valuation) if known is None else known


async def change_since(
    books: Snapshot, valuation: Valuation, last: Closing, at: datetime
) -> Standing:
    """Return by how much a website's books differ at `at` from a closing by the same terms."""
    chosen = changed_accounts(
        last.website_code, after=last.at, written_after=min(last.until, at), until=at
    )
    return await standing_of_chosen(books, valuation, chosen, less=last.at)


async def _since_the_beginning(
    books: Snapshot, valuation: Valuation, at: datetime
) -> Standing | None:
    if not await _is_before_all(books, valuation.website_code, at):
        return None
    chosen = changed_accounts(
        valuation.website_code, after=THE_BEGINNING, written_after=THE_BEGINNING, until=at
    )
    return await standing_of_chosen(books, valuation, chosen)


async def _is_before_all(books: Snapshot, website_code: str, at: datetime) -> bool:
    """Tell whether an instant comes before all closings, so that few entries come before it."""
    first = await next_closing(books, website_code, after=at)
    return first is not None and first.since == THE_BEGINNING


async def balance_before(books: Snapshot, website_code: str, at: datetime) -> int:
    """Return the sum of a website's balances, less debts, before what was written at an instant."""
    written = _WRITTEN_FROM.format(at=_AT[dialect()])
    last = await last_closing(books, website_code, at=at - AN_INSTANT)
    if last is None and await _is_before_all(books, website_code, at - AN_INSTANT):
        (row,) = await books.fetch(_WRITTEN_BEFORE.format(at=_AT[dialect()]), [website_code, at])
        return whole(row["points"])
    if last is None:
        (stands,) = await books.fetch(_STANDS, [website_code])
        (later,) = await books.fetch(written, [website_code, at])
        return whole(stands["points"]) - whole(later["points"])
    (row,) = await books.fetch(
        f"{written} AND recorded_at < {_AT[dialect()]}",
        [website_code, min(last.until, at) + AN_INSTANT, at],
    )
    return last.standing.points - last.standing.debt + whole(row["points"])
