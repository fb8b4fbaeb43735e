"""Applying points to a cart and taking them off (R4.2, R4.3, R5.4, R5.6, R5.7)."""

from decimal import Decimal

import pytest

from services.checkout.answers import Cart
from services.checkout.carts import find_cart, find_own_cart
from services.checkout.redemption import apply_points, remove_points
from services.rules.basics import refusals as errors
from services.rules.basics.refusals import NotFound, RewardsError
from tests.clock import NOW
from tests.services.shop import ADA, ADMIN, BOB, add_customer, fill_cart, give, line, open_shop

pytestmark = pytest.mark.usefixtures("database")


async def apply(points: int | None = None) -> Cart:
    return await apply_points(cart_id="c1", points=points, caller=ADA, now=NOW)


@pytest.mark.parametrize(
    ("points", "used", "due"),
    [
        pytest.param(None, 50, "0.00", id="as-many-as-are-useful"),
        pytest.param(30, 30, "4.00", id="a-number"),
        pytest.param(39, 30, "4.00", id="rounded-down-to-groups"),
        pytest.param(9, 0, "10.00", id="below-one-group"),
        pytest.param(70, 50, "0.00", id="above-what-is-useful"),
    ],
)
async def test_points_are_applied_in_whole_groups(points: int | None, used: int, due: str) -> None:
    """R4.3, R5.4: 10.00 are paid by 50 of 77 points."""
    await open_shop()
    await give(77)
    await fill_cart(line("10.00"))

    cart = await apply(points)

    assert (cart.quote.points_used, cart.quote.amount_due) == (used, Decimal(due))
    assert cart.points_applied is (used > 0)


@pytest.mark.parametrize(
    ("settings", "points", "refused", "missing"),
    [
        pytest.param({}, 78, errors.InsufficientPoints, 1, id="more-than-available"),
        pytest.param({}, 0, errors.OutOfRange, None, id="none"),
        pytest.param({}, -1, errors.OutOfRange, None, id="below-0"),
        pytest.param({"redemption_threshold": 80}, 10, errors.BelowThreshold, 3, id="threshold"),
        pytest.param({"min_points_per_order": 40}, 30, errors.LimitExceeded, None, id="minimum"),
    ],
)
async def test_a_number_that_cannot_be_applied_is_refused(
    settings: dict[str, object],
    points: int,
    refused: type[RewardsError],
    missing: int | None,
) -> None:
    """R4.2, R4.3: and nothing is wished."""
    await open_shop(settings=settings)
    await give(77)
    await fill_cart(line("10.00"))

    with pytest.raises(refused) as refusal:
        await apply(points)

    assert refusal.value.missing_points == missing
    assert not (await find_cart(cart_id="c1", now=NOW)).points_applied


@pytest.mark.parametrize(
    ("settings", "used", "limited_by"),
    [
        pytest.param({"max_points_per_order": 45}, 40, "maxPointsPerOrder", id="maximum"),
        pytest.param(
            {"max_percent_of_order": Decimal(50)}, 20, "maxPercentOfOrder", id="percentage"
        ),
        pytest.param({"min_points_per_order": 60}, 0, "minPointsPerOrder", id="minimum"),
    ],
)
async def test_as_many_as_are_useful_are_cut_to_the_limits(
    settings: dict[str, object], used: int, limited_by: str
) -> None:
    """R4.3: never passed, named in what limits."""
    await open_shop(settings=settings)
    await give(77)
    await fill_cart(line("10.00"))

    cart = await apply()

    assert cart.quote.points_used == used
    assert limited_by in cart.quote.redemption.limited_by


async def test_with_nothing_on_the_balance_nothing_is_applied_and_nothing_refused() -> None:
    """R4.3."""
    await open_shop(settings={"redemption_threshold": 80})
    await fill_cart(line("10.00"))

    cart = await apply()

    assert (cart.points_applied, cart.quote.points_used) == (False, 0)


@pytest.mark.parametrize("points", [pytest.param(None, id="as-many-as-are-useful"), 20])
async def test_applying_twice_is_applying_once_and_removing_brings_back_the_totals(
    points: int | None,
) -> None:
    """R5.6."""
    await open_shop()
    await give(50)
    before = await fill_cart(line("10.00"), shipping="2.00")
    first = await apply(points)
    second = await apply(points)

    removed = await remove_points(cart_id="c1", caller=ADA, now=NOW)

    assert second.quote == first.quote
    assert removed.quote == before.quote


async def test_a_wish_is_kept_when_the_cart_is_put_again() -> None:
    """R1.3, R5.7: the same id is the same cart, weighed anew."""
    await open_shop()
    await give(77)
    await fill_cart(line("4.00"))
    await apply()

    cart = await fill_cart(line("8.00"))

    assert (cart.points_applied, cart.quote.points_used) == (True, 40)


async def test_a_wish_goes_with_the_customer() -> None:
    """R5.7."""
    await open_shop()
    await add_customer("bob")
    await give(77)
    await give(77, customer_id="bob")
    await fill_cart(line("4.00"))
    await apply()

    cart = await fill_cart(line("4.00"), customer_id="bob")

    assert (cart.points_applied, cart.quote.points_used) == (False, 0)


async def test_a_wish_goes_with_the_website() -> None:
    """R5.7."""
    await open_shop()
    await open_shop(website_code="uk", currency="GBP")
    await give(77)
    await give(77, website_code="uk")
    await fill_cart(line("4.00"))
    await apply()

    cart = await fill_cart(line("4.00"), website_code="uk")

    assert (cart.points_applied, cart.quote.points_used) == (False, 0)


async def test_somebody_elses_cart_is_as_unknown_as_none() -> None:
    """R12.1: the same words, for each command."""
    await open_shop()
    await fill_cart(line("4.00"))

    for refused in (
        apply_points(cart_id="c1", caller=BOB, now=NOW),
        remove_points(cart_id="c1", caller=BOB, now=NOW),
        find_own_cart(cart_id="c1", customer_id="bob", now=NOW),
    ):
        with pytest.raises(NotFound, match=r'^Could not find a cart with ID "c1"$'):
            await refused


async def test_an_admin_applies_on_the_customers_behalf() -> None:
    """R1.6: with the storefront off too, which customers can't."""
    await open_shop(settings={"enabled_on_storefront": False})
    await give(77)
    await fill_cart(line("4.00"))

    with pytest.raises(errors.Disabled):
        await apply()
    cart = await apply_points(cart_id="c1", caller=ADMIN, now=NOW)

    assert cart.quote.points_used == 20
