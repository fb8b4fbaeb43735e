"""Excluded customers: the feature is off for them alone, but they see what they have (R12.6)."""

from datetime import timedelta

import pytest

from models.database import fetch
from services.accounts.accounts import read_account
from services.checkout.carts import find_cart
from services.checkout.redemption import apply_points, hold_points, remove_points
from services.customers.putting import PutCustomer, put_customer
from services.operation.jobs import run_job
from services.orders.cancelling import cancel_order
from services.programme.programme import load_programme
from services.rules.basics.enums import Job, LedgerReason
from services.rules.basics.refusals import Disabled, StaleVersion
from services.storefront.points import read_customer_points
from tests.clock import NOW
from tests.services.activities.activity_life import (
    OFF,
    accept,
    define,
    do,
    invite,
    register,
    review,
    sign_up,
)
from tests.services.orders.order_life import balance, memo, place_with_points, refund, set_status
from tests.services.setup.builders import set_settings
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


@pytest.fixture(autouse=True)
async def shop(database: str) -> None:  # noqa: ARG001 - it has to be open
    await open_shop()


async def exclude(customer_id: str = "ada", *, excluded: bool | None = True) -> PutCustomer:
    return await put_customer(
        customer_id=customer_id,
        website_code="us",
        email=f"{customer_id}@example.com",
        excluded_from_rewards=excluded,
        caller=ADMIN,
        now=NOW,
    )


async def test_what_is_left_out_stays() -> None:
    """R1.3a."""
    await exclude()

    left_out = await exclude(excluded=None)
    back = await exclude(excluded=False)

    assert left_out.customer.excluded_from_rewards
    assert not back.customer.excluded_from_rewards


@pytest.mark.parametrize("caller", [ADA, ADMIN], ids=["customer", "admin"])
@pytest.mark.parametrize("command", [apply_points, hold_points])
async def test_they_redeem_nothing_whoever_asks(command: object, caller: object) -> None:
    await give(100)
    await fill_cart(line("10.00"))
    await exclude()

    with pytest.raises(Disabled):
        await command(cart_id="c1", caller=caller, now=NOW)  # type: ignore[operator]

    cart = await find_cart(cart_id="c1", now=NOW)
    assert (cart.quote.points_used, cart.quote.sources) == (0, ())


async def test_a_wish_from_before_counts_no_longer_and_can_be_removed() -> None:
    """R5.7: placing takes no more money than was answered."""
    await give(100)
    await fill_cart(line("10.00"))
    await apply_points(cart_id="c1", caller=ADA, now=NOW)
    await exclude()

    with pytest.raises(StaleVersion):
        await place()
    removed = await remove_points(cart_id="c1", caller=ADA, now=NOW)

    assert removed.quote.points_used == 0


async def test_others_earn_and_redeem_as_before() -> None:
    await add_customer("bob")
    await exclude()
    await give(100, customer_id="bob")
    await fill_cart(line("10.00"), customer_id="bob")

    cart = await apply_points(cart_id="c1", caller=ADMIN, now=NOW)

    assert cart.quote.points_used == 50


async def test_orders_of_before_return_points_but_credit_none() -> None:
    """R6.3: and nothing is made up for later."""
    await give(100)
    await fill_cart(line("10.00"), line("10.00", line_id="l2"))
    await apply_points(cart_id="c1", points=50, caller=ADA, now=NOW)
    await place()
    await exclude()

    await invoice("o1", ("l1", 1))
    await cancel_order(order_id="o1", lines=None, cancellation_id="x", caller=ADMIN, now=NOW)
    earned_excluded = await _earned()
    returned = await balance()
    await exclude(excluded=False)

    assert earned_excluded == 0
    assert returned >= 50
    assert await _earned() == 0


async def test_what_a_flip_would_have_credited_again_is_not_made_up_for() -> None:
    """R6.3: earned 200, a memo left 100 of them; these are lost while ada is excluded."""
    await set_settings("us", deduct_earned_points_on_refund=True)
    await place_with_points(0)
    await invoice("o1")
    await refund(memo(("l1", 2)))
    await set_status("canceled")
    await exclude()

    await set_status("complete")
    await exclude(excluded=False)
    await set_status("canceled")
    again = await set_status("complete")

    assert (again.entries, await balance()) == ([], 0)


async def _earned() -> int:
    (row,) = await fetch(
        "SELECT COALESCE(SUM(points), 0) AS points FROM ledger_entries WHERE reason = ?",
        [LedgerReason.PURCHASE.value],
    )
    return int(str(row["points"]))


async def test_nothing_is_awarded_and_nothing_made_up_for() -> None:
    """R9.1: nor as an inviter."""
    await set_settings(
        None,
        registration_points=50,
        newsletter_signup_points=5,
        review_points=7,
        invitation_sent_points=9,
        invitation_customer_points=11,
    )
    await define()
    await exclude()
    await exclude("eve")

    told = [await do(), await review(), await sign_up()]
    sent = await invite("v1")
    await register("bob")
    accepted = await accept("v1")
    await exclude(excluded=False)
    again = await sign_up()

    assert [(each.entry, each.message) for each in told] == [(None, OFF)] * 3
    assert (sent.awards, accepted.awards, again.entry) == ([], [], None)
    assert (await balance("eve"), await balance(), await balance("bob")) == (0, 0, 50)


async def test_they_see_what_they_have_and_it_expires_and_is_adjusted() -> None:
    await set_settings("us", expiry_days=30)
    await give(40)
    await exclude()
    await give(2, now=NOW + timedelta(days=1))
    await give(-1, now=NOW + timedelta(days=1))

    programme = await load_programme(website_code="us", customer_id="ada")
    points = await read_customer_points(customer_id="ada", programme=programme, now=NOW)
    later = NOW + timedelta(days=30)

    assert points is not None
    assert points.standing.balance == 41
    assert await run_job(job=Job.EXPIRE_POINTS, now=later) == 1
    assert (await read_account(customer_id="ada", website_code="us", now=later)).balance == 2
