"""Earning factors of cart rules, from the set-up to the order (R6.12, R8.1)."""

from dataclasses import replace
from decimal import Decimal

import pytest

from services.accounts.verification import check_ledger
from services.orders.attachment import attach_customer
from services.orders.placement import Placed, place_orders
from services.orders.placement_checks import NewOrder, Placement
from services.promotions.cart_rules import create_cart_rule, delete_cart_rule
from services.rules.basics import refusals as errors
from services.rules.basics.quantities import quantity
from services.rules.basics.refusals import RewardsError
from services.rules.checkout.cart_rules import CartRule
from services.rules.checkout.splitting import OrderPart
from tests.clock import NOW
from tests.services.orders.order_life import balance, cancel, memo, refund
from tests.services.shop import ADMIN, fill_cart, invoice, line, open_shop, place

pytestmark = pytest.mark.usefixtures("database")

WEEKEND = CartRule("", "Double weekend", earning_factor=Decimal(2))


async def create(rule: CartRule = WEEKEND) -> CartRule:
    return await create_cart_rule(wanted=rule, caller=ADMIN, now=NOW)


async def place_two() -> Placed:
    parts = [NewOrder(f"o{n}", None, OrderPart((("l1", quantity(1)),))) for n in (1, 2)]
    return await place_orders(placement=Placement("c1", tuple(parts)), caller=ADMIN, now=NOW)


@pytest.mark.parametrize("factor", ["0", "0.01", "2", "1.5", "100", "1.50"])
async def test_a_factor_may_be_the_only_action(factor: str) -> None:
    """R8.1: 0 to 100, at most 2 decimals."""
    await open_shop()

    created = await create(replace(WEEKEND, earning_factor=Decimal(factor)))

    assert created.earning_factor == Decimal(factor)


@pytest.mark.parametrize(
    ("factor", "refused"),
    [
        pytest.param("-0.01", errors.OutOfRange, id="below-0"),
        pytest.param("100.01", errors.OutOfRange, id="above-100"),
        pytest.param("1.005", errors.Invalid, id="3-decimals"),
        pytest.param("NaN", errors.Invalid, id="no-number"),
        pytest.param("Infinity", errors.Invalid, id="without-end"),
    ],
)
async def test_what_no_factor_can_be_is_refused(factor: str, refused: type[RewardsError]) -> None:
    """R8.1."""
    await open_shop()

    with pytest.raises(refused) as refusal:
        await create(replace(WEEKEND, earning_factor=Decimal(factor)))

    assert refusal.value.path == ("earning_factor",)


async def test_the_order_keeps_the_factor_though_the_rule_is_gone() -> None:
    """R6.8, R6.10, R6.12: in order, cancellation, invoice and refund; 10.00 earn 50 twice."""
    await open_shop(settings={"deduct_earned_points_on_refund": True})
    rule = await create()
    await fill_cart(line("10.00", 4))
    placed = await place()
    await delete_cart_rule(rule_id=rule.id, caller=ADMIN, now=NOW)

    cancelled = await cancel(("l1", 1))
    invoiced = await invoice()
    refunded = await refund(memo(("l1", 1)))

    assert placed.orders[0].points_pending == 400
    assert cancelled.order.points_pending == 300
    assert invoiced.order.points_earned == 300
    assert (refunded.command.order.points_reversed, await balance()) == (100, 200)
    assert (await check_ledger()).ok


async def test_a_factor_of_0_earns_nothing_by_the_rate() -> None:
    """R8.1."""
    await open_shop()
    await create(replace(WEEKEND, earning_factor=Decimal(0), points=7))
    await fill_cart(line("10.00"))
    await place()

    done = await invoice()

    assert (done.order.points_earned, await balance()) == (7, 7)


async def test_the_factor_goes_with_every_order_of_a_cart() -> None:
    """R6.12."""
    await open_shop()
    await create()
    await fill_cart(line("10.00", 2))
    await place_two()

    earned = [(await invoice(order_id)).order.points_earned for order_id in ("o1", "o2")]

    assert earned == [100, 100]


async def test_a_guests_orders_get_the_factor_of_the_day_they_find_their_customer() -> None:
    """R6.7, R8.2: each of them, though it is not recorded when the guest places."""
    await open_shop()
    await fill_cart(line("10.00", 2), customer_id=None)
    await place_two()
    await create()

    attached = [
        await attach_customer(order_id=order_id, customer_id="ada", caller=ADMIN, now=NOW)
        for order_id in ("o1", "o2")
    ]

    assert [done.order.points_pending for done in attached] == [100, 100]
