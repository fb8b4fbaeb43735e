"""The intervals of a period (R15.2)."""

from datetime import UTC, datetime

import pytest

from services.rules.basics.enums import Interval
from services.rules.basics.refusals import OutOfRange
from services.rules.reports.intervals import interval_starts


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("interval", "since", "until", "expected"),
    [
        pytest.param(
            Interval.DAY, "2024-03-09T17:00Z", "2024-03-11T04:00Z",
            ["2024-03-09T17:00Z", "2024-03-10T05:00Z"],
            id="the-night-on-which-clocks-change",
        ),
        pytest.param(
            Interval.DAY, "2024-03-10T05:00Z", "2024-03-11T04:01Z",
            ["2024-03-10T05:00Z", "2024-03-11T04:00Z"],
            id="a-day-of-23-hours",
        ),
        pytest.param(
            Interval.WEEK, "2024-05-01T12:00Z", "2024-05-14T00:00Z",
            ["2024-05-01T12:00Z", "2024-05-06T04:00Z", "2024-05-13T04:00Z"],
            id="weeks-begin-on-monday",
        ),
        pytest.param(
            Interval.WEEK, "2024-05-06T04:00Z", "2024-05-13T04:00Z",
            ["2024-05-06T04:00Z"],
            id="a-week-exactly",
        ),
        pytest.param(
            Interval.MONTH, "2023-12-31T05:00Z", "2024-03-01T05:00Z",
            ["2023-12-31T05:00Z", "2024-01-01T05:00Z", "2024-02-01T05:00Z"],
            id="months-with-the-first-clipped",
        ),
    ],
)  # fmt: skip
def test_intervals_are_those_of_the_calendar_and_clipped(
    interval: Interval, since: str, until: str, expected: list[str]
) -> None:
    """R15.2: `to` is exclusive."""
    found = interval_starts(at(since), at(until), interval, "America/New_York")

    assert found == [at(each) for each in expected]


@pytest.mark.parametrize(
    ("since", "until", "path"),
    [
        pytest.param("2024-05-01T00:00Z", "2024-05-01T00:00Z", "to", id="empty"),
        pytest.param("2024-05-02T00:00Z", "2024-05-01T00:00Z", "to", id="backwards"),
        pytest.param("1990-01-01T00:00Z", "2024-05-01T00:00Z", "to", id="too-many"),
        pytest.param("0001-01-01T00:00Z", "2024-05-01T00:00Z", "from", id="long-ago"),
        pytest.param("2024-05-01T00:00Z", "9999-12-31T23:59Z", "to", id="far-away"),
    ],
)
def test_a_period_that_cannot_be_divided_is_refused(since: str, until: str, path: str) -> None:
    with pytest.raises(OutOfRange) as refused:
        interval_starts(at(since), at(until), Interval.DAY, "Asia/Tokyo")

    assert refused.value.path == (path,)
