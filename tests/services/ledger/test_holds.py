"""Points kept for a checkout while the customer pays (R5.7)."""

import asyncio
from datetime import timedelta

import pytest

from services.accounts.accounts import read_account
from services.checkout.carts import find_cart, find_own_carts
from services.checkout.putting import delete_cart
from services.checkout.redemption import apply_points, hold_points, remove_points
from services.ledger.reading.standing import AccountStanding
from services.operation.jobs import run_job
from services.rules.basics.enums import Job
from services.rules.basics.refusals import Disabled, InsufficientPoints, Invalid, OutOfRange
from services.setup.settings import update_settings
from tests.clock import NOW
from tests.services.shop import ADA, ADMIN, count_rows, fill_cart, give, line, open_shop, place

pytestmark = pytest.mark.usefixtures("database")

A_QUARTER = timedelta(minutes=15)


async def standing(at: timedelta = timedelta()) -> AccountStanding:
    return await read_account(customer_id="ada", website_code="us", now=NOW + at)


async def fill_and_hold(cart_id: str = "c1", price: str = "10.00") -> None:
    """Apply to the cart what pays `price`, and hold it."""
    await fill_cart(line(price), cart_id=cart_id)
    await apply_points(cart_id=cart_id, caller=ADA, now=NOW)
    await hold_points(cart_id=cart_id, caller=ADA, now=NOW)


async def test_held_points_stay_in_the_balance_and_are_not_available() -> None:
    """R5.7."""
    await open_shop()
    await give(80)

    await fill_and_hold()

    account = await standing()
    assert (account.balance, account.held, account.available) == (80, 50, 30)


async def test_held_points_cannot_be_spent_by_another_cart() -> None:
    """R5.4, R5.7."""
    await open_shop()
    await give(80)
    await fill_and_hold()
    await fill_cart(line("10.00"), cart_id="c2")

    with pytest.raises(InsufficientPoints) as refused:
        await apply_points(cart_id="c2", points=40, caller=ADA, now=NOW)
    useful = await apply_points(cart_id="c2", caller=ADA, now=NOW)

    assert refused.value.missing_points == 10
    assert useful.quote.points_used == 30
    assert useful.quote.redemption.limited_by == ("holds",)


async def test_what_a_cart_holds_is_not_in_its_own_way() -> None:
    """R5.4, R5.7: it may be quoted and applied again."""
    await open_shop()
    await give(50)
    await fill_and_hold()

    quoted = await find_cart(cart_id="c1", now=NOW)
    again = await apply_points(cart_id="c1", points=50, caller=ADA, now=NOW)

    assert (quoted.quote.points_used, again.quote.points_used) == (50, 50)
    assert again.quote.redemption.limited_by == ()


async def test_each_cart_of_a_list_has_its_own_hold_out_of_its_way() -> None:
    """R5.4, R5.7: 50 held by the first and 30 by the second leave 10 to the third."""
    await open_shop()
    await give(90)
    await fill_and_hold()
    await fill_and_hold("c2", "6.00")
    await fill_cart(line("10.00"), cart_id="c3")
    await apply_points(cart_id="c3", caller=ADA, now=NOW)

    listed = await find_own_carts(cart_ids=["c1", "c2", "c3"], customer_id="ada", now=NOW)

    used = {cart.id: cart.quote.points_used for cart in listed}
    own = {cart.id: cart.hold.points if cart.hold else 0 for cart in listed}
    assert (used, own) == ({"c1": 50, "c2": 30, "c3": 10}, {"c1": 50, "c2": 30, "c3": 0})


async def test_a_cart_may_spend_what_it_holds_itself() -> None:
    """R5.4, R5.7: placing captures it."""
    await open_shop()
    await give(50)
    await fill_and_hold()

    placed = await place()

    account = await standing()
    assert placed.orders[0].points_used == 50
    assert (account.balance, account.held) == (0, 0)


async def test_a_hold_is_over_at_the_instant_without_the_job() -> None:
    """R5.7: 15 minutes by default."""
    await open_shop()
    await give(50)
    await fill_and_hold()

    before = await standing(A_QUARTER - timedelta(microseconds=1))
    after = await standing(A_QUARTER)

    assert (before.held, after.held) == (50, 0)


async def test_points_whose_hold_is_over_can_be_spent_at_once() -> None:
    """R5.7: without the job."""
    await open_shop()
    await give(50)
    await fill_and_hold()
    await fill_cart(line("10.00"), cart_id="c2")

    await apply_points(cart_id="c2", caller=ADA, now=NOW + A_QUARTER)
    placed = await place(cart_id="c2", now=NOW + A_QUARTER)

    assert placed.orders[0].points_used == 50


async def test_jobs_at_once_delete_each_hold_once() -> None:
    """R5.7."""
    await open_shop()
    await give(50)
    await fill_and_hold("c1", price="2.00")
    await fill_and_hold("c2", price="2.00")
    ended = NOW + A_QUARTER

    counts = await asyncio.gather(*(run_job(job=Job.RELEASE_HOLDS, now=ended) for _ in range(4)))

    assert (sum(counts), await count_rows("point_holds")) == (2, 0)


async def test_the_job_deletes_holds_whose_time_is_over() -> None:
    """R5.7."""
    await open_shop()
    await give(50)
    await fill_and_hold()

    early = await run_job(job=Job.RELEASE_HOLDS, now=NOW)
    late = await run_job(job=Job.RELEASE_HOLDS, now=NOW + A_QUARTER)

    assert (early, late, await count_rows("point_holds")) == (0, 1, 0)


async def test_a_new_hold_replaces_the_old_one() -> None:
    """R5.7."""
    await open_shop()
    await give(50)
    await fill_and_hold()

    held = await hold_points(cart_id="c1", ttl_seconds=60, caller=ADA, now=NOW)

    assert held.hold is not None
    assert (held.hold.points, held.hold.expires_at) == (50, NOW + timedelta(seconds=60))
    assert await count_rows("point_holds") == 1


@pytest.mark.parametrize("seconds", [0, -1, 86_401])
async def test_a_hold_lives_a_day_at_most(seconds: int) -> None:
    await open_shop()
    await give(50)
    await fill_and_hold()

    with pytest.raises(OutOfRange) as refused:
        await hold_points(cart_id="c1", ttl_seconds=seconds, caller=ADA, now=NOW)

    assert refused.value.path == ("ttl_seconds",)


async def test_removing_the_points_lets_go_of_them() -> None:
    """R5.7."""
    await open_shop()
    await give(50)
    await fill_and_hold()

    await remove_points(cart_id="c1", caller=ADA, now=NOW)

    assert (await standing()).held == 0


async def test_deleting_the_cart_lets_go_of_them() -> None:
    """R5.7."""
    await open_shop()
    await give(50)
    await fill_and_hold()

    await delete_cart(cart_id="c1", caller=ADMIN, now=NOW)

    assert (await standing()).held == 0


async def test_a_cart_without_points_has_nothing_to_hold() -> None:
    await open_shop()
    await fill_cart(line("10.00"))

    with pytest.raises(Invalid):
        await hold_points(cart_id="c1", caller=ADA, now=NOW)


async def test_with_the_feature_off_nothing_is_held() -> None:
    """R1.6."""
    await open_shop()
    await give(50)
    await fill_cart(line("10.00"))
    await apply_points(cart_id="c1", caller=ADA, now=NOW)
    await update_settings(website_code="us", changes={"enabled": False}, caller=ADMIN, now=NOW)

    with pytest.raises(Disabled):
        await hold_points(cart_id="c1", caller=ADA, now=NOW)


async def test_with_the_storefront_off_a_customers_wish_dies_and_an_admins_stays() -> None:
    """R1.6."""
    await open_shop()
    await give(100)
    await fill_and_hold("hers")
    await fill_cart(line("10.00"), cart_id="admins")
    await apply_points(cart_id="admins", caller=ADMIN, now=NOW)

    off = {"enabled_on_storefront": False}
    await update_settings(website_code="us", changes=off, caller=ADMIN, now=NOW)

    hers = await find_cart(cart_id="hers", now=NOW)
    admins = await find_cart(cart_id="admins", now=NOW)
    assert (hers.points_applied, hers.hold) == (False, None)
    assert (admins.points_applied, admins.quote.points_used) == (True, 50)
