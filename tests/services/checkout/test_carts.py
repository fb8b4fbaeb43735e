"""Carts put, listed and answered: wishes, holds and the last quote go with them (R5.7, R12.1)."""

from datetime import timedelta

import pytest

from services.accounts.accounts import account_history, read_account
from services.checkout.carts import find_cart, find_newest_cart, find_own_carts
from services.checkout.redemption import apply_points, apply_product_points, hold_points
from services.command.pages.cursor_page import PageRequest
from services.promotions.product_points import ProductPoints, put_product_points
from services.rules.basics.enums import LedgerReason
from services.rules.basics.refusals import InsufficientPoints
from services.setup.settings import update_settings
from tests.clock import NOW
from tests.services.shop import ADA, ADMIN, add_customer, fill_cart, give, line, open_shop, place

pytestmark = pytest.mark.usefixtures("database")

A_DAY = timedelta(days=1)


async def sell_for_points(points: int = 60) -> None:
    product = ProductPoints("sku-l1", points, None, ())
    await put_product_points(product=product, caller=ADMIN, now=NOW)


async def held(website_code: str = "us") -> int:
    return (await read_account(customer_id="ada", website_code=website_code, now=NOW)).held


async def switch_storefront(website_code: str, *, on: bool) -> None:
    changes = {"enabled_on_storefront": on}
    await update_settings(website_code=website_code, changes=changes, caller=ADMIN, now=NOW)


async def test_a_cart_that_goes_to_another_customer_lets_go_of_the_firsts_points() -> None:
    """R5.7."""
    await open_shop()
    await add_customer("bob")
    await give(50)
    await fill_cart(line("10.00"))
    await apply_points(cart_id="c1", caller=ADA, now=NOW)
    await hold_points(cart_id="c1", caller=ADA, now=NOW)

    await fill_cart(line("10.00"), customer_id="bob")

    assert await held() == 0


async def test_points_that_pay_lines_are_held_too() -> None:
    """R5.7, R7.3: 60 for the line of 9.00 and 40 for 8.00 of the other."""
    await open_shop()
    await give(110)
    await sell_for_points()
    await fill_cart(line("9.00"), line("8.00", line_id="l2"))
    await apply_product_points(cart_id="c1", caller=ADA, now=NOW)
    await apply_points(cart_id="c1", caller=ADA, now=NOW)

    await hold_points(cart_id="c1", caller=ADA, now=NOW)

    assert await held() == 100


async def test_points_that_pay_lines_cannot_be_chosen_again() -> None:
    """R4.3, R7.3."""
    await open_shop()
    await give(100)
    await sell_for_points()
    await fill_cart(line("9.00"), line("20.00", line_id="l2"))
    await apply_product_points(cart_id="c1", caller=ADA, now=NOW)

    with pytest.raises(InsufficientPoints) as refused:
        await apply_points(cart_id="c1", points=50, caller=ADA, now=NOW)

    assert refused.value.missing_points == 10


async def test_product_points_that_were_quoted_and_are_gone_are_missing() -> None:
    """R5.7, R7.3."""
    await open_shop()
    await give(60)
    await sell_for_points()
    await fill_cart(line("9.00"))
    await apply_product_points(cart_id="c1", caller=ADA, now=NOW)
    await give(-60)

    with pytest.raises(InsufficientPoints) as refused:
        await place()

    assert refused.value.missing_points == 60


async def test_a_quote_answered_in_a_list_binds_the_placement() -> None:
    """R5.7: fewer points are not placed than the last answer told."""
    await open_shop()
    await give(20)
    await fill_cart(line("10.00"))
    await apply_points(cart_id="c1", caller=ADA, now=NOW)
    await give(30)
    (listed,) = await find_own_carts(cart_ids=["c1"], customer_id="ada", now=NOW)
    await give(-30)

    with pytest.raises(InsufficientPoints) as refused:
        await place()

    assert listed.quote.points_used == 50
    assert refused.value.missing_points == 30


async def test_a_list_of_carts_shows_no_hold_that_is_over() -> None:
    """R5.7: to the instant."""
    await open_shop()
    await give(50)
    await fill_cart(line("10.00"))
    await apply_points(cart_id="c1", caller=ADA, now=NOW)
    await hold_points(cart_id="c1", ttl_seconds=60, caller=ADA, now=NOW)

    (listed,) = await find_own_carts(
        cart_ids=["c1"], customer_id="ada", now=NOW + timedelta(seconds=60)
    )

    assert listed.hold is None


async def test_holding_points_writes_off_first_what_has_expired() -> None:
    """R3.3."""
    await open_shop(settings={"expiry_days": 30})
    await give(40)
    await give(50, now=NOW + A_DAY)
    late = NOW + 30 * A_DAY
    await fill_cart(line("10.00"), now=late)
    await apply_points(cart_id="c1", caller=ADA, now=late)

    await hold_points(cart_id="c1", caller=ADA, now=late)

    standing = await read_account(customer_id="ada", website_code="us", now=late)
    newest = (await account_history(standing=standing, page=PageRequest())).items[0]
    assert (newest.reason, newest.points) == (LedgerReason.EXPIRED, -40)


async def test_a_storefront_switched_off_leaves_the_wishes_of_another_website() -> None:
    """R1.6."""
    await open_shop()
    await open_shop(website_code="uk", currency="GBP")
    await give(50)
    await fill_cart(line("10.00"))
    await apply_points(cart_id="c1", caller=ADA, now=NOW)

    await switch_storefront("uk", on=False)

    assert (await find_cart(cart_id="c1", now=NOW)).quote.points_used == 50


async def test_a_wish_to_pay_lines_dies_with_the_storefront_too() -> None:
    """R1.6: it is not back when the storefront is."""
    await open_shop()
    await give(60)
    await sell_for_points()
    await fill_cart(line("9.00"))
    await apply_product_points(cart_id="c1", caller=ADA, now=NOW)

    await switch_storefront("us", on=False)
    await switch_storefront("us", on=True)

    assert (await find_cart(cart_id="c1", now=NOW)).quote.product_points_used == 0


async def test_the_newest_cart_is_one_that_was_not_placed() -> None:
    """R12.1: the one in hand."""
    await open_shop()
    await fill_cart(line("10.00"))
    await fill_cart(line("10.00"), cart_id="c2", now=NOW + A_DAY)
    await place(cart_id="c2")

    newest = await find_newest_cart(customer_id="ada", website_code="us", now=NOW + A_DAY)

    assert newest.id == "c1"
