"""Custom activities whose points and date the caller gives (R9.1, R10.1)."""

from datetime import timedelta

import pytest

from services.accounts.accounts import read_account
from services.rules.basics.refusals import IdempotencyConflict, Invalid, OutOfRange
from services.setup.settings import update_settings
from tests.clock import NOW
from tests.services.activities.activity_life import define, do
from tests.services.orders.order_life import balance
from tests.services.shop import ADMIN, open_shop

LATER = NOW + timedelta(days=9)


@pytest.fixture(autouse=True)
async def shop(database: str) -> None:  # noqa: ARG001 - it has to be open
    await open_shop(settings={"expiry_days": 30, "expiry_rounding": "END_OF_YEAR"})
    await define(points=5, bounds=(3, 80))


@pytest.mark.parametrize(("points", "awarded"), [(3, 3), (47, 47), (80, 80), (None, 5)])
async def test_points_within_the_bounds_are_awarded_else_the_activitys_own(
    points: int | None, awarded: int
) -> None:
    """R9.1."""
    done = await do(points=points)

    assert done.entry is not None
    assert done.entry.points == awarded
    assert done.message == f"You earned {awarded} reward points: Liked us."


@pytest.mark.parametrize("points", [2, 81, 0, -5])
async def test_points_beyond_the_bounds_are_refused(points: int) -> None:
    """R9.1."""
    with pytest.raises(OutOfRange) as refusal:
        await do(points=points)

    assert refusal.value.path == ("points",)
    assert await balance() == 0


async def test_an_activity_without_bounds_lets_nobody_give_points() -> None:
    """R9.1."""
    await define(points=5)

    with pytest.raises(Invalid) as refusal:
        await do(points=5)

    assert refusal.value.path == ("points",)


async def test_bounds_in_the_wrong_order_are_refused() -> None:
    """R9.1."""
    with pytest.raises(Invalid) as refusal:
        await define(points=5, bounds=(80, 3))

    assert refusal.value.path == ("points_to",)


async def test_the_same_reference_with_other_points_is_another_input() -> None:
    """R3.5."""
    first = await do(points=10, reference="tour-1")

    with pytest.raises(IdempotencyConflict):
        await do(points=20, reference="tour-1")
    again = await do(points=10, reference="tour-1")

    assert (again.entry, again.replayed) == (first.entry, True)
    assert await balance() == 10


@pytest.mark.parametrize("calculation", ["STATIC", "DYNAMIC"])
async def test_points_end_at_the_date_given_whatever_the_settings_say(calculation: str) -> None:
    """R10.1, R10.2: and the date is not rounded."""
    await do(expires_at=LATER)
    changes = {"expiry_days": 60, "expiry_calculation": calculation}

    await update_settings(website_code="us", changes=changes, caller=ADMIN, now=NOW)

    instant = timedelta(microseconds=1)
    standings = [
        await read_account(customer_id="ada", website_code="us", now=at)
        for at in (LATER - instant, LATER)
    ]
    assert [standing.balance for standing in standings] == [5, 0]


async def test_a_date_that_is_over_is_refused_but_not_to_a_replay() -> None:
    """R3.5, R10.1."""
    first = await do(expires_at=LATER, key="k")

    again = await do(expires_at=LATER, key="k", now=LATER)
    with pytest.raises(Invalid) as refusal:
        await do(expires_at=LATER, key="l", now=LATER)

    assert (again.entry, again.replayed) == (first.entry, True)
    assert refusal.value.path == ("expires_at",)
