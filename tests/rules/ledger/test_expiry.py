from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.rules.basics.enums import ExpiryCalculation, ExpiryRounding
from services.rules.ledger.expiry import (
    ExpiryPolicy,
    LotDates,
    date_in_force,
    date_of_life,
    dynamic_date,
    ends_of_periods,
    youngest_expired,
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
    assert date_of_life(created, ExpiryPolicy(2, STATIC)) == expires


def test_points_never_expire_without_a_number_of_days() -> None:
    """R10.1."""
    assert date_of_life(NOW, ExpiryPolicy(None, STATIC)) is None


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
    dates = LotDates(
        CREATED, date_of_life(CREATED, ExpiryPolicy(days_at_credit, STATIC)), is_explicit=False
    )

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
    dates = LotDates(
        CREATED, date_of_life(CREATED, ExpiryPolicy(days_at_credit, STATIC)), is_explicit=False
    )

    assert date_in_force(dates, ExpiryPolicy(days_now, STATIC)) == date_of_life(
        CREATED, ExpiryPolicy(days_at_credit, STATIC)
    )
    assert date_in_force(dates, ExpiryPolicy(days_now, DYNAMIC)) == date_of_life(
        CREATED, ExpiryPolicy(days_now, STATIC)
    )


DAY, MONTH, YEAR = list(ExpiryRounding)[1:]
BERLIN, CAIRO, HAVANA = "Europe/Berlin", "Africa/Cairo", "America/Havana"


def rounded(rounding: ExpiryRounding, time_zone: str = "UTC", days: int = 1) -> ExpiryPolicy:
    return ExpiryPolicy(days, STATIC, rounding, time_zone)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("policy", "exact", "end"),
    [
        pytest.param(rounded(DAY), utc(2026, 3, 28, 9, 30), utc(2026, 3, 29), id="day"),
        pytest.param(rounded(DAY), utc(2026, 3, 28), utc(2026, 3, 29), id="midnight-is-its-day"),
        pytest.param(
            rounded(DAY, BERLIN), utc(2026, 3, 28, 23, 29), utc(2026, 3, 29, 22), id="short-day"
        ),
        pytest.param(
            rounded(DAY, BERLIN), utc(2026, 10, 24, 22), utc(2026, 10, 25, 23), id="long-day"
        ),
        pytest.param(
            rounded(DAY, BERLIN), utc(2026, 3, 28, 22, 59), utc(2026, 3, 28, 23), id="day-before"
        ),
        pytest.param(rounded(MONTH, BERLIN), utc(2026, 3, 1, 12), utc(2026, 3, 31, 22), id="month"),
        pytest.param(rounded(MONTH), utc(2028, 2, 29, 12), utc(2028, 3, 1), id="leap-month"),
        pytest.param(rounded(MONTH), utc(2026, 12, 31, 12), utc(2027, 1, 1), id="december"),
        pytest.param(
            rounded(YEAR, "Pacific/Auckland"),
            utc(2026, 12, 31, 10, 59),
            utc(2026, 12, 31, 11),
            id="year",
        ),
        pytest.param(rounded(YEAR), utc(2027, 1, 1), utc(2028, 1, 1), id="new-year-is-its-year"),
        pytest.param(
            rounded(DAY, CAIRO), utc(2026, 4, 23, 12), utc(2026, 4, 23, 22), id="no-midnight"
        ),
        pytest.param(
            rounded(DAY, HAVANA), utc(2026, 10, 31, 12), utc(2026, 11, 1, 4), id="two-midnights"
        ),
    ],
)
def test_a_rounded_life_ends_at_the_next_midnight_of_the_website(
    policy: ExpiryPolicy, exact: datetime, end: datetime
) -> None:
    """R10.1: DST included."""
    assert date_of_life(exact - timedelta(days=1), policy) == end


def test_an_explicit_date_is_not_rounded() -> None:
    """R10.1."""
    dates = LotDates(CREATED, EXPLICIT, is_explicit=True)

    for calculation in ExpiryCalculation:
        assert date_in_force(dates, ExpiryPolicy(3, calculation, YEAR, BERLIN)) == EXPLICIT


policies = st.builds(
    ExpiryPolicy,
    st.integers(min_value=1, max_value=800),
    st.just(DYNAMIC),
    st.sampled_from(ExpiryRounding),
    st.sampled_from([BERLIN, CAIRO, HAVANA, "UTC", "Asia/Kathmandu", "America/Santiago"]),
)
instants = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds it


@given(policy=policies, created=instants, now=instants)
def test_points_have_expired_when_they_are_no_younger_than_the_youngest_expired(
    policy: ExpiryPolicy, created: datetime, now: datetime
) -> None:
    """R10.1, R10.3: what statements ask is what the date says."""
    end, youngest = date_of_life(created, policy), youngest_expired(policy, now)

    assert end is not None
    assert youngest is not None
    assert (end <= now) == (created <= youngest)
    assert date_of_life(youngest, policy) <= now  # type: ignore[operator]


@given(
    policy=policies.filter(lambda each: each.rounding is not ExpiryRounding.INSTANT),
    created=instants,
)
def test_a_rounded_life_ends_with_the_first_period_that_ends_after_it(
    policy: ExpiryPolicy, created: datetime
) -> None:
    """R10.1."""
    end = date_of_life(created, policy)
    exact = created + timedelta(days=policy.days or 0)

    assert end is not None
    assert next(ends_of_periods(policy, exact, exact + timedelta(days=400))) == end
    assert list(ends_of_periods(policy, exact, end - timedelta(microseconds=1))) == []
