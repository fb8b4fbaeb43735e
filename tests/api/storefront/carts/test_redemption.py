"""Applying points to a cart, taking them off, keeping them (R5.4 to R5.7)."""

from datetime import timedelta

import pytest

from tests.api.storefront.asking import By, ask
from tests.api.storefront.carts.redemptions import APPLY, HOLD, REMOVE, applied, shows
from tests.clock import NOW
from tests.services.shop import fill_cart, give, line

pytestmark = pytest.mark.usefixtures("shop")


async def available() -> float:
    answer = await ask("{ customer { reward_points { available { points } } } }")
    return answer["customer"]["reward_points"]["available"]["points"]  # type: ignore[no-any-return]


async def test_all_useful_points_are_applied() -> None:
    """R5.4: 25 points are 20 and a rest at 10 for 2.00."""
    await give(25)
    await fill_cart(line("50.00"))

    assert await applied() == shows(20, 46.0)


async def test_applying_twice_is_applying_once() -> None:
    """R5.6."""
    await give(25)
    await fill_cart(line("50.00"))

    assert await applied() == await applied() == shows(20, 46.0)


async def test_no_more_points_are_applied_than_the_total_needs() -> None:
    """R5.4: the last step may be worth more than what is left."""
    await give(100)
    await fill_cart(line("5.00"))

    answer = await applied()

    assert answer == {
        "cart": {
            "applied_reward_points": {"points": 30, "money": {"value": 5.0, "currency": "USD"}},
            "prices": {"grand_total": {"value": 0.0}},
        }
    }


async def test_a_number_of_points_may_be_chosen() -> None:
    """R4.3: rounded down to whole steps."""
    await give(100)
    await fill_cart(line("50.00"))

    assert await applied(points=35) == shows(30, 44.0)


async def test_null_points_are_as_many_as_are_useful() -> None:
    await give(25)
    await fill_cart(line("50.00"))

    assert await applied(points=None) == shows(20, 46.0)


async def test_a_customer_without_points_applies_nothing_and_gets_no_error() -> None:
    """R13.1."""
    await fill_cart(line("50.00"))

    assert await applied() == shows(None, 50.0)


async def test_removing_brings_back_the_totals_from_before() -> None:
    """R5.6."""
    await give(25)
    await fill_cart(line("50.00"))
    await applied()

    answer = await ask(REMOVE, cart="c1")

    assert answer["removeRewardPointsFromCart"] == shows(None, 50.0)


async def test_a_hold_keeps_points_for_15_minutes() -> None:
    """R5.7."""
    await give(25)
    await fill_cart(line("50.00"))
    await applied()

    answer = await ask(HOLD, cart="c1")

    assert answer["holdRewardPointsForCart"] == {
        "cart": {"id": "c1"},
        "held": {"points": 20, "money": {"value": 4.0, "currency": "USD"}},
        "expires_at": "2024-05-01T12:15:00Z",
    }
    assert await available() == 5


async def test_a_new_hold_replaces_the_old_one() -> None:
    """R5.7."""
    await give(25)
    await fill_cart(line("50.00"))
    await applied()
    await ask(HOLD, cart="c1")

    answer = await ask(HOLD, cart="c1", ttl=60)

    assert answer["holdRewardPointsForCart"]["expires_at"] == "2024-05-01T12:01:00Z"
    assert await available() == 5


async def test_removing_lets_go_of_what_the_cart_holds() -> None:
    """R5.7."""
    await give(25)
    await fill_cart(line("50.00"))
    await applied()
    await ask(HOLD, cart="c1")

    await ask(REMOVE, cart="c1")

    assert await available() == 25


async def test_points_held_elsewhere_cannot_be_applied() -> None:
    """R5.7: until the hold's time is over."""
    await give(25)
    await fill_cart(line("50.00"))
    await applied()
    await ask(HOLD, cart="c1")
    await fill_cart(line("50.00"), cart_id="c2")
    after = By(now=NOW + timedelta(minutes=15))

    assert (await ask(APPLY, cart="c2"))["applyRewardPointsToCart"] == shows(None, 50.0)
    assert (await ask(APPLY, after, cart="c2"))["applyRewardPointsToCart"] == shows(20, 46.0)
