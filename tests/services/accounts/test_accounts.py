"""Reward accounts: one per customer and website, and the lots behind each entry (R1.2, R3.2)."""

from datetime import timedelta

import pytest

from services.accounts.accounts import (
    account_history,
    account_lots,
    allocations_by_entry,
    list_ledger_entries,
    read_account,
    read_accounts,
)
from services.command.pages.cursor_page import PageRequest, encode_cursor
from services.command.transaction import one_transaction
from services.ledger.entries import EntryNote
from services.ledger.reading.history import EntryFilter
from services.ledger.writing.books import open_book
from services.programme.programme import load_programme
from services.rules.basics.enums import LedgerReason
from services.rules.basics.refusals import InsufficientPoints, Invalid
from services.setup.websites import put_website
from tests.clock import NOW
from tests.services.shop import ADMIN, fill_cart, give, line, open_shop, place

pytestmark = pytest.mark.usefixtures("database")

A_DAY = timedelta(days=1)


async def test_an_account_on_another_website_comes_into_being_on_first_use() -> None:
    """R1.2."""
    await open_shop()
    await put_website(code="uk", base_currency="GBP", caller=ADMIN, now=NOW)
    before = await read_accounts(customer_id="ada", now=NOW)

    await give(10, website_code="uk")

    after = await read_accounts(customer_id="ada", now=NOW)
    assert [account.website_code for account in before] == ["us"]
    assert [(account.website_code, account.balance) for account in after] == [("us", 0), ("uk", 10)]


async def test_a_debit_records_from_which_lots_it_took_in_order() -> None:
    """R3.2: soonest expiry first, though others are older."""
    await open_shop(settings={"expiry_days": 30})
    await give(10)
    await give(20, now=NOW - A_DAY)
    account = await read_account(customer_id="ada", website_code="us", now=NOW)
    soonest, latest = await account_lots(standing=account, now=NOW)

    taken = (await give(-25)).entry

    assert taken is not None
    shares = (await allocations_by_entry([taken]))[taken.id]
    assert [(share.lot_id, share.points) for share in shares] == [(soonest.id, 20), (latest.id, 5)]


async def test_a_debit_that_the_lots_do_not_cover_is_refused_whole() -> None:
    """R3.4: by the ledger itself, whatever a command has checked before."""
    await open_shop()
    await give(10)

    with pytest.raises(InsufficientPoints) as refused:
        await debit(11)

    assert refused.value.missing_points == 1


@one_transaction
async def debit(points: int) -> None:
    programme = await load_programme(website_code="us", customer_id="ada")
    book = await open_book(customer_id="ada", programme=programme, caller=ADMIN, now=NOW)
    book.debit(points, EntryNote(LedgerReason.REDEMPTION))


async def test_entries_are_listed_from_an_instant_until_before_another() -> None:
    """R3.1: periods are half-open."""
    await open_shop()
    for points, days in ((1, 0), (2, 1), (3, 2)):
        await give(points, now=NOW + days * A_DAY)
    wanted = EntryFilter(customer_id="ada", since=NOW + A_DAY, until=NOW + 2 * A_DAY)

    found = await list_ledger_entries(wanted=wanted, page=PageRequest(10))

    assert [entry.points for entry in found.items] == [2]


async def test_pending_points_beyond_32_bits_are_told() -> None:
    """R3.7: what is pending of several orders passes what one account can hold."""
    await open_shop(earning=(1, "1.00"))
    for number in ("1", "2", "3"):
        await fill_cart(line("1000000000.00"), cart_id=f"c{number}")
        await place(f"o{number}", cart_id=f"c{number}")

    account = await read_account(customer_id="ada", website_code="us", now=NOW)

    assert account.pending == 3_000_000_000


async def test_the_largest_place_that_a_history_can_have_is_a_cursor() -> None:
    """R14.1."""
    await open_shop()
    await give(10)
    account = await read_account(customer_id="ada", website_code="us", now=NOW)
    page = PageRequest(after=encode_cursor("history", str(2**31 - 1)))

    entries = (await account_history(standing=account, page=page)).items

    assert [entry.points for entry in entries] == [10]


@pytest.mark.parametrize(
    "place", [0, 2**31, 2**63, 10**100], ids=["none", "31", "63", "100-digits"]
)
async def test_a_place_that_no_history_has_is_no_cursor(place: int) -> None:
    """R14.1: refused before the database is asked, which could not take the number."""
    await open_shop()
    await give(10)
    account = await read_account(customer_id="ada", website_code="us", now=NOW)
    page = PageRequest(after=encode_cursor("history", str(place)))

    with pytest.raises(Invalid) as refused:
        await account_history(standing=account, page=page)

    assert refused.value.path == ("after",)
