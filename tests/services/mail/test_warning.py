"""Customers are warned of points that are to expire: one mail a day, each lot once (R10.4)."""

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta

import pytest

from models.database import execute, fetch, transaction
from services.accounts.imports import ImportRow, import_points
from services.customers.subscriptions import update_subscriptions
from services.operation.jobs import run_job
from services.rules.basics.enums import ExpiryCalculation, ExpiryRounding, Job
from services.setup.settings import update_settings
from services.setup.websites import delete_website, put_website
from tests.clock import NOW
from tests.services.shop import ADMIN, add_customer, give, open_shop

pytestmark = pytest.mark.usefixtures("database")

LIFE, LEAD = timedelta(days=30), timedelta(days=7)
AN_INSTANT = timedelta(microseconds=1)
A_DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
async def shop(database: str) -> None:  # noqa: ARG001 - it has to be open
    await open_shop(settings={"expiry_days": 30, "expiry_warning_days": 7})


async def warn(at: timedelta) -> int:
    return await run_job(job=Job.SEND_EXPIRY_WARNINGS, now=NOW + at)


async def change(website_code: str | None = "us", **changes: object) -> None:
    await update_settings(website_code=website_code, changes=changes, caller=ADMIN, now=NOW)


async def warned() -> list[tuple[object, ...]]:
    """Return the mails, each with the points of the lots it lists."""
    rows = await fetch(
        "SELECT e.customer_id, e.website_code, e.day, l.points FROM emails e"
        " LEFT JOIN points_lots l ON l.customer_id = e.customer_id AND l.warned_by = e.id"
        " WHERE e.kind = 'EXPIRY_WARNING' ORDER BY e.id, l.points"
    )
    return [
        (row["customer_id"], row["website_code"], str(row["day"]), row["points"]) for row in rows
    ]


def day(at: timedelta) -> str:
    return (NOW + at).date().isoformat()


async def test_a_lot_is_warned_of_once_from_so_many_days_before_on() -> None:
    """R10.4: to the instant."""
    await give(40)

    too_early = await warn(LIFE - LEAD - AN_INSTANT)
    in_time = await warn(LIFE - LEAD)
    again = await warn(LIFE - LEAD + timedelta(hours=1))
    next_day = await warn(LIFE - LEAD + A_DAY)

    assert (too_early, in_time, again, next_day) == (0, 1, 0, 0)
    assert await warned() == [("ada", "us", day(LIFE - LEAD), 40)]


async def test_nothing_is_warned_of_after_it_has_expired() -> None:
    """R10.4: to the instant, whether or not it is written off."""
    await give(40)

    assert await warn(LIFE) == 0
    assert await warn(LIFE - AN_INSTANT) == 1


async def test_lots_that_come_into_range_together_are_one_mail() -> None:
    """R10.4: listing them all."""
    await give(10)
    await give(20, now=NOW + timedelta(hours=3))

    assert await warn(LIFE - LEAD + timedelta(hours=3)) == 1

    assert [mail[3] for mail in await warned()] == [10, 20]


async def test_there_is_one_mail_a_day_and_account() -> None:
    """R10.4: what comes into range later that day waits for the next one."""
    await give(10)
    await give(20, now=NOW + timedelta(hours=3))

    first = await warn(LIFE - LEAD)
    same_day = await warn(LIFE - LEAD + timedelta(hours=4))
    next_day = await warn(LIFE - LEAD + A_DAY)

    assert (first, same_day, next_day) == (1, 0, 1)
    assert [mail[2:] for mail in await warned()] == [
        (day(LIFE - LEAD), 10),
        (day(LIFE - LEAD + A_DAY), 20),
    ]


async def test_the_day_is_the_website_s() -> None:
    """R10.4: noon of UTC is midnight in Auckland."""
    await put_website(
        code="us", base_currency="USD", time_zone="Pacific/Auckland", caller=ADMIN, now=NOW
    )
    await give(10, now=NOW - timedelta(hours=2))
    await give(20, now=NOW - AN_INSTANT)
    await give(30)

    before = await warn(LIFE - LEAD - timedelta(hours=2))
    at_the_end = await warn(LIFE - LEAD - AN_INSTANT)
    midnight = await warn(LIFE - LEAD)

    assert (before, at_the_end, midnight) == (1, 0, 1)
    assert [mail[2:] for mail in await warned()] == [
        ("2024-05-24", 10),
        ("2024-05-25", 20),
        ("2024-05-25", 30),
    ]


@pytest.mark.parametrize("lead", [30, 31, 400])
@pytest.mark.parametrize("calculation", ExpiryCalculation)
async def test_a_lead_as_long_as_a_lot_s_life_warns_of_nothing(
    lead: int, calculation: ExpiryCalculation
) -> None:
    """R10.4."""
    await change(expiry_warning_days=lead, expiry_calculation=calculation)
    await give(40)

    assert [await warn(timedelta(days=days)) for days in (0, 1, 15, 29)] == [0] * 4


@pytest.mark.parametrize("calculation", ExpiryCalculation)
@pytest.mark.parametrize("born", [NOW - A_DAY, NOW - A_DAY + AN_INSTANT])
async def test_a_lot_that_outlives_the_lead_by_an_instant_is_warned_of(
    born: datetime, calculation: ExpiryCalculation
) -> None:
    """R10.4."""
    await change(expiry_calculation=calculation)
    rows = [
        ImportRow("ada", "us", 10, born, born + LEAD),
        ImportRow("ada", "us", 20, born, born + LEAD + AN_INSTANT),
    ]
    await import_points(idempotency_key="k", dry_run=False, rows=rows, caller=ADMIN, now=NOW)

    assert await warn(AN_INSTANT) == 1

    assert [mail[3] for mail in await warned()] == [20]


@pytest.mark.parametrize("calculation", ExpiryCalculation)
async def test_a_date_given_explicitly_counts_under_both_calculations(
    calculation: ExpiryCalculation,
) -> None:
    """R10.2, R10.4."""
    await change(expiry_calculation=calculation)
    rows = [ImportRow("ada", "us", 10, NOW, NOW + timedelta(days=60))]
    await import_points(idempotency_key="k", dry_run=False, rows=rows, caller=ADMIN, now=NOW)

    assert [await warn(timedelta(days=days)) for days in (23, 52, 53)] == [0, 0, 1]


async def test_the_date_in_force_counts_after_switching() -> None:
    """R10.2, R10.4: nothing is rewritten."""
    await give(40)
    await change(expiry_calculation=ExpiryCalculation.DYNAMIC, expiry_days=50)

    assert [await warn(timedelta(days=days)) for days in (23, 42, 43)] == [0, 0, 1]


async def test_points_that_never_expire_are_not_warned_of() -> None:
    """R10.1."""
    await change(expiry_days=None)
    await give(40)

    assert await warn(timedelta(days=10_000)) == 0


async def test_blank_warns_of_nothing() -> None:
    """R10.4."""
    await change(expiry_warning_days=None)
    await give(40)

    assert await warn(LIFE - LEAD) == 0


async def test_what_is_spent_is_not_warned_of() -> None:
    """R10.4."""
    await give(40)
    await give(-40)

    assert await warn(LIFE - LEAD) == 0


async def test_those_who_want_no_warnings_get_none() -> None:
    """R11.1: and are warned when they subscribe, if it is not too late."""
    await give(40)
    for wanted in (False, True):
        await update_subscriptions(
            customer_id="ada", expiration_notifications=wanted, caller=ADMIN, now=NOW
        )
        assert await warn(LIFE - LEAD) == int(wanted)


async def test_those_without_an_address_are_not_warned() -> None:
    await give(40)
    await execute("UPDATE customers SET email = NULL")

    assert await warn(LIFE - LEAD) == 0


@pytest.mark.parametrize("switch", ["enabled", "enabled_on_storefront"])
async def test_nothing_is_said_of_points_that_customers_may_not_see(switch: str) -> None:
    """R1.6."""
    await give(40)
    await update_settings(website_code="us", changes={switch: False}, caller=ADMIN, now=NOW)

    assert await warn(LIFE - LEAD) == 0


async def test_orphan_points_are_not_warned_of() -> None:
    """R1.5."""
    await put_website(code="eu", base_currency="EUR", caller=ADMIN, now=NOW)
    await change("eu", expiry_days=30, expiry_warning_days=7)
    await give(40, website_code="eu")
    await delete_website(code="eu", caller=ADMIN, now=NOW)

    assert await warn(LIFE - LEAD) == 0


async def test_accounts_on_two_websites_are_warned_of_each_by_its_own_settings() -> None:
    """R10.4."""
    await put_website(code="eu", base_currency="EUR", caller=ADMIN, now=NOW)
    await change("eu", expiry_days=30, expiry_warning_days=3)
    await give(40)
    await give(50, website_code="eu")

    assert [await warn(LIFE - timedelta(days=days)) for days in (7, 4, 3)] == [1, 0, 1]
    assert [mail[1] for mail in await warned()] == ["us", "eu"]


async def test_several_workers_at_once_warn_once() -> None:
    """R10.4."""
    for number in range(20):
        await add_customer(f"c{number}")
        await give(10, customer_id=f"c{number}")

    counts = await asyncio.gather(*(warn(LIFE - LEAD) for _ in range(4)))

    assert sum(counts) == 20
    assert len(await warned()) == 20


async def test_a_warning_whose_lots_are_not_marked_is_not_there_either() -> None:
    """R10.4: mail and marks are one transaction."""
    await give(40)

    with suppress(ZeroDivisionError):
        async with transaction():
            await warn(LIFE - LEAD)
            _ = 1 / 0

    assert await warned() == []
    assert await warn(LIFE - LEAD) == 1


@pytest.mark.parametrize("calculation", ExpiryCalculation)
@pytest.mark.parametrize(
    ("lead", "warnings"),
    [
        pytest.param(29, 1, id="shorter"),
        pytest.param(30, 1, id="as-long-as-the-exact-life"),
        pytest.param(31, 0, id="as-long-as-the-rounded-life"),
    ],
)
async def test_a_rounded_life_is_compared_whole_with_the_lead(
    calculation: ExpiryCalculation, lead: int, warnings: int
) -> None:
    """R10.1, R10.4: no warning if the lead is as long as the lot's whole life."""
    await change(
        expiry_calculation=calculation,
        expiry_rounding=ExpiryRounding.END_OF_DAY,
        expiry_warning_days=lead,
    )
    midnight = NOW.replace(hour=0)
    await give(40, now=midnight)

    assert (
        await run_job(job=Job.SEND_EXPIRY_WARNINGS, now=midnight + timedelta(days=25)) == warnings
    )


@pytest.mark.parametrize("calculation", ExpiryCalculation)
async def test_the_lead_is_counted_from_the_rounded_date(calculation: ExpiryCalculation) -> None:
    """R10.1, R10.4: points of 12:00 end twelve hours later."""
    await change(expiry_calculation=calculation, expiry_rounding=ExpiryRounding.END_OF_DAY)
    await give(40)
    half_a_day = timedelta(hours=12)

    assert await warn(LIFE - LEAD + half_a_day - AN_INSTANT) == 0
    assert await warn(LIFE - LEAD + half_a_day) == 1
