"""New closings: how a website's books stood at an instant, worked out after the last one.

A part of bookkeeping (R15.1).
"""

from collections.abc import Callable
from typing import Final

from models.rows.bulk import Snapshot
from services.reports.books.chosen_accounts import (
    accounts_of_customers,
    changed_accounts,
    standing_of_chosen,
)
from services.reports.books.closings import Closing, Moved, added_up
from services.reports.books.known_standing import change_since
from services.reports.books.moved_lots import movements_between, written_between
from services.reports.books.standing import NOTHING, THE_BEGINNING, Standing
from services.reports.books.valuation import Valuation
from services.rules.reports.spans import Span

_CUSTOMERS: Final = 5_000  # looked at at once
_NEXT_CUSTOMERS = """
SELECT MAX(customer_id) AS last FROM (
    SELECT customer_id FROM reward_accounts WHERE customer_id > ? ORDER BY customer_id LIMIT ?
) AS next
"""
IsOver = Callable[[], bool]


class Over(Exception):
    """Says that the worker is asked to stop, or that somebody else was faster."""


async def closing_at(
    books: Snapshot,
    valuation: Valuation,
    last: Closing | None,
    *,
    is_over: IsOver = lambda: False,
) -> Closing:
    """Return the closing at the valuation's instant, the next one after `last`.

    Raises Over once `is_over` says so.
    """
    at, code = valuation.at, valuation.website_code
    assert at is not None, "books are closed at an instant"
    since = THE_BEGINNING if last is None else last.at
    return Closing(
        code,
        since,
        at,
        at,
        valuation.terms,
        standing=await _standing(books, valuation, last, is_over),
        moved=await moved_between(books, valuation, (since, at)),
    )


async def moved_between(books: Snapshot, valuation: Valuation, span: Span) -> Moved:
    """Return what was written on a website in a span."""
    movements = added_up(await movements_between(books, valuation, *span))
    return Moved(movements, await written_between(books, valuation.website_code, *span))


async def _standing(
    books: Snapshot, valuation: Valuation, last: Closing | None, is_over: IsOver
) -> Standing:
    """Return how a website's books stood at the valuation's instant, after the last closing."""
    at, code = valuation.at, valuation.website_code
    assert at is not None, "books are closed at an instant"
    if last is None:
        chosen = changed_accounts(code, after=THE_BEGINNING, written_after=THE_BEGINNING, until=at)
        return await standing_of_chosen(books, valuation, chosen)
    if last.terms == valuation.terms:
        return last.standing + await change_since(books, valuation, last, at)
    standing, after = NOTHING, ""
    while (through := await _next_customers(books, after)) is not None:
        if is_over():
            raise Over
        chosen = accounts_of_customers(code, after=after, last=through)
        standing += await standing_of_chosen(books, valuation, chosen)
        after = through
    return standing


async def _next_customers(books: Snapshot, after: str) -> str | None:
    (row,) = await books.fetch(_NEXT_CUSTOMERS, [after, _CUSTOMERS])
    return None if row["last"] is None else str(row["last"])
