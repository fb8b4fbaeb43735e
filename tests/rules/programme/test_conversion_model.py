"""Conversion against fractions, with rates that no minor unit divides."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.rules.basics.enums import RateDirection
from services.rules.programme.conversion import RecordedRate, points_earned, points_worth
from tests.rules.builders import earning_rate, redemption_rate
from tests.rules.models.rounding import exact, floor_to_unit
from tests.rules.strategies import currencies

every_amount = st.integers(min_value=1, max_value=99_999_999_999_999).map(
    lambda e4: Decimal(e4).scaleb(-4)
)
every_points = st.integers(min_value=1, max_value=1_000_000_000)


@pytest.mark.parametrize(
    ("points", "rate", "worth"),
    [
        pytest.param(13, redemption_rate(7, "0.33"), "0.33", id="one-group-of-7"),
        pytest.param(14, redemption_rate(7, "0.33"), "0.66", id="two-groups-of-7"),
        pytest.param(1, redemption_rate(1, "0.005"), "0", id="half-a-cent-is-nothing"),
        pytest.param(3, redemption_rate(1, "0.005"), "0.01", id="one-and-a-half-cents"),
        pytest.param(299, redemption_rate(3, "0.0001"), "0", id="99-groups-below-a-cent"),
        pytest.param(300, redemption_rate(3, "0.0001"), "0.01", id="100-groups-are-a-cent"),
        pytest.param(199, redemption_rate(100, "1"), "1.00", id="a-hundred-for-one"),
        pytest.param(25, redemption_rate(10, "0.5", "JPY"), "1", id="half-yens"),
        pytest.param(3, redemption_rate(1, "0.0009", "KWD"), "0.002", id="fils"),
    ],
)
def test_points_are_worth_whole_groups_rounded_down_once(
    points: int, rate: RecordedRate, worth: str
) -> None:
    """R2.4."""
    assert points_worth(points, rate) == Decimal(worth)


@pytest.mark.parametrize(
    ("amount", "rate", "points"),
    [
        pytest.param("3.00", earning_rate(5, "2.50"), 5, id="a-step-and-a-bit-is-one-step"),
        pytest.param("0.98", earning_rate(7, "0.33"), 14, id="two-steps-of-0.33"),
        pytest.param("0.99", earning_rate(7, "0.33"), 21, id="three-steps-of-0.33"),
        pytest.param("0.0099", earning_rate(1, "0.005"), 1, id="a-step-of-half-a-cent"),
        pytest.param("999", earning_rate(1, "100", "JPY"), 9, id="hundred-yen-steps"),
        pytest.param("0.299", earning_rate(3, "0.100", "KWD"), 6, id="fils-steps"),
    ],
)
def test_an_amount_earns_whole_steps(amount: str, rate: RecordedRate, points: int) -> None:
    """R2.3."""
    assert points_earned(Decimal(amount), rate) == points


@given(amount=every_amount, points=every_points, rate_amount=every_amount)
def test_earning_agrees_with_fractions(amount: Decimal, points: int, rate_amount: Decimal) -> None:
    """R2.3, R14.3: to the limits of all three numbers."""
    rate = RecordedRate(points, rate_amount, "USD", RateDirection.CURRENCY_TO_POINTS, 1)

    steps = exact(amount) / exact(rate_amount)
    assert points_earned(amount, rate) == int(steps) * points


@given(
    points=st.integers(min_value=0, max_value=2**31 - 1),
    step=every_points,
    rate_amount=every_amount,
    currency=currencies,
)
def test_worth_agrees_with_fractions(
    points: int, step: int, rate_amount: Decimal, currency: str
) -> None:
    """R2.4, R14.3: to the limits of all numbers."""
    rate = RecordedRate(step, rate_amount, currency, RateDirection.POINTS_TO_CURRENCY, 1)

    worth = floor_to_unit(points // step * exact(rate_amount), currency)
    assert exact(points_worth(points, rate)) == worth
