"""Points may live to the end of a day, month or year of the website (R10.1)."""

from datetime import UTC, datetime, timedelta

import pytest

from services.accounts.accounts import account_lots, read_account
from services.accounts.imports import ImportRow, import_points
from services.operation.jobs import run_job
from services.rules.basics.enums import ExpiryCalculation, ExpiryRounding, Job
from services.setup.settings import update_settings
from services.setup.websites import put_website
from tests.clock import NOW
from tests.services.shop import ADMIN, give, open_shop

pytestmark = [
    pytest.mark.usefixtures("database"),
    pytest.mark.parametrize("calculation", ExpiryCalculation),
]

AN_INSTANT = timedelta(microseconds=1)
LIFE = timedelta(days=30)
ENDS = {
    ExpiryRounding.END_OF_DAY: datetime(2024, 5, 31, 22, tzinfo=UTC),
    ExpiryRounding.END_OF_MONTH: datetime(2024, 5, 31, 22, tzinfo=UTC),
    ExpiryRounding.END_OF_YEAR: datetime(2024, 12, 31, 23, tzinfo=UTC),
}


async def open_berlin(calculation: ExpiryCalculation, rounding: ExpiryRounding) -> None:
    changes = {
        "expiry_days": 30,
        "expiry_calculation": calculation,
        "expiry_rounding": rounding,
        "return_grace_days": 7,
    }
    await open_shop(settings=changes)
    await put_website(code="us", time_zone="Europe/Berlin", caller=ADMIN, now=NOW)


async def balance(now: datetime) -> int:
    return (await read_account(customer_id="ada", website_code="us", now=now)).balance


@pytest.mark.parametrize("rounding", ENDS)
async def test_points_live_to_the_end_of_their_period_and_the_job_agrees(
    calculation: ExpiryCalculation, rounding: ExpiryRounding
) -> None:
    """R10.1, R10.3."""
    await open_berlin(calculation, rounding)
    await give(40)
    end = ENDS[rounding]

    standing = await read_account(customer_id="ada", website_code="us", now=NOW)
    (lot,) = await account_lots(standing=standing, now=NOW)

    assert (lot.static_expires_at, lot.dynamic_expires_at, lot.expires_at) == (end, end, end)
    assert await balance(end - AN_INSTANT) == 40
    assert await run_job(job=Job.EXPIRE_POINTS, now=end - AN_INSTANT) == 0
    assert await balance(end) == 0
    assert await run_job(job=Job.EXPIRE_POINTS, now=end) == 1


async def test_a_date_given_explicitly_is_not_rounded(calculation: ExpiryCalculation) -> None:
    """R10.1."""
    await open_berlin(calculation, ExpiryRounding.END_OF_YEAR)
    row = ImportRow("ada", "us", 10, expires_at=NOW + timedelta(hours=5))

    await import_points(idempotency_key="k", dry_run=False, rows=[row], caller=ADMIN, now=NOW)

    assert await balance(NOW + timedelta(hours=5) - AN_INSTANT) == 10
    assert await balance(NOW + timedelta(hours=5)) == 0


async def test_the_rounding_of_today_counts_where_dates_follow_the_settings(
    calculation: ExpiryCalculation,
) -> None:
    """R10.2."""
    await open_berlin(calculation, ExpiryRounding.INSTANT)
    await give(40)

    changes = {"expiry_rounding": ExpiryRounding.END_OF_YEAR}
    await update_settings(website_code="us", changes=changes, caller=ADMIN, now=NOW)

    is_dynamic = calculation is ExpiryCalculation.DYNAMIC
    assert await balance(NOW + LIFE) == (40 if is_dynamic else 0)
