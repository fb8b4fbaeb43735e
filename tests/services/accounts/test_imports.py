"""Bringing balances: rows booked one by one, once (R3.5, R10.2)."""

from datetime import timedelta

import pytest

from services.accounts.accounts import account_history, account_lots, read_account
from services.accounts.imports import ImportRow, PointsImport, import_points
from services.accounts.verification import check_ledger
from services.checkout.redemption import apply_points, hold_points
from services.command.pages.cursor_page import PageRequest
from services.customers.putting import put_customer
from services.ledger.reading.lots import LotView
from services.rules.basics.enums import ImportMode
from services.rules.basics.refusals import (
    IdempotencyConflict,
    InsufficientPoints,
    Invalid,
    NotFound,
    OutOfRange,
    RewardsError,
)
from services.setup.settings import update_settings
from services.setup.websites import put_website
from tests.clock import NOW
from tests.services.orders.order_life import place_with_points, set_status
from tests.services.shop import (
    ADMIN,
    add_customer,
    count_rows,
    fill_cart,
    give,
    line,
    open_shop,
)

pytestmark = pytest.mark.usefixtures("database")

ROW = ImportRow("ada", "us", 40)
BY_EMAIL = ROW._replace(customer_id=None, email="eve@example.com")
A_YEAR = timedelta(days=365)
AN_INSTANT = timedelta(microseconds=1)


async def bring(*rows: ImportRow, key: str = "k", dry_run: bool = False) -> PointsImport:
    return await import_points(
        idempotency_key=key, dry_run=dry_run, rows=rows, caller=ADMIN, now=NOW
    )


async def balance() -> int:
    return (await read_account(customer_id="ada", website_code="us", now=NOW)).balance


async def lots() -> list[LotView]:
    standing = await read_account(customer_id="ada", website_code="us", now=NOW)
    return await account_lots(standing=standing, now=NOW)


async def test_good_rows_are_booked_and_bad_ones_reported() -> None:
    """R3.5."""
    await open_shop()
    await add_customer("bob")

    done = await bring(ROW, ROW._replace(customer_id="nobody"), ROW._replace(customer_id="bob"))

    assert done.imported == 2
    assert [result.entry_id is not None for result in done.rows] == [True, False, True]
    assert isinstance(done.rows[1].error, NotFound)
    assert await balance() == 40
    assert (await check_ledger()).ok


@pytest.mark.parametrize(
    ("row", "refused", "field"),
    [
        pytest.param(ROW._replace(website_code="uk"), NotFound, "website_code", id="no-website"),
        pytest.param(ROW._replace(points=0), OutOfRange, "points", id="no-points"),
        pytest.param(
            ROW._replace(points=-1_000_000_001), OutOfRange, "points", id="points-below-limit"
        ),
        pytest.param(
            ROW._replace(points=-1), InsufficientPoints, "points", id="more-than-there-is"
        ),
        pytest.param(
            ROW._replace(points=-1, expires_at=NOW + A_YEAR),
            Invalid,
            "expires_at",
            id="date-of-taken-points",
        ),
        pytest.param(ROW._replace(customer_id=None), Invalid, "customer_id", id="nobody"),
        pytest.param(ROW._replace(customer_id="a\0a"), Invalid, "customer_id", id="no-id"),
        pytest.param(ROW._replace(email="ada"), Invalid, "email", id="no-address"),
        pytest.param(BY_EMAIL, NotFound, "email", id="unknown-address"),
        pytest.param(
            ROW._replace(email="bob@example.com"), Invalid, "email", id="address-of-another"
        ),
        pytest.param(
            ROW._replace(points=1_000_000_001), OutOfRange, "points", id="points-beyond-limit"
        ),
        pytest.param(
            ROW._replace(created_at=NOW + AN_INSTANT), Invalid, "created_at", id="not-yet-born"
        ),
        pytest.param(ROW._replace(expires_at=NOW), Invalid, "expires_at", id="expired"),
        pytest.param(ROW._replace(comment="x" * 1_001), Invalid, "comment", id="long-comment"),
    ],
)
async def test_a_row_that_cannot_be_booked_says_why(
    row: ImportRow, refused: type[RewardsError], field: str
) -> None:
    """R14.3."""
    await open_shop()
    await add_customer("bob")

    (result,) = (await bring(row)).rows

    assert isinstance(result.error, refused)
    assert (result.error.path, result.entry_id) == ((field,), None)
    assert await balance() == 0


async def test_rows_of_an_account_are_booked_in_their_order() -> None:
    """R15.4: whatever their dates, which are kept."""
    await open_shop()
    born = NOW - A_YEAR

    done = await bring(ROW._replace(points=3), ROW._replace(points=-2, created_at=born))

    standing = await read_account(customer_id="ada", website_code="us", now=NOW)
    second, first = (await account_history(standing=standing, page=PageRequest())).items
    assert [(entry.points, entry.balance) for entry in (first, second)] == [(3, 3), (-2, 1)]
    assert (first.created_at, second.created_at) == (NOW, born)
    assert [result.entry_id for result in done.rows] == [first.id, second.id]


@pytest.mark.parametrize("address", ["ada@example.com", "ADA@Example.COM"])
async def test_a_customer_is_found_by_e_mail_whatever_its_case(address: str) -> None:
    """R15.4."""
    await open_shop()

    done = await bring(ROW._replace(customer_id=None, email=address), ROW._replace(email=address))

    assert (done.imported, await balance()) == (2, 80)


async def test_an_address_of_two_customers_needs_the_id() -> None:
    """R15.4: ambiguous = row refused; id and address together agree."""
    await open_shop()
    await put_customer(
        customer_id="ada2", website_code="us", email="Ada@example.com", caller=ADMIN, now=NOW
    )
    by_email = ROW._replace(customer_id=None, email="ada@example.com")

    done = await bring(by_email, by_email._replace(customer_id="ada"))

    assert isinstance(done.rows[0].error, Invalid)
    assert done.rows[0].error.path == ("email",)
    assert (done.imported, await balance()) == (1, 40)


async def test_points_are_taken_only_of_those_available() -> None:
    """R15.4: what a cart holds is not."""
    await open_shop()
    await give(100)
    await fill_cart(line("4.00"))
    await apply_points(cart_id="c1", points=20, caller=ADMIN, now=NOW)
    await hold_points(cart_id="c1", caller=ADMIN, now=NOW)

    done = await bring(ROW._replace(points=-81), ROW._replace(points=-80), key="take")

    assert isinstance(done.rows[0].error, InsufficientPoints)
    assert done.rows[0].error.missing_points == 1
    assert (done.imported, await balance()) == (1, 20)
    assert (await check_ledger()).ok


@pytest.mark.parametrize(
    ("before", "points", "entries"), [(0, 300, 1), (500, 300, 1), (300, 300, 0), (500, 0, 1)]
)
async def test_a_balance_is_set_by_the_difference(before: int, points: int, entries: int) -> None:
    """R15.4: SET n is ADD of n less the balance; nothing is written where it is n already."""
    await open_shop()
    if before:
        await give(before)
    written = await count_rows("ledger_entries")

    done = await bring(ROW._replace(points=points, mode=ImportMode.SET))

    assert (done.imported, await balance()) == (1, points)
    assert await count_rows("ledger_entries") == written + entries
    assert (done.rows[0].entry_id is not None) == bool(entries)


async def test_setting_a_balance_repays_the_debt_first() -> None:
    """R15.4: SET n is ADD of n less what is had, the debt counting against it."""
    await open_shop(settings={"clawback": "DEBT"})
    await place_with_points(0)
    await set_status("complete")
    await give(-60)
    await set_status("failed")
    assert await balance() == -60

    done = await bring(ROW._replace(points=300, mode=ImportMode.SET))

    assert (done.imported, await balance()) == (1, 300)
    standing = await read_account(customer_id="ada", website_code="us", now=NOW)
    newest = (await account_history(standing=standing, page=PageRequest())).items[0]
    assert newest.points == 360


async def test_a_thousand_rows_are_one_call_and_one_more_is_refused() -> None:
    """R14.1."""
    await open_shop()

    done = await bring(*[ROW._replace(points=1)] * 1_000)

    assert (done.imported, await balance()) == (1_000, 1_000)
    with pytest.raises(OutOfRange):
        await bring(*[ROW] * 1_001, key="more")
    assert (await check_ledger()).ok


async def test_a_dry_run_says_the_same_and_writes_nothing() -> None:
    await open_shop()
    before = await count_rows("ledger_entries"), await count_rows("audit_entries")

    tried = await bring(ROW, ROW._replace(points=0), dry_run=True)

    assert tried.imported == 1
    assert [result.error is None for result in tried.rows] == [True, False]
    assert (await count_rows("ledger_entries"), await count_rows("audit_entries")) == before
    assert await balance() == 0


async def test_a_dry_run_opens_no_account() -> None:
    """R1.2: an account comes into being with the customer, or on first use."""
    await open_shop()
    await put_website(code="eu", base_currency="EUR", caller=ADMIN, now=NOW)
    before = await count_rows("reward_accounts")

    await bring(ROW._replace(website_code="eu"), dry_run=True)

    assert await count_rows("reward_accounts") == before


async def test_a_key_tried_in_a_dry_run_can_be_used() -> None:
    """R3.5."""
    await open_shop()
    await bring(ROW, dry_run=True)

    done = await bring(ROW)

    assert (done.imported, done.replayed) == (1, False)


async def test_a_replay_answers_the_first_entries_and_books_nothing() -> None:
    """R3.5: the rows that were refused are refused with the same words."""
    await open_shop()
    rows = (ROW, ROW._replace(points=0), ROW._replace(points=-41))
    first = await bring(*rows)

    again = await bring(*rows)

    assert again.replayed
    assert [result.entry_id for result in again.rows] == [result.entry_id for result in first.rows]
    said = [str(result.error) for result in (*first.rows, *again.rows)]
    assert said[:3] == said[3:]
    assert again.rows[2].error is not None
    assert again.rows[2].error.missing_points == 1
    assert await balance() == 40


async def test_a_key_with_other_rows_is_a_conflict() -> None:
    """R3.5."""
    await open_shop()
    await bring(ROW)

    with pytest.raises(IdempotencyConflict):
        await bring(ROW._replace(points=41))


async def test_dates_given_are_kept_under_both_calculations() -> None:
    """R10.2: a date given explicitly holds under both."""
    await open_shop(settings={"expiry_days": 30})
    born, ends = NOW - A_YEAR, NOW + A_YEAR

    await bring(ROW._replace(created_at=born, expires_at=ends))
    dynamic = {"expiry_calculation": "DYNAMIC"}
    await update_settings(website_code="us", changes=dynamic, caller=ADMIN, now=NOW)

    (lot,) = await lots()
    assert (lot.created_at, lot.static_expires_at, lot.expires_at) == (born, ends, ends)


async def test_without_a_date_points_live_from_their_creation() -> None:
    """R10.1."""
    await open_shop(settings={"expiry_days": 30})
    born = NOW - timedelta(days=10)

    await bring(ROW._replace(created_at=born))

    (lot,) = await lots()
    assert lot.expires_at == born + timedelta(days=30)


async def test_imported_points_are_never_cut_by_the_cap() -> None:
    """R4.1."""
    await open_shop(settings={"balance_cap": 10})

    await bring(ROW)

    assert await balance() == 40


async def test_a_balance_beyond_32_bits_is_refused_in_its_row() -> None:
    """R3.7."""
    await open_shop()
    billion = ROW._replace(points=1_000_000_000)

    done = await bring(billion, billion, billion)

    assert [result.error is None for result in done.rows] == [True, True, False]
    assert isinstance(done.rows[2].error, OutOfRange)
    assert done.rows[2].error.path == ("points",)
    assert (await check_ledger()).ok


async def test_points_may_be_born_at_the_instant_of_the_import() -> None:
    """R10.1: only the future is refused."""
    await open_shop()

    done = await bring(ROW._replace(created_at=NOW, expires_at=NOW + AN_INSTANT))

    assert (done.imported, await balance()) == (1, 40)
