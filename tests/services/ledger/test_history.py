"""Entries read back: dates, rates, comments and lots as they were written (R2.6, R3.1, R3.2)."""

from datetime import timedelta

import pytest

from services.accounts.accounts import (
    account_history,
    allocations_by_entry,
    list_ledger_entries,
    order_entries,
    read_account,
)
from services.accounts.imports import ImportRow, import_points
from services.command.pages.cursor_page import PageRequest
from services.ledger.reading.history import EntryFilter
from services.orders.status import StatusChange, set_order_status
from services.rules.basics.enums import LedgerReason, RateDirection
from tests.clock import NOW
from tests.services.orders.order_life import cancel, place_with_points, set_status
from tests.services.shop import ADMIN, give, open_shop, set_rate

pytestmark = pytest.mark.usefixtures("database")

A_DAY = timedelta(days=1)


async def test_entries_can_be_listed_of_one_website() -> None:
    """R3.1."""
    await open_shop()
    await open_shop(website_code="uk", currency="GBP")
    await give(1)
    await give(2, website_code="uk")

    found = await list_ledger_entries(wanted=EntryFilter(website_code="uk"), page=PageRequest(10))

    assert [(entry.website_code, entry.points) for entry in found.items] == [("uk", 2)]


async def test_history_pages_newest_first() -> None:
    """R3.1."""
    await open_shop()
    for points in (1, 2, 3):
        await give(points)
    standing = await read_account(customer_id="ada", website_code="us", now=NOW)

    first = await account_history(standing=standing, page=PageRequest(first=2))
    rest = await account_history(
        standing=standing, page=PageRequest(first=2, after=first.cursors[-1])
    )

    assert [entry.points for entry in first.items] == [3, 2]
    assert [entry.points for entry in rest.items] == [1]
    assert (first.total_count, first.has_next, rest.has_next) == (3, True, False)


async def test_an_imported_entry_is_as_old_as_its_points() -> None:
    """R3.1, R10.1."""
    await open_shop()
    row = ImportRow("ada", "us", 40, created_at=NOW - A_DAY)

    await import_points(idempotency_key="k", dry_run=False, rows=[row], caller=ADMIN, now=NOW)

    standing = await read_account(customer_id="ada", website_code="us", now=NOW)
    (entry,) = (await account_history(standing=standing, page=PageRequest())).items
    assert entry.created_at == NOW - A_DAY


async def test_what_an_order_moves_is_written_with_the_rates_it_was_placed_with() -> None:
    """R2.6: whatever the rates are when it is moved."""
    await open_shop(earning=(10, "2.00"), redemption=(10, "2.00"))
    await give(100)
    await place_with_points(50, quantity=2)
    for direction in RateDirection:
        await set_rate(direction, (7, "1.00"), website_code="us", group_code="general")

    await set_status("complete")
    await set_status("pending", received=None)
    await cancel()

    booked = await order_entries(order_id="o1", customer_id="ada")
    rates = {
        entry.reason: (entry.rate.points, entry.rate.direction) for entry in booked if entry.rate
    }
    assert rates == {
        LedgerReason.REDEMPTION: (10, RateDirection.POINTS_TO_CURRENCY),
        LedgerReason.REDEMPTION_RETURNED: (10, RateDirection.POINTS_TO_CURRENCY),
        LedgerReason.PURCHASE: (10, RateDirection.CURRENCY_TO_POINTS),
        LedgerReason.EARNING_REVERSED: (10, RateDirection.CURRENCY_TO_POINTS),
    }


async def test_the_comment_of_a_status_stands_with_its_entries() -> None:
    """R3.1."""
    await open_shop()
    await place_with_points(0)
    change = StatusChange("o1", "shipped", "k", comment="Paid by hand")

    done = await set_order_status(change=change, caller=ADMIN, now=NOW)

    assert [entry.comment for entry in done.entries] == ["Paid by hand"]


async def test_of_a_credit_that_repays_a_debt_only_the_rest_is_in_its_lot() -> None:
    """R3.2, R4.4: 40 points are given, 15 were owed."""
    await open_shop(settings={"clawback": "DEBT"})
    await place_with_points(0)
    await set_status("complete")
    await give(-15)
    await set_status("failed")

    credit = (await give(40)).entry

    assert credit is not None
    (share,) = (await allocations_by_entry([credit]))[credit.id]
    assert share.points == 25
