"""The feature off, the storefront off, and rates that change meanwhile (R1.6, R2.6)."""

from datetime import timedelta
from decimal import Decimal

import pytest

from services.accounts.accounts import read_account
from services.checkout.carts import find_cart
from services.checkout.redemption import apply_points, apply_product_points
from services.command.pages.cursor_page import PageRequest
from services.operation.jobs import run_job
from services.promotions.product_points import ProductPoints, put_product_points
from services.rules.basics.enums import Job, LedgerReason, RateDirection
from services.rules.basics.refusals import StaleVersion
from services.setup.exchange_rates import list_exchange_rates, update_exchange_rate
from services.setup.settings import update_settings
from tests.clock import NOW
from tests.services.orders.order_life import balance, cancel, place_with_points, set_status
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
)

pytestmark = pytest.mark.usefixtures("database")


async def switch(**changes: object) -> None:
    await update_settings(website_code="us", changes=changes, caller=ADMIN, now=NOW)


async def change_rate(direction: RateDirection, points: int, amount: str) -> None:
    rates = await list_exchange_rates(direction=direction, page=PageRequest())
    await update_exchange_rate(
        rate_id=str(rates.items[0].id),
        website_code="us",
        customer_group_code=None,
        direction=direction,
        points=points,
        currency_amount=Decimal(amount),
        caller=ADMIN,
        now=NOW,
    )


async def test_with_the_feature_off_points_applied_before_are_not_used() -> None:
    """R1.6: and are again when it is back on."""
    await open_shop()
    await give(50)
    await fill_cart(line("10.00"))
    await apply_points(cart_id="c1", caller=ADMIN, now=NOW)

    await switch(enabled=False)
    off = await find_cart(cart_id="c1", now=NOW)
    await switch(enabled=True)
    on = await find_cart(cart_id="c1", now=NOW)

    assert (off.quote.points_used, off.quote.points_to_earn) == (0, 0)
    assert on.quote.points_used == 50


@pytest.mark.parametrize("switched_off", ["enabled", "enabled_on_storefront"])
async def test_what_is_off_when_it_would_be_earned_is_never_earned(switched_off: str) -> None:
    """R1.6: nor when it is back on."""
    await open_shop()
    await fill_cart(line("10.00"))
    await place()

    await switch(**{switched_off: False})
    done = await invoice()
    await switch(**{switched_off: True})

    assert (done.order.points_earned, await balance()) == (0, 0)
    assert done.message == "50 points were not earned: earning is switched off at the moment."


async def test_with_the_feature_off_adjustments_still_run() -> None:
    """R1.6."""
    await open_shop(settings={"enabled": False})

    await give(10)

    assert await balance() == 10


async def test_with_the_feature_off_points_still_expire() -> None:
    """R1.6: by the job, and before any other command."""
    await open_shop(settings={"enabled": False, "expiry_days": 30})
    await add_customer("bob")
    await give(40)
    await give(10, customer_id="bob")
    later = NOW + timedelta(days=30)

    await give(5, now=later)

    assert (await read_account(customer_id="ada", website_code="us", now=later)).entries == 3
    assert await run_job(job=Job.EXPIRE_POINTS, now=later) == 1


@pytest.mark.parametrize("switched_off", ["enabled", "enabled_on_storefront"])
async def test_whatever_is_off_orders_give_back_and_lose_their_points(switched_off: str) -> None:
    """R1.6, R6.3: returns, then reversals still run."""
    await open_shop()
    await give(100)
    await place_with_points(quantity=4)
    await set_status("complete")

    await switch(**{switched_off: False})
    done = await set_status("failed")

    assert [(entry.reason, entry.points) for entry in done.entries] == [
        (LedgerReason.REDEMPTION_RETURNED, 100),
        (LedgerReason.EARNING_REVERSED, -100),
    ]
    assert await balance() == 100


async def test_with_the_feature_off_lines_are_not_paid_with_points() -> None:
    """R1.6: though that needs no rate."""
    await open_shop()
    await give(50)
    product = ProductPoints("sku-l1", 50, None, ())
    await put_product_points(product=product, caller=ADMIN, now=NOW)
    await fill_cart(line("10.00"))
    await apply_product_points(cart_id="c1", caller=ADMIN, now=NOW)

    await switch(enabled=False)

    off = await find_cart(cart_id="c1", now=NOW)
    assert (off.quote.product_points_used, off.quote.amount_due) == (0, Decimal("10.00"))


@pytest.mark.parametrize("switched_off", ["enabled", "enabled_on_storefront"])
async def test_with_a_switch_off_registering_is_not_awarded(switched_off: str) -> None:
    """R1.6."""
    await open_shop(settings={"registration_points": 50, switched_off: False})

    await add_customer("bob")

    assert (await read_account(customer_id="bob", website_code="us", now=NOW)).balance == 0


async def test_purchases_earn_nothing_while_that_is_off() -> None:
    """R6.7."""
    await open_shop(settings={"earn_on_purchase": False})
    cart = await fill_cart(line("10.00"))
    placed = await place()

    done = await invoice()

    assert (cart.quote.points_to_earn, cart.quote.sources) == (0, ())
    assert placed.orders[0].points_pending == 0
    assert (done.order.points_earned, await balance()) == (0, 0)


async def test_an_order_earns_by_the_rate_it_was_placed_at() -> None:
    """R2.6: the entry records it too."""
    await open_shop()
    await fill_cart(line("10.00"))
    await place()
    await change_rate(RateDirection.CURRENCY_TO_POINTS, 99, "1.00")

    done = await invoice()

    (entry,) = done.entries
    assert entry.points == 50
    assert entry.rate is not None
    assert (entry.rate.points, entry.rate.direction) == (10, RateDirection.CURRENCY_TO_POINTS)


async def test_points_come_back_at_the_rate_they_were_taken_at() -> None:
    """R2.6: half of what cost 100 points at 10 for 2.00, though 10 are 1.00 by now."""
    await open_shop()
    await give(100)
    await place_with_points(quantity=2)
    await change_rate(RateDirection.POINTS_TO_CURRENCY, 10, "1.00")

    done = await cancel(("l1", 1))

    (entry,) = done.entries
    assert entry.points == 50
    assert entry.rate is not None
    assert entry.rate.points == 10
    assert entry.rate.currency_amount == Decimal(2)


async def test_points_are_taken_at_the_rate_of_the_placement() -> None:
    """R2.6."""
    await open_shop()
    await give(50)
    await fill_cart(line("10.00"))
    await apply_points(cart_id="c1", caller=ADA, now=NOW)

    placed = await place()

    rate = placed.orders[0].quote.redemption.rate
    assert rate is not None
    assert (rate.points, rate.currency_amount, rate.priority) == (10, Decimal("2.00"), 3)


async def test_placing_never_charges_more_than_the_cart_last_answered() -> None:
    """R5.7: as many points, which are worth less by now."""
    await open_shop()
    await give(30)
    await fill_cart(line("10.00"))
    await apply_points(cart_id="c1", points=30, caller=ADA, now=NOW)

    await change_rate(RateDirection.POINTS_TO_CURRENCY, 10, "1.00")

    with pytest.raises(StaleVersion):
        await place()
    assert await balance() == 30


async def test_placing_redeems_fewer_points_where_nothing_more_is_charged() -> None:
    """R5.7: points are worth more by now."""
    await open_shop()
    await give(50)
    await fill_cart(line("10.00"))
    await apply_points(cart_id="c1", caller=ADA, now=NOW)

    await change_rate(RateDirection.POINTS_TO_CURRENCY, 10, "5.00")

    await place()
    assert await balance() == 30


async def test_a_guests_cart_earns_nothing() -> None:
    """R6.7."""
    await open_shop()

    cart = await fill_cart(line("10.00"), customer_id=None)

    assert (cart.quote.points_to_earn, cart.quote.sources) == (0, ())
