from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.rules.basics.enums import ExpiryCalculation
from services.rules.ledger.expiry import (
    ExpiryPolicy,
    LotDates,
    date_in_force,
    date_of_life,
    dynamic_date,
)
from tests.clock import NOW

STATIC, DYNAMIC = ExpiryCalculation.STATIC, ExpiryCalculation.DYNAMIC
CREATED = NOW - timedelta(days=10)
EXPLICIT = NOW + timedelta(days=100)
days = st.one_of(st.none(), st.integers(min_value=1, max_value=36_500))


def of_days(count: int) -> datetime:
    return CREATED + timedelta(days=count)


@pytest.mark.parametrize(
    ("created", "expires"),
    [
        pytest.param(
            datetime(2024, 2, 28, 23, 59, 59, 5, tzinfo=UTC),
            datetime(2024, 3, 1, 23, 59, 59, 5, tzinfo=UTC),
            id="to-the-instant-over-a-leap-day",
        ),
        pytest.param(
            datetime(2024, 3, 30, 12, tzinfo=UTC),
            datetime(2024, 4, 1, 12, tzinfo=UTC),
            id="over-a-change-of-clocks",
        ),
    ],
)
def test_points_live_two_days_of_24_hours(created: datetime, expires: datetime) -> None:
    """R10.1."""
    assert date_of_life(created, 2) == expires


def test_points_never_expire_without_a_number_of_days() -> None:
    """R10.1."""
    assert date_of_life(NOW, None) is None


@pytest.mark.parametrize(
    ("calculation", "days_at_credit", "days_now", "expires"),
    [
        pytest.param(STATIC, 30, 90, of_days(30), id="static-is-fixed-at-the-credit"),
        pytest.param(STATIC, 30, None, of_days(30), id="static-stays-when-the-setting-goes"),
        pytest.param(STATIC, None, 90, None, id="static-never-stays-never"),
        pytest.param(DYNAMIC, 30, 90, of_days(90), id="dynamic-follows-the-setting"),
        pytest.param(DYNAMIC, 90, 30, of_days(30), id="dynamic-shortens-too"),
        pytest.param(DYNAMIC, 30, None, None, id="dynamic-blank-is-never"),
        pytest.param(DYNAMIC, None, 30, of_days(30), id="dynamic-reaches-older-lots"),
    ],
)
def test_the_calculation_says_which_date_is_in_force(
    calculation: ExpiryCalculation,
    days_at_credit: int | None,
    days_now: int | None,
    expires: datetime | None,
) -> None:
    """R10.2."""
    dates = LotDates(CREATED, date_of_life(CREATED, days_at_credit), is_explicit=False)

    assert date_in_force(dates, ExpiryPolicy(days_now, calculation)) == expires


@given(calculation=st.sampled_from(list(ExpiryCalculation)), days_now=days)
def test_an_explicit_date_holds_under_both_calculations(
    calculation: ExpiryCalculation, days_now: int | None
) -> None:
    """R10.2."""
    dates = LotDates(CREATED, EXPLICIT, is_explicit=True)
    policy = ExpiryPolicy(days_now, calculation)

    assert date_in_force(dates, policy) == EXPLICIT
    assert dynamic_date(dates, policy) == EXPLICIT


@given(days_at_credit=days, days_now=days)
def test_switching_the_calculation_there_and_back_changes_nothing(
    days_at_credit: int | None, days_now: int | None
) -> None:
    """R10.2: both dates are known of each lot."""
    dates = LotDates(CREATED, date_of_life(CREATED, days_at_credit), is_explicit=False)

    assert date_in_force(dates, ExpiryPolicy(days_now, STATIC)) == date_of_life(
        CREATED, days_at_credit
    )
    assert date_in_force(dates, ExpiryPolicy(days_now, DYNAMIC)) == date_of_life(CREATED, days_now)
