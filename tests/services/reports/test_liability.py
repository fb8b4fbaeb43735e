"""What is outstanding and what it is worth, at any instant (R15.1)."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from services.accounts.expiry import expire_points
from services.checkout.redemption import apply_points
from services.customers.putting import put_customer
from services.orders.status import StatusChange, set_order_status
from services.reports.liability import Liability, read_liability
from services.rules.basics.enums import RateDirection
from services.rules.basics.refusals import NotFound, OutOfRange
from services.setup.customer_groups import put_customer_group
from services.setup.settings import update_settings
from services.setup.websites import delete_website, put_website
from tests.clock import NOW
from tests.services.shop import (
    ADA,
    ADMIN,
    add_customer,
    fill_cart,
    give,
    invoice,
    line,
    open_shop,
    place,
    set_rate,
)

pytestmark = pytest.mark.usefixtures("database")

A_DAY = timedelta(days=1)
FAR = NOW + 10_000 * A_DAY


async def liability(
    at: datetime | None = None, *, website_code: str = "us", now: datetime = FAR
) -> Liability:
    (found,) = await read_liability(as_of=at, website_code=website_code, now=now)
    return found


async def totals(at: datetime | None = None) -> tuple[int, Decimal, int, int]:
    """Return the points, their worth, the debt and the accounts that hold points."""
    found = await liability(at)
    return (found.points, found.worth.amount, found.debt, found.accounts)


async def months(at: datetime | None = None) -> list[tuple[date | None, int, Decimal]]:
    found = await liability(at)
    return [(each.month, each.points, each.worth.amount) for each in found.by_expiry_month]


async def test_points_count_from_the_instant_at_which_they_were_written() -> None:
    """R15.1: the worth is the sum of what the accounts are worth."""
    await open_shop()
    await add_customer("bob")
    await give(25, now=NOW + A_DAY)
    await give(15, customer_id="bob", now=NOW + 2 * A_DAY)
    await give(-20, now=NOW + 3 * A_DAY)

    found = [await totals(NOW + day * A_DAY) for day in range(4)]

    assert found == [
        (0, Decimal(0), 0, 0),
        (25, Decimal(4), 0, 1),
        (40, Decimal(6), 0, 2),
        (20, Decimal(2), 0, 2),
    ]
    assert await totals() == found[-1]


async def test_a_debt_is_told_apart_and_worth_nothing() -> None:
    """R15.1, R4.4."""
    await open_shop(settings={"clawback": "DEBT"})
    await add_customer("bob")
    await give(30, customer_id="bob")
    await fill_cart(line("10.00"), cart_id="bought")
    await place("bought", cart_id="bought")
    await invoice("bought")
    await fill_cart(line("10.00"), cart_id="spent")
    await apply_points(cart_id="spent", points=50, caller=ADA, now=NOW)
    await place("spent", cart_id="spent", now=NOW + A_DAY)
    change = StatusChange("bought", "failed", "k")
    await set_order_status(change=change, caller=ADMIN, now=NOW + 2 * A_DAY)

    assert await totals(NOW + A_DAY) == (30, Decimal(6), 0, 1)
    assert await totals(NOW + 2 * A_DAY) == (30, Decimal(6), 50, 1)
    assert await totals() == (30, Decimal(6), 50, 1)


async def test_a_lot_past_its_date_counts_until_its_entry() -> None:
    await open_shop(settings={"expiry_days": 10})
    await give(30)
    await expire_points(now=NOW + 20 * A_DAY)

    assert (await totals(NOW + 19 * A_DAY))[0] == 30
    assert (await totals(NOW + 20 * A_DAY))[0] == 0


async def test_months_are_those_of_the_websites_time_zone_and_worth_goes_soonest_first() -> None:
    """R15.1: of 25 and 15 points, 20 are worth 4.00, and the 40 together 8.00."""
    await open_shop()
    await put_website(code="us", time_zone="America/New_York", caller=ADMIN, now=NOW)
    await give(15, expires_at=datetime.fromisoformat("2025-01-01T04:30Z"))
    await give(25, expires_at=datetime.fromisoformat("2025-01-01T05:30Z"))
    await give(9)
    await give(7, expires_at=datetime.fromisoformat("9999-12-31T23:30Z"))

    expected = [
        (date(2024, 12, 1), 15, Decimal(2)),
        (date(2025, 1, 1), 25, Decimal(6)),
        (date(9999, 12, 1), 7, Decimal(0)),
        (None, 9, Decimal(2)),
    ]
    assert await months() == expected
    assert await months(NOW + A_DAY) == expected


@pytest.mark.parametrize(
    ("rounding", "expected"),
    [("INSTANT", date(2024, 5, 1)), ("END_OF_MONTH", date(2024, 6, 1)),
     ("END_OF_YEAR", date(2025, 1, 1))],
)  # fmt: skip
async def test_dates_that_follow_the_setting_are_those_of_the_instant(
    rounding: str, expected: date
) -> None:
    """R10.2: under DYNAMIC all lots move with the setting, in the books from then on."""
    await open_shop(settings={"expiry_days": 90, "expiry_calculation": "DYNAMIC"})
    await give(30)
    changes = {"expiry_days": 20, "expiry_rounding": rounding}
    await update_settings(website_code="us", changes=changes, caller=ADMIN, now=NOW + A_DAY)
    await update_settings(
        website_code="us", changes={"expiry_days": None}, caller=ADMIN, now=NOW + 2 * A_DAY
    )

    found = [(await months(NOW + day * A_DAY))[0][0] for day in range(3)]

    assert found == [date(2024, 7, 1), expected, None]
    assert await months() == [(None, 30, Decimal(6))]


async def test_worth_is_by_the_rate_and_the_group_of_the_instant() -> None:
    """R15.1, R2.2."""
    await open_shop()
    await give(30)
    await put_customer_group(code="vip", caller=ADMIN, now=NOW)
    await set_rate(
        RateDirection.POINTS_TO_CURRENCY, (10, "5"), group_code="vip", now=NOW + 2 * A_DAY
    )
    for code, day in (("vip", 1), ("general", 3)):
        await put_customer(
            customer_id="ada",
            website_code="us",
            email="ada@example.com",
            customer_group_code=code,
            caller=ADMIN,
            now=NOW + day * A_DAY,
        )

    found = [(await totals(NOW + day * A_DAY))[1] for day in range(4)]

    assert found == [6, 6, 15, 6]
    assert (await totals())[1] == 6


async def test_who_was_no_customer_yet_was_of_the_general_group() -> None:
    """R1.2."""
    await open_shop()
    await put_customer_group(code="vip", caller=ADMIN, now=NOW)
    await set_rate(RateDirection.POINTS_TO_CURRENCY, (10, "5"), group_code="vip")
    await fill_cart(line("6.00"), customer_id="new")
    await place()
    await invoice()
    await put_customer(
        customer_id="new",
        website_code="us",
        email="new@example.com",
        customer_group_code="vip",
        caller=ADMIN,
        now=NOW + A_DAY,
    )

    assert [(await totals(NOW + day * A_DAY))[1] for day in range(2)] == [6, 15]


async def test_points_of_a_deleted_website_stay_and_are_worth_nothing() -> None:
    """R1.5, R15.3."""
    await open_shop(website_code="uk")
    await open_shop()
    await set_rate(RateDirection.POINTS_TO_CURRENCY, (1, "1"))
    await give(30)
    await delete_website(code="us", caller=ADMIN, now=NOW + A_DAY)

    assert await totals(NOW) == (30, Decimal(6), 0, 1)
    assert await totals(NOW + A_DAY) == (30, Decimal(0), 0, 1)
    assert await totals() == (30, Decimal(0), 0, 1)


async def test_each_website_that_has_books_is_listed() -> None:
    await open_shop(website_code="uk", currency="GBP")
    await open_shop()
    await put_website(code="de", base_currency="EUR", caller=ADMIN, now=NOW + A_DAY)
    await put_website(code="fr", base_currency="EUR", caller=ADMIN, now=NOW + A_DAY)
    await delete_website(code="fr", caller=ADMIN, now=NOW + A_DAY)
    await delete_website(code="us", caller=ADMIN, now=NOW + A_DAY)

    today = await read_liability(as_of=None, website_code=None, now=FAR)
    before = await read_liability(as_of=NOW, website_code=None, now=FAR)

    assert [(each.website_code, each.worth.currency) for each in today] == [
        ("de", "EUR"), ("uk", "GBP"), ("us", "USD")
    ]  # fmt: skip
    assert [each.website_code for each in before] == ["uk", "us"]


async def test_no_sum_is_too_large() -> None:
    """R3.7: a rate set by mistake makes ten accounts worth a thousand trillions."""
    await open_shop(redemption=(1, "9999999999"))
    for number in range(10):
        await add_customer(f"c{number}")
        await give(1_000_000_000, customer_id=f"c{number}")

    assert await totals() == (10**10, Decimal(10**15), 0, 10)


async def test_an_unknown_website_and_the_future_are_refused() -> None:
    await open_shop()

    with pytest.raises(NotFound) as unknown:
        await liability(website_code="fr")
    with pytest.raises(OutOfRange) as future:
        await liability(NOW + A_DAY, now=NOW)

    assert (unknown.value.path, future.value.path) == (("website_code",), ("as_of",))
