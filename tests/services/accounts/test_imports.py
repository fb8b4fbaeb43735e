"""Bringing balances: rows booked one by one, once (R3.5, R10.2)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from services.accounts.accounts import account_history, account_lots, read_account
from services.accounts.imports import ImportRow, PointsImport, import_points
from services.accounts.verification import check_ledger
from services.command.cursor_page import PageRequest
from services.ledger.history import LotView
from services.rules.basics.refusals import (
    IdempotencyConflict,
    Invalid,
    NotFound,
    OutOfRange,
    RewardsError,
)
from services.setup.settings import update_settings
from services.setup.websites import put_website
from tests.clock import NOW
from tests.services.shop import ADMIN, add_customer, count_rows, open_shop

pytestmark = pytest.mark.usefixtures("database")

ROW = ImportRow("ada", "us", 40)
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

    done = await bring(ROW, replace(ROW, customer_id="nobody"), replace(ROW, customer_id="bob"))

    assert done.imported == 2
    assert [result.entry_id is not None for result in done.rows] == [True, False, True]
    assert isinstance(done.rows[1].error, NotFound)
    assert await balance() == 40
    assert (await check_ledger()).ok


@pytest.mark.parametrize(
    ("row", "refused", "field"),
    [
        pytest.param(replace(ROW, website_code="uk"), NotFound, "website_code", id="no-website"),
        pytest.param(replace(ROW, points=-1), OutOfRange, "points", id="points-below-0"),
        pytest.param(
            replace(ROW, points=1_000_000_001), OutOfRange, "points", id="points-beyond-limit"
        ),
        pytest.param(
            replace(ROW, created_at=NOW + AN_INSTANT), Invalid, "created_at", id="not-yet-born"
        ),
        pytest.param(replace(ROW, expires_at=NOW), Invalid, "expires_at", id="expired"),
        pytest.param(replace(ROW, comment="x" * 1_001), Invalid, "comment", id="long-comment"),
    ],
)
async def test_a_row_that_cannot_be_booked_says_why(
    row: ImportRow, refused: type[RewardsError], field: str
) -> None:
    """R14.3."""
    await open_shop()

    (result,) = (await bring(row)).rows

    assert isinstance(result.error, refused)
    assert (result.error.path, result.entry_id) == ((field,), None)
    assert await balance() == 0


async def test_rows_of_an_account_are_booked_oldest_first() -> None:
    """R3.1: whatever their order in the call, in which they are answered."""
    await open_shop()

    done = await bring(replace(ROW, points=1), replace(ROW, points=2, created_at=NOW - A_YEAR))

    standing = await read_account(customer_id="ada", website_code="us", now=NOW)
    newest, oldest = (await account_history(standing=standing, page=PageRequest())).items
    assert [(entry.points, entry.balance) for entry in (newest, oldest)] == [(1, 3), (2, 2)]
    assert [result.entry_id for result in done.rows] == [newest.id, oldest.id]


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


async def test_a_dry_run_opens_no_account() -> None:
    """R1.2: an account comes into being with the customer, or on first use."""
    await open_shop()
    await put_website(code="eu", base_currency="EUR", caller=ADMIN, now=NOW)
    before = await count_rows("reward_accounts")

    await bring(replace(ROW, website_code="eu"), dry_run=True)

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
    first = await bring(ROW, replace(ROW, points=0))

    again = await bring(ROW, replace(ROW, points=0))

    assert again.replayed
    assert [result.entry_id for result in again.rows] == [result.entry_id for result in first.rows]
    said = [str(result.error) for result in (*first.rows, *again.rows)]
    assert said[:2] == said[2:]
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
    assert done.rows[2].error.path == ("points",)
    assert (await check_ledger()).ok


async def test_points_may_be_born_at_the_instant_of_the_import() -> None:
    """R10.1: only the future is refused."""
    await open_shop()

    done = await bring(replace(ROW, created_at=NOW, expires_at=NOW + AN_INSTANT))

    assert (done.imported, await balance()) == (1, 40)
