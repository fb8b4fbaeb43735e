from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.rules.basics.enums import RateDirection
from services.rules.programme.conversion import RecordedRate, points_earned, points_worth


def earning(points: int, amount: str, currency: str = "USD") -> RecordedRate:
    return RecordedRate(points, Decimal(amount), currency, RateDirection.CURRENCY_TO_POINTS, 4)


def redemption(points: int, amount: str, currency: str = "USD") -> RecordedRate:
    return RecordedRate(points, Decimal(amount), currency, RateDirection.POINTS_TO_CURRENCY, 4)


amounts = st.decimals(min_value="0.0001", max_value="9999999999.9999", places=4)
rates_points = st.integers(min_value=1, max_value=1_000_000_000)


@pytest.mark.parametrize(
    ("amount", "rate", "points"),
    [
        pytest.param("7.00", earning(10, "2.00"), 30, id="remainder-of-the-amount-earns-nothing"),
        pytest.param("8.00", earning(10, "2.00"), 40, id="whole-groups"),
        pytest.param("1.99", earning(10, "2.00"), 0, id="less-than-one-group"),
        pytest.param("0", earning(10, "2.00"), 0, id="nothing-paid"),
        pytest.param("-4.00", earning(10, "2.00"), 0, id="negative-basis"),
        pytest.param("0.3000", earning(1, "0.1000"), 3, id="no-binary-fractions"),
        pytest.param("9999999999.9999", earning(1, "0.0001"), 99_999_999_999_999, id="extremes"),
    ],
)
def test_money_earns_points_in_whole_groups(amount: str, rate: RecordedRate, points: int) -> None:
    """R2.3."""
    assert points_earned(Decimal(amount), rate) == points


def test_nothing_is_earned_without_a_rate() -> None:
    """R2.5."""
    assert points_earned(Decimal("7.00"), None) == 0


@pytest.mark.parametrize(
    ("points", "rate", "worth"),
    [
        pytest.param(25, redemption(10, "2.00"), "4.00", id="part-group-is-worth-nothing"),
        pytest.param(9, redemption(10, "2.00"), "0.00", id="less-than-one-group"),
        pytest.param(0, redemption(10, "2.00"), "0", id="no-points"),
        pytest.param(-30, redemption(10, "2.00"), "0", id="a-debt-is-worth-nothing"),
        pytest.param(7, redemption(1, "0.0033"), "0.02", id="down-to-the-cent"),
        pytest.param(3, redemption(1, "0.9", "JPY"), "2", id="down-to-the-yen"),
        pytest.param(3, redemption(1, "0.0014", "KWD"), "0.004", id="down-to-the-fils"),
        pytest.param(2_147_483_647, redemption(1, "9999999999.9999"), None, id="extremes"),
    ],
)
def test_points_are_worth_money_in_whole_groups_rounded_down(
    points: int, rate: RecordedRate, worth: str | None
) -> None:
    """R2.4."""
    expected = "21474836469999785251.63" if worth is None else worth

    assert points_worth(points, rate) == Decimal(expected)


def test_points_are_worth_nothing_without_a_rate() -> None:
    """R2.5."""
    assert points_worth(25, None) == 0


@given(amount=amounts, rate_amount=amounts, points=rates_points)
def test_splitting_an_amount_never_earns_more(
    amount: Decimal, rate_amount: Decimal, points: int
) -> None:
    """R2.3."""
    rate = RecordedRate(points, rate_amount, "USD", RateDirection.CURRENCY_TO_POINTS, 1)
    part = amount // 3

    assert points_earned(part, rate) + points_earned(amount - part, rate) <= points_earned(
        amount, rate
    )


@given(
    points=st.integers(min_value=-1_000, max_value=2_147_483_647),
    rate_points=rates_points,
    rate_amount=amounts,
    currency=st.sampled_from(["USD", "JPY", "KWD", "CLF"]),
)
def test_points_are_never_worth_more_than_the_rate_says(
    points: int, rate_points: int, rate_amount: Decimal, currency: str
) -> None:
    """R2.4."""
    rate = RecordedRate(rate_points, rate_amount, currency, RateDirection.POINTS_TO_CURRENCY, 1)

    worth = points_worth(points, rate)

    assert 0 <= worth * rate_points <= max(points, 0) * rate_amount


@given(points=st.integers(min_value=0, max_value=1_000_000), amount=amounts)
def test_more_points_are_never_worth_less(points: int, amount: Decimal) -> None:
    """R2.4."""
    rate = RecordedRate(10, amount, "USD", RateDirection.POINTS_TO_CURRENCY, 1)

    assert points_worth(points, rate) <= points_worth(points + 1, rate)
