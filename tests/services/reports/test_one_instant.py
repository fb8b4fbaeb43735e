"""Books of one instant: what is written while a report is read is of the next one (R15.3)."""

from datetime import timedelta

import pytest

from services.reports.journal import read_journal
from services.reports.patience import books_of_one_instant
from tests.clock import NOW
from tests.services.shop import give, open_shop

pytestmark = pytest.mark.usefixtures("database")

A_DAY = timedelta(days=1)
_SUM = "SELECT SUM(points) AS points FROM ledger_entries WHERE website_code = ?"


async def test_what_is_written_meanwhile_is_not_seen_and_does_not_wait() -> None:
    await open_shop()
    await give(30)

    async with books_of_one_instant() as books:
        (before,) = await books.fetch(_SUM, ["us"])
        await give(12)
        (after,) = await books.fetch(_SUM, ["us"])

    assert before == after == {"points": 30}


async def test_a_period_that_goes_on_ends_now_for_each_statement() -> None:
    """R15.3: another server's clock may be ahead; its entry is of the period that follows."""
    await open_shop()
    await give(30, now=NOW + 2 * A_DAY)

    early = await read_journal(website_code="us", since=NOW, until=NOW + 9 * A_DAY, now=NOW + A_DAY)
    late = await read_journal(
        website_code="us", since=NOW + A_DAY, until=NOW + 9 * A_DAY, now=NOW + 9 * A_DAY
    )

    assert [line.points for line in early] == []
    assert [line.points for line in late] == [30, 30]
