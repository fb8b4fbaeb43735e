"""Bringing balances: rows booked one by one, once (R3.5, R10.2)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.accounts import account_lots, read_account
from services.errors import IdempotencyConflict, NotFound, OutOfRange
from services.imports import ImportRow, PointsImport, import_points
from services.ledger.history import LotView
from services.settings_update import update_settings
from services.verification import check_ledger
from tests.clock import NOW
from tests.services.shop import ADMIN, add_customer, count_rows, open_shop

pytestmark = pytest.mark.usefixtures("database")

ROW = ImportRow("ada", "us", 40)
A_YEAR = timedelta(days=365)


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

    done = await bring(ROW, replace(ROW, customer_id="nobody"), replace(ROW, customer_id="bob"))

    assert done.imported == 2
    assert [result.entry_id is not None for result in done.rows] == [True, False, True]
    assert isinstance(done.rows[1].error, NotFound)
    assert await balance() == 40
    assert (await check_ledger()).ok


async def test_a_thousand_rows_are_one_call_and_one_more_is_refused() -> None:
    """R14.1."""
    await open_shop()

    done = await bring(*[replace(ROW, points=1)] * 1_000)

    assert (done.imported, await balance()) == (1_000, 1_000)
    with pytest.raises(OutOfRange):
        await bring(*[ROW] * 1_001, key="more")
    assert (await check_ledger()).ok


async def test_a_dry_run_says_the_same_and_writes_nothing() -> None:
    await open_shop()
    before = await count_rows("ledger_entries"), await count_rows("audit_entries")

    tried = await bring(ROW, replace(ROW, points=0), dry_run=True)

    assert tried.imported == 1
    assert [result.error is None for result in tried.rows] == [True, False]
    assert (await count_rows("ledger_entries"), await count_rows("audit_entries")) == before
    assert await balance() == 0


async def test_a_replay_answers_the_first_entries_and_books_nothing() -> None:
    """R3.5."""
    await open_shop()
    first = await bring(ROW, replace(ROW, points=0))

    again = await bring(ROW, replace(ROW, points=0))

    assert again.replayed
    assert [result.entry_id for result in again.rows] == [result.entry_id for result in first.rows]
    assert await balance() == 40


async def test_a_key_with_other_rows_is_a_conflict() -> None:
    """R3.5."""
    await open_shop()
    await bring(ROW)

    with pytest.raises(IdempotencyConflict):
        await bring(replace(ROW, points=41))


async def test_dates_given_are_kept_under_both_calculations() -> None:
    """R10.2: a date given explicitly holds under both."""
    await open_shop(settings={"expiry_days": 30})
    born, ends = NOW - A_YEAR, NOW + A_YEAR

    await bring(replace(ROW, created_at=born, expires_at=ends))
    dynamic = {"expiry_calculation": "DYNAMIC"}
    await update_settings(website_code="us", changes=dynamic, caller=ADMIN, now=NOW)

    (lot,) = await lots()
    assert (lot.created_at, lot.static_expires_at, lot.expires_at) == (born, ends, ends)


async def test_without_a_date_points_live_from_their_creation() -> None:
    """R10.1."""
    await open_shop(settings={"expiry_days": 30})
    born = NOW - timedelta(days=10)

    await bring(replace(ROW, created_at=born))

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
    billion = replace(ROW, points=1_000_000_000)

    done = await bring(billion, billion, billion)

    assert [result.error is None for result in done.rows] == [True, True, False]
    assert isinstance(done.rows[2].error, OutOfRange)
    assert (await check_ledger()).ok
