"""Orders with a coupon code, where they earn nothing by the rate (R6.12)."""

from dataclasses import replace
from decimal import Decimal

import pytest

from services.orders.attachment import attach_customer
from services.orders.placement import place_orders
from services.orders.placement_checks import NewOrder, Placement
from services.promotions.cart_rules import create_cart_rule
from services.promotions.product_points import ProductPoints, put_product_points
from services.rules.basics.quantities import quantity
from services.rules.checkout.cart_rules import CartRule
from services.rules.checkout.splitting import OrderPart
from services.setup.settings import update_settings
from tests.clock import NOW
from tests.services.orders.order_life import balance
from tests.services.shop import ADMIN, fill_cart, invoice, line, open_shop, place

pytestmark = pytest.mark.usefixtures("database")

COUPON = ("SAVE",)


async def earn_with_coupons(*, wanted: bool) -> None:
    changes = {"earn_with_coupons": wanted}
    await update_settings(website_code="us", changes=changes, caller=ADMIN, now=NOW)


@pytest.mark.parametrize(
    ("with_coupons", "coupons", "earned"),
    [
        pytest.param(True, COUPON, 50, id="as-at-first"),
        pytest.param(False, COUPON, 0, id="off"),
        pytest.param(False, (), 50, id="without-a-coupon"),
    ],
)
async def test_a_coupon_keeps_an_order_from_earning_by_the_rate(
    with_coupons: bool,  # noqa: FBT001  a table's columns
    coupons: tuple[str, ...],
    earned: int,
) -> None:
    """R6.12: whether or not a rule knows the code."""
    await open_shop()
    await earn_with_coupons(wanted=with_coupons)
    cart = await fill_cart(line("10.00"), coupon_codes=coupons)
    await place()

    await invoice()

    assert (cart.quote.points_to_earn, await balance()) == (earned, earned)
    assert (cart.quote.next_step is None) is (earned == 0)


async def test_products_and_rules_still_earn_with_a_coupon() -> None:
    """R6.12: and a factor has nothing to multiply."""
    await open_shop()
    await earn_with_coupons(wanted=False)
    product = ProductPoints("sku-l1", points_received=3)
    await put_product_points(product=product, caller=ADMIN, now=NOW)
    rule = CartRule("", "Welcome", points=25, coupon_code="SAVE")
    await create_cart_rule(wanted=rule, caller=ADMIN, now=NOW)
    factor = replace(rule, points=None, earning_factor=Decimal(2))
    await create_cart_rule(wanted=factor, caller=ADMIN, now=NOW)
    await fill_cart(line("10.00"), coupon_codes=COUPON)
    await place()

    done = await invoice()

    assert done.order.points_earned == 28


@pytest.mark.parametrize("at_placing", [True, False])
async def test_what_holds_when_the_order_is_placed_stays(at_placing: bool) -> None:  # noqa: FBT001
    """R2.6, R6.12: each of a cart's orders."""
    await open_shop()
    await earn_with_coupons(wanted=at_placing)
    await fill_cart(line("10.00", 2), coupon_codes=COUPON)
    parts = tuple(NewOrder(f"o{n}", None, OrderPart((("l1", quantity(1)),))) for n in (1, 2))
    await place_orders(placement=Placement("c1", parts), caller=ADMIN, now=NOW)
    await earn_with_coupons(wanted=not at_placing)

    earned = [(await invoice(order.id)).order.points_earned for order in parts]

    assert earned == ([50, 50] if at_placing else [0, 0])


async def test_a_guests_order_with_a_coupon_earns_its_customer_nothing() -> None:
    """R6.7, R6.12."""
    await open_shop()
    await earn_with_coupons(wanted=False)
    await fill_cart(line("10.00"), customer_id=None, coupon_codes=COUPON)
    await place()

    done = await attach_customer(order_id="o1", customer_id="ada", caller=ADMIN, now=NOW)

    assert done.order.points_pending == 0


async def test_a_guest_is_not_told_of_points_that_a_coupon_keeps_away() -> None:
    """R5.8, R6.12."""
    await open_shop()
    await earn_with_coupons(wanted=False)

    cart = await fill_cart(line("10.00"), customer_id=None, coupon_codes=COUPON)

    assert cart.quote.points_to_earn_if_registered == 0
