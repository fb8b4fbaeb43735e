"""What the programme was at an instant (R15.1)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from models.database import fetch
from services.command.pages.cursor_page import PageRequest
from services.customers.putting import put_customer
from services.programme.history import rule_book_at
from services.programme.rule_book import rule_book
from services.rules.basics.enums import RateDirection
from services.setup.customer_groups import delete_customer_group, put_customer_group
from services.setup.exchange_rates import (
    delete_exchange_rate,
    list_exchange_rates,
    update_exchange_rate,
)
from services.setup.settings import reset_settings, update_settings
from services.setup.websites import delete_website, put_website
from tests.clock import NOW
from tests.services.shop import ADMIN, open_shop, set_rate

pytestmark = pytest.mark.usefixtures("database")

A_DAY = timedelta(days=1)
MOMENT = timedelta(microseconds=1)


async def the_rate(direction: RateDirection) -> str:
    page = await list_exchange_rates(direction=direction, page=PageRequest(10))
    return page.items[0].id


async def redemption(days: int) -> tuple[int, Decimal] | None:
    """Return what points were worth so many days from NOW."""
    book = await rule_book_at(NOW + days * A_DAY)
    rate = book.terms("us", "general").redemption
    return None if rate is None else (rate.points, rate.currency_amount)


async def test_a_rate_is_what_it_was_until_it_changed() -> None:
    await open_shop()
    rate_id = await the_rate(RateDirection.POINTS_TO_CURRENCY)
    await update_exchange_rate(
        rate_id=rate_id,
        website_code="us",
        customer_group_code=None,
        direction=RateDirection.POINTS_TO_CURRENCY,
        points=10,
        currency_amount=Decimal(3),
        caller=ADMIN,
        now=NOW + 2 * A_DAY,
    )
    await delete_exchange_rate(rate_id=rate_id, caller=ADMIN, now=NOW + 4 * A_DAY)

    found = [await redemption(day) for day in range(5)]

    before, after = (10, Decimal(2)), (10, Decimal(3))
    assert found == [before, before, after, after, None]


async def test_settings_are_what_they_were_until_they_changed() -> None:
    await open_shop(settings={"expiry_days": 30})
    await update_settings(
        website_code=None, changes={"expiry_days": 7}, caller=ADMIN, now=NOW + A_DAY
    )
    await reset_settings(
        website_code="us", fields=["expiry_days"], caller=ADMIN, now=NOW + 2 * A_DAY
    )

    books = [await rule_book_at(NOW + day * A_DAY) for day in range(3)]

    assert [book.settings["us"].expiry_days for book in books] == [30, 30, 7]


async def test_a_website_was_deleted_and_came_back_when_it_did() -> None:
    """R1.5: so did what was set up for it."""
    await open_shop(website_code="uk")
    await open_shop()
    await delete_website(code="us", caller=ADMIN, now=NOW + A_DAY)
    await put_website(code="us", base_currency="USD", caller=ADMIN, now=NOW + 2 * A_DAY)

    books = [await rule_book_at(NOW + day * A_DAY) for day in range(3)]

    assert [book.websites["us"].is_deleted for book in books] == [False, True, False]
    assert [book.terms("us", "general").earning is None for book in books] == [False, True, True]


async def test_of_two_changes_at_once_the_later_turn_is_the_later_change() -> None:
    """R15.1: a command whose clock was read first may get its turn last."""
    await open_shop(settings={"expiry_days": 30})
    for days, at in ((1, NOW + A_DAY), (2, NOW + A_DAY), (3, NOW)):
        changes = {"expiry_days": days}
        await update_settings(website_code="us", changes=changes, caller=ADMIN, now=at)

    book = await rule_book_at(NOW + A_DAY + 2 * MOMENT)

    assert book.settings["us"].expiry_days == 3


async def test_what_is_kept_last_is_what_is_in_force() -> None:
    await open_shop(settings={"expiry_days": 30, "max_percent_of_order": Decimal("12.5")})
    await put_customer_group(code="vip", caller=ADMIN, now=NOW)
    await set_rate(RateDirection.POINTS_TO_CURRENCY, (1, "1"), group_code="vip")
    await delete_customer_group(code="vip", caller=ADMIN, now=NOW + A_DAY)

    last, in_force = await rule_book_at(NOW + A_DAY), await rule_book()

    assert (last.settings, last.rates) == (in_force.settings, in_force.rates)


async def test_the_groups_that_a_customer_was_of_are_kept() -> None:
    await open_shop()
    for code, at in (("vip", A_DAY), ("top", 2 * A_DAY)):
        await put_customer_group(code=code, caller=ADMIN, now=NOW)
        await put_customer(
            customer_id="ada",
            website_code="us",
            email="ada@example.com",
            customer_group_code=code,
            caller=ADMIN,
            now=NOW + at,
        )
    await delete_customer_group(code="top", caller=ADMIN, now=NOW + 9 * A_DAY)

    rows = await fetch("SELECT group_before FROM customer_group_changes ORDER BY at")

    assert [row["group_before"] for row in rows] == ["general", "vip", "top"]
