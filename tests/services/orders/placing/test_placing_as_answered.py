"""Placing takes no more money and no more points than the cart last answered (R5.7)."""

from collections.abc import Awaitable, Callable
from decimal import Decimal

import pytest

from models.tables.checkout import CartRow
from services.accounts.accounts import read_account
from services.checkout.carts import find_cart
from services.checkout.redemption import apply_points, apply_product_points
from services.promotions.cart_rules import create_cart_rule, delete_cart_rule
from services.promotions.product_points import ProductPoints, put_product_points
from services.rules.basics.enums import DiscountKind, RateDirection
from services.rules.basics.refusals import InsufficientPoints, StaleVersion
from services.rules.checkout.cart_rules import CartRule
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

TEN_OFF = CartRule(
    "", "Ten off", discount_kind=DiscountKind.FIXED, discount_amount=Decimal("10.00")
)


async def redemption_rate(points: int, amount: str) -> None:
    """Set what points are worth to Ada's group, which beats the website's own rate."""
    rate = (points, amount)
    direction = RateDirection.POINTS_TO_CURRENCY
    await set_rate(direction, rate, website_code="us", group_code="general")


async def use_points(points: int | None = None, *, price: str) -> None:
    await fill_cart(line(price))
    await apply_points(cart_id="c1", points=points, caller=ADA, now=NOW)


async def nothing_is_written() -> bool:
    cart = await find_cart(cart_id="c1", now=NOW)
    return cart.active and await count_rows("orders") == 0


async def balance() -> int:
    return (await read_account(customer_id="ada", website_code="us", now=NOW)).balance


async def test_more_points_than_answered_are_refused_though_the_amount_due_is_as_expected() -> None:
    """R5.7: the rate has halved, so that the same 20.00 would take 200 points, not 100."""
    await open_shop()
    await give(300)
    await use_points(price="20.00")
    await redemption_rate(10, "1.00")

    with pytest.raises(StaleVersion) as refused:
        await place(expected="0.00")

    assert refused.value.message == (
        "The quote was 0.00 due and 100 points; now it is 0.00 and 200 points."
    )
    assert (await balance(), await nothing_is_written()) == (300, True)


async def test_more_money_for_the_same_points_is_refused_and_no_points_are_said_to_miss() -> None:
    """R5.7: a cart rule's discount of 10.00 ends between the quote and the placing."""
    await open_shop()
    rule = await create_cart_rule(wanted=TEN_OFF, caller=ADMIN, now=NOW)
    await give(200)
    await use_points(200, price="130.00")
    await delete_cart_rule(rule_id=rule.id, caller=ADMIN, now=NOW)

    with pytest.raises(StaleVersion) as refused:
        await place()

    assert refused.value.missing_points is None
    assert refused.value.message == (
        "The quote was 80.00 due and 200 points; now it is 90.00 and 200 points."
    )
    assert await nothing_is_written()


async def the_rate_falls() -> None:
    await redemption_rate(10, "1.00")


async def the_limit_falls() -> None:
    changes = {"max_points_per_order": 50}
    await update_settings(website_code="us", changes=changes, caller=ADMIN, now=NOW)


async def the_feature_goes() -> None:
    changes = {"enabled": False}
    await update_settings(website_code="us", changes=changes, caller=ADMIN, now=NOW)


@pytest.mark.parametrize("change", [the_rate_falls, the_limit_falls, the_feature_goes])
async def test_whatever_else_changes_is_a_stale_quote(
    change: Callable[[], Awaitable[None]],
) -> None:
    """R5.7: the 100 points are there, but 80.00 is no longer all that is due."""
    await open_shop()
    await give(100)
    await use_points(100, price="100.00")
    await change()

    with pytest.raises(StaleVersion):
        await place()

    assert await nothing_is_written()


async def test_a_dearer_product_in_points_is_a_stale_quote() -> None:
    """R5.7, R7.2: 10 points would no longer pay for the line."""
    await open_shop()
    await put_product_points(product=ProductPoints("sku-l1", 10), caller=ADMIN, now=NOW)
    await give(30)
    await fill_cart(line("9.00"))
    await apply_product_points(cart_id="c1", caller=ADA, now=NOW)
    await put_product_points(product=ProductPoints("sku-l1", 30), caller=ADMIN, now=NOW)

    with pytest.raises(StaleVersion):
        await place()

    assert await nothing_is_written()


async def test_points_that_are_missing_are_the_reason_even_if_the_rate_fell_too() -> None:
    """R3.4, R5.7: 100 were quoted, 95 are left."""
    await open_shop()
    await give(100)
    await use_points(100, price="100.00")
    await redemption_rate(10, "1.00")
    await give(-5)

    with pytest.raises(InsufficientPoints) as refused:
        await place()

    assert refused.value.missing_points == 5


async def test_fewer_points_for_no_more_money_are_placed() -> None:
    """R5.7: the rate has doubled, 50 points pay the same 20.00; 100 are no longer there."""
    await open_shop()
    await give(100)
    await use_points(price="20.00")
    await redemption_rate(10, "4.00")
    await give(-40)

    placed = await place()

    assert (placed.orders[0].points_used, str(placed.orders[0].quote.amount_due)) == (50, "0.00")
    assert await balance() == 10


async def test_less_money_than_answered_is_placed_unless_an_amount_is_expected() -> None:
    """R5.7."""
    await open_shop()
    await fill_cart(line("30.00"))
    await create_cart_rule(wanted=TEN_OFF, caller=ADMIN, now=NOW)

    with pytest.raises(StaleVersion):
        await place(expected="30.00")
    placed = await place()

    assert placed.orders[0].quote.amount_due == Decimal("20.00")


async def test_a_gift_card_does_not_pay_more_than_answered() -> None:
    """R5.7: nothing is due before and after, but the gift card would pay 10.00 more."""
    await open_shop()
    rule = await create_cart_rule(wanted=TEN_OFF, caller=ADMIN, now=NOW)
    await fill_cart(line("60.00"), gift_card=Decimal("100.00"))
    await delete_cart_rule(rule_id=rule.id, caller=ADMIN, now=NOW)

    with pytest.raises(StaleVersion) as refused:
        await place(expected="0.00")

    assert "50.00" in refused.value.message
    assert "60.00" in refused.value.message


async def test_a_cart_whose_gift_card_was_not_noted_is_bound_by_its_amount_due() -> None:
    """R5.7: as carts quoted before the upgrade are."""
    await open_shop()
    rule = await create_cart_rule(wanted=TEN_OFF, caller=ADMIN, now=NOW)
    await fill_cart(line("60.00"), gift_card=Decimal("100.00"))
    await CartRow.filter(id="c1").update(quoted_money_e4=None)
    await delete_cart_rule(rule_id=rule.id, caller=ADMIN, now=NOW)

    placed = await place()

    assert placed.orders[0].quote.gift_card == Decimal("60.00")
