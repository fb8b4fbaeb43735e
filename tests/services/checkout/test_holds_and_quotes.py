"""A hold follows the cart's quote down, and tells until when its points are safe (R4.5, R5.7)."""

from datetime import datetime, timedelta

import pytest

from services.accounts.accounts import read_account
from services.accounts.imports import ImportRow, import_points
from services.accounts.verification import check_ledger
from services.checkout.answers import Cart
from services.checkout.carts import find_cart
from services.checkout.redemption import apply_points, apply_product_points, hold_points
from services.ledger.reading.standing import AccountStanding
from services.promotions.product_points import ProductPoints, put_product_points
from services.rules.basics.enums import RateDirection
from services.setup.settings import update_settings
from tests.clock import NOW
from tests.services.shop import (
    ADA,
    ADMIN,
    count_rows,
    fill_cart,
    give,
    line,
    open_shop,
    place,
    set_rate,
)

pytestmark = pytest.mark.usefixtures("database")

HALF_AN_HOUR = 30 * 60


async def standing(now: datetime = NOW) -> AccountStanding:
    return await read_account(customer_id="ada", website_code="us", now=now)


async def hold(price: str, *, points: int | None = None, cart_id: str = "c1") -> Cart:
    """Apply points to the cart and hold them for half an hour."""
    await fill_cart(line(price), cart_id=cart_id)
    await apply_points(cart_id=cart_id, points=points, caller=ADA, now=NOW)
    return await hold_points(cart_id=cart_id, ttl_seconds=HALF_AN_HOUR, caller=ADA, now=NOW)


def held(cart: Cart) -> int:
    return cart.hold.points if cart.hold else 0


@pytest.mark.parametrize(("price", "kept"), [("30.00", 150), ("10.00", 50), ("0.00", 0)])
async def test_a_hold_shrinks_with_what_the_cart_needs(price: str, kept: int) -> None:
    """R5.7: 250 points were held for 50.00."""
    await open_shop()
    await give(500)
    await hold("50.00")

    put = await fill_cart(line(price))

    assert (held(put), (await standing()).held) == (kept, kept)
    assert await count_rows("point_holds") == (1 if kept else 0)


async def test_a_hold_shrinks_to_the_number_chosen() -> None:
    """R5.7."""
    await open_shop()
    await give(500)
    await hold("50.00")

    applied = await apply_points(cart_id="c1", points=50, caller=ADA, now=NOW)

    assert (held(applied), (await standing()).available) == (50, 450)


async def test_a_hold_ends_when_nothing_is_applied_any_more() -> None:
    """R4.3, R5.7: a number below one group applies nothing."""
    await open_shop()
    await give(500)
    await hold("50.00")

    await apply_points(cart_id="c1", points=9, caller=ADA, now=NOW)

    assert ((await standing()).held, await count_rows("point_holds")) == (0, 0)


async def test_a_hold_of_both_kinds_shrinks_to_what_pays_lines() -> None:
    """R5.7, R7.3: 20 points pay half of the line, 100 more the rest."""
    await open_shop()
    await put_product_points(product=ProductPoints("sku-l1", 40), caller=ADMIN, now=NOW)
    await give(500)
    await fill_cart(line("40.00"))
    await apply_product_points(cart_id="c1", points=20, caller=ADA, now=NOW)
    await apply_points(cart_id="c1", caller=ADA, now=NOW)
    await hold_points(cart_id="c1", caller=ADA, now=NOW)

    both = (await standing()).held
    await apply_points(cart_id="c1", points=9, caller=ADA, now=NOW)

    assert (both, (await standing()).held) == (120, 20)


async def test_a_hold_never_grows_by_itself() -> None:
    """R5.7."""
    await open_shop()
    await give(500)
    await hold("10.00")

    put = await fill_cart(line("50.00"))
    applied = await apply_points(cart_id="c1", caller=ADA, now=NOW)
    again = await fill_cart(line("10.00"))

    assert applied.quote.points_used == 250
    assert (held(put), held(applied), held(again)) == (50, 50, 50)


async def test_what_a_hold_let_go_of_does_not_come_back() -> None:
    """R5.7."""
    await open_shop()
    await give(500)
    await hold("50.00")
    await fill_cart(line("10.00"))

    put = await fill_cart(line("50.00"))

    assert (put.quote.points_used, held(put)) == (250, 50)


async def test_reading_shows_the_smaller_of_hold_and_quote_and_changes_nothing() -> None:
    """R5.7: points are worth twice as much for a moment, so that 125 pay for the cart."""
    await open_shop()
    await give(500)
    await hold("50.00")
    rate, direction = (10, "4.00"), RateDirection.POINTS_TO_CURRENCY
    await set_rate(direction, rate, website_code="us", group_code="general")

    shown = await find_cart(cart_id="c1", now=NOW)
    before = (await standing()).held
    await fill_cart(line("50.00"))

    assert (held(shown), before, (await standing()).held) == (130, 250, 130)


async def test_a_new_hold_replaces_the_old_one_and_may_be_larger() -> None:
    """R5.7."""
    await open_shop()
    await give(500)
    await hold("10.00")
    await fill_cart(line("50.00"))

    again = await hold_points(cart_id="c1", ttl_seconds=60, caller=ADA, now=NOW)

    assert again.hold is not None
    assert (again.hold.points, again.hold.expires_at) == (250, NOW + timedelta(seconds=60))


async def give_until(points: int, expires_at: datetime | None, key: str) -> None:
    row = ImportRow("ada", "us", points, created_at=NOW, expires_at=expires_at)
    await import_points(idempotency_key=key, rows=[row], dry_run=False, caller=ADMIN, now=NOW)


async def test_a_hold_is_safe_until_the_first_of_its_points_expire() -> None:
    """R4.5, R3.2: 40 of the points expire in 5 minutes; they would be taken first."""
    await open_shop()
    await give_until(40, NOW + timedelta(minutes=5), "soon")
    await give_until(100, None, "never")

    cart = await hold("20.00")

    assert cart.hold is not None
    assert cart.hold.expires_at == NOW + timedelta(minutes=5)


async def test_a_hold_whose_points_outlive_it_is_safe_for_its_time() -> None:
    """R4.5."""
    await open_shop()
    await give_until(40, NOW + timedelta(days=5), "late")

    cart = await hold("8.00")

    assert cart.hold is not None
    assert cart.hold.expires_at == NOW + timedelta(seconds=HALF_AN_HOUR)


async def test_dates_that_follow_the_setting_count_as_it_stands() -> None:
    """R4.5, R10.2: under DYNAMIC the points of 29 days and 23:50 have ten minutes left."""
    await open_shop(settings={"expiry_days": 90})
    born = NOW - timedelta(days=30) + timedelta(minutes=10)
    await give(50, now=born)
    await give(50)
    dynamic = {"expiry_days": 30, "expiry_calculation": "DYNAMIC"}
    await update_settings(website_code="us", changes=dynamic, caller=ADMIN, now=NOW)

    cart = await hold("10.00")

    assert cart.hold is not None
    assert cart.hold.expires_at == NOW + timedelta(minutes=10)


async def test_points_held_are_never_more_than_the_balance() -> None:
    """R4.5: the points expire under a hold of half an hour."""
    await open_shop()
    await give_until(100, NOW + timedelta(minutes=5), "soon")
    await hold("20.00")
    later = NOW + timedelta(minutes=10)

    account = await standing(later)
    cart = await find_cart(cart_id="c1", now=later)

    assert (account.balance, account.held, account.available) == (0, 0, 0)
    assert (cart.quote.points_used, cart.hold) == (0, None)


async def test_a_cart_may_use_no_more_than_there_is_when_all_is_held_twice() -> None:
    """R4.5, R5.4: 100 of the 160 points held by two carts have expired."""
    await open_shop()
    await give_until(100, NOW + timedelta(minutes=5), "soon")
    await give_until(60, None, "never")
    await hold("20.00", cart_id="c1")
    await hold("12.00", cart_id="c2")
    later = NOW + timedelta(minutes=10)

    account = await standing(later)
    carts = [await find_cart(cart_id=cart_id, now=later) for cart_id in ("c1", "c2")]

    assert (account.balance, account.held, account.available) == (60, 60, 0)
    assert [cart.quote.points_used for cart in carts] == [0, 0]


async def test_a_shrunk_hold_is_captured_by_placing() -> None:
    """R5.7."""
    await open_shop()
    await give(500)
    await hold("50.00")
    await fill_cart(line("10.00"))

    await place()

    account = await standing()
    assert (account.balance, account.held, account.available) == (450, 0, 450)
    assert (await check_ledger()).ok
