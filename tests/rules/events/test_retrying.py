"""How long a webhook waits for its next attempt (R16.1)."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.rules.events.retrying import MAX_ATTEMPTS, asked_pause, pause_after

NOW = datetime(2027, 1, 31, 9, 30, tzinfo=UTC)
DAY = timedelta(days=1)


def test_the_attempts_go_on_over_days_each_later_than_the_one_before() -> None:
    pauses = [pause_after(attempts, jitter=0) for attempts in range(1, MAX_ATTEMPTS)]

    assert pauses == sorted(pauses)
    assert pauses[0] == timedelta(seconds=5)
    assert 3 * DAY < sum(pauses, timedelta(0)) < 4 * DAY


@pytest.mark.parametrize(
    ("jitter", "share"), [(-1, 0.8), (-0.5, 0.9), (0, 1), (0.5, 1.1), (1, 1.2)]
)
@pytest.mark.parametrize("attempts", [1, 2, MAX_ATTEMPTS - 1, 50])
def test_a_pause_is_spread_by_a_fifth(attempts: int, jitter: float, share: float) -> None:
    middle = pause_after(attempts, jitter=0)

    assert pause_after(attempts, jitter=jitter) == middle * share


@pytest.mark.parametrize(
    ("asked", "waited"),
    [
        (None, timedelta(seconds=5)),
        (timedelta(seconds=1), timedelta(seconds=5)),
        (timedelta(hours=1), timedelta(hours=1)),
        (timedelta(days=400), DAY),
    ],
)
def test_a_pause_that_is_asked_for_is_waited_for_up_to_a_day(
    asked: timedelta | None, waited: timedelta
) -> None:
    assert pause_after(1, jitter=0, asked=asked) == waited


@pytest.mark.parametrize(
    ("text", "pause"),
    [
        (None, None),
        ("120", timedelta(minutes=2)),
        (" 0 ", timedelta(0)),
        ("9" * 5_000, DAY),
        ("Sun, 31 Jan 2027 10:30:00 GMT", timedelta(hours=1)),
        ("Sun, 31 Jan 2027 08:30:00 GMT", timedelta(0)),
        ("soon", None),
        ("-5", None),
        ("1.5", None),
        ("\u0661", None),
        ("", None),
    ],
)
def test_retry_after_is_read_where_it_can_be(text: str | None, pause: timedelta | None) -> None:
    assert asked_pause(text, real_now=NOW) == pause


@given(st.text(max_size=60))
def test_no_answer_of_a_receiver_stumbles(text: str) -> None:
    found = asked_pause(text, real_now=NOW)

    assert found is None or found >= timedelta(0)
