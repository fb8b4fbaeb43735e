"""Bookkeeping: the worker closes the books of each website, day by day (R15.1, ADR 178).

A website's books are closed at the end of each of its days, every few thousand entries, and where
what values its points changes. Between two closings by the same terms only accounts of which
something was written have to be looked at; where the terms have changed, all are.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from models.database import dialect, fetch, instant
from services.programme.rule_book import rule_book
from services.reports.books.closings import (
    Closing,
    Turn,
    keep,
    keep_quiet_until,
    last_closing,
)
from services.reports.books.new_closings import IsOver, Over, closing_at
from services.reports.books.standing import THE_BEGINNING
from services.reports.books.valuation import BookedWebsite, Valuation, booked_websites, valuations
from services.reports.patience import books_of_one_instant
from services.rules.reports.spans import end_of_day

# Commands write what they have read the clock for; what takes longer comes late, and is dear.
_LAG: Final = timedelta(minutes=5)
ENTRIES: Final = 2_000  # between two closings
_SPANS: Final = (timedelta(days=1), timedelta(days=30))  # looked through for the next entry
_OFTEN: Final = timedelta(minutes=10)
_SECONDS_FOR_OTHERS: Final = 2.0
_PAUSE: Final = 0.05

_AT: Final = {"sqlite": "?", "postgres": "CAST(? AS TIMESTAMPTZ)"}
_FIRST = """
SELECT MIN(recorded_at) AS at FROM ledger_entries
WHERE website_code = ? AND recorded_at > {at} AND recorded_at <= {at}
"""
_CUTS = """
SELECT DISTINCT recorded_at AS at FROM (
    SELECT recorded_at, ROW_NUMBER() OVER (ORDER BY recorded_at) AS number FROM ledger_entries
    WHERE website_code = ? AND recorded_at > {at} AND recorded_at <= {at}
) AS numbered WHERE number % {entries} = 0 ORDER BY recorded_at
"""
_CHANGES = """
SELECT DISTINCT at FROM programme_changes WHERE at > {at} AND at <= {at} ORDER BY at
"""
_TURN = """
INSERT INTO book_keeping (website_code, closed_until, late) VALUES (?, ?, 0)
ON CONFLICT (website_code) DO UPDATE SET closed_until = CASE
    WHEN excluded.closed_until > book_keeping.closed_until THEN excluded.closed_until
    ELSE book_keeping.closed_until END
RETURNING closed_until, late
"""
# Whoever writes has locked the number of its transaction, and anyone may see that. Those of the
# server's other databases are left out; one of which nothing is known is not.
_WRITING = """
SELECT CAST(l.transactionid AS TEXT) AS number FROM pg_locks l
WHERE l.locktype = 'transactionid' AND l.mode = 'ExclusiveLock' AND NOT EXISTS (
    SELECT 1 FROM pg_stat_activity a WHERE a.pid = l.pid AND a.datname <> current_database()
) AND NOT EXISTS (
    SELECT 1 FROM pg_prepared_xacts p
    WHERE p.transaction = l.transactionid AND p.database <> current_database()
)
"""


@dataclass(slots=True)
class _Website:
    """A website whose books are being closed, and the terms of instants that are known."""

    site: BookedWebsite
    time_zone: str
    turn: Turn
    is_over: IsOver
    most_entries: int
    terms: dict[datetime, str] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The website's code."""
        return self.site.code


async def close_books(
    *, now: datetime, is_over: IsOver = lambda: False, most_entries: int = ENTRIES
) -> int:
    """Make the closings that are missing, up to some minutes ago, and return how many.

    It ends early, whatever is left, once `is_over` says so. Between two closings are as many
    entries, or those of one instant. Raises what went wrong on a website, the others being closed.
    """
    made = 0
    failure: Exception | None = None
    for site in await booked_websites(None):
        try:
            async for _ in _closings_of(site, now - _LAG, is_over, most_entries):
                made += 1
        except Over:
            continue
        except Exception as error:  # noqa: BLE001 - raised at the end
            failure = failure or error
    if failure is not None:
        raise failure
    return made


async def _closings_of(
    site: BookedWebsite, until: datetime, is_over: IsOver, most_entries: int
) -> AsyncIterator[Closing]:
    """Make a website's closings, one after the other."""
    turn = await _turn(site.code, until)
    time_zone = (await rule_book()).websites[site.code].time_zone
    website = _Website(site, time_zone, turn, is_over, most_entries)
    async with books_of_one_instant(is_query=False) as books:
        last = await last_closing(books, site.code)
    while (last is None or last.until < turn.closed_until) and not is_over():
        ends = await _next_ends(website, last)
        if not ends:
            return
        for at in ends:
            async with books_of_one_instant(is_query=False) as books:
                last = await closing_at(
                    books, await _valuation(website, at), last, is_over=website.is_over
                )
            if not await keep(last, turn):
                raise Over
            yield last


async def _turn(website_code: str, until: datetime) -> Turn:
    """Say that the books are about to be closed: what is written late from now on is counted.

    Raises Over where a transaction that could not know goes on for long.
    """
    (row,) = await fetch(_TURN, [website_code, until])
    turn = Turn(until, int(str(row["late"])))
    if dialect() == "postgres":
        await _others_to_end()
    return turn


async def _others_to_end() -> None:
    """Wait for the transactions that may have written something before the turn was known.

    One that begins to write later is told by the triggers of what it writes: they see the turn.
    """
    others = await _writing()
    for _ in range(int(_SECONDS_FOR_OTHERS / _PAUSE)):
        if not others:
            return
        await asyncio.sleep(_PAUSE)
        others &= await _writing()
    raise Over


async def _writing() -> set[object]:
    return {row["number"] for row in await fetch(_WRITING)}


async def _next_ends(website: _Website, last: Closing | None) -> Sequence[datetime]:
    """Return where the books are to be closed next: at instants of one day, by the same terms."""
    after = THE_BEGINNING if last is None else last.until
    until, is_change = await _until_change(website, last, after)
    first = await _first_entry(website.code, after, until)
    if first is None:
        return await _when_quiet(website, last, until, is_change=is_change)
    day = end_of_day(first, website.time_zone)
    end = min(day, until)
    cuts = await fetch(
        _CUTS.format(at=_AT[dialect()], entries=website.most_entries), [website.code, after, end]
    )
    ends = [instant(row["at"]) for row in cuts]
    if (end == day or is_change) and end not in ends:
        ends.append(end)
    if last is not None:  # what a change of terms reaches is closed by its own terms
        return [at for at in ends if at > last.at]
    return ends


async def _until_change(
    website: _Website, last: Closing | None, after: datetime
) -> tuple[datetime, bool]:
    """Return until when the terms are the last closing's, or the change, and whether it is one."""
    limit = website.turn.closed_until
    if last is None:
        return limit, False
    rows = await fetch(_CHANGES.format(at=_AT[dialect()]), [after, limit])
    changes = {instant(row["at"]) for row in rows}
    if website.site.deleted_at is not None and after < website.site.deleted_at <= limit:
        changes.add(website.site.deleted_at)
    for at in sorted(changes):
        if await _terms(website, at) != last.terms:
            return at, True
    return limit, False


async def _terms(website: _Website, at: datetime) -> str:
    if at not in website.terms:
        website.terms[at] = (await _valuation(website, at)).terms
    return website.terms[at]


async def _valuation(website: _Website, at: datetime) -> Valuation:
    return (await valuations([website.site], at=at))[website.code]


async def _first_entry(website_code: str, after: datetime, until: datetime) -> datetime | None:
    """Return when the first entry after an instant was written; the near future costs little."""
    sql = _FIRST.format(at=_AT[dialect()])
    ends = [after + span for span in _SPANS if THE_BEGINNING < after < until - span]
    async with books_of_one_instant(is_query=False) as books:
        for end in (*ends, until):
            (row,) = await books.fetch(sql, [website_code, after, end])
            if row["at"] is not None:
                return instant(row["at"])
    return None


async def _when_quiet(
    website: _Website, last: Closing | None, until: datetime, *, is_change: bool
) -> Sequence[datetime]:
    """Close at a change of terms; else keep that nothing was written."""
    if last is None:
        return []
    if is_change:
        return [until]
    if until - last.until >= _OFTEN:
        await keep_quiet_until(last, until, website.turn)
    return []
