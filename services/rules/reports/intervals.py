"""Intervals of a period: days, weeks and months of a website's calendar (R15.2)."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.rules.basics.enums import Interval
from services.rules.basics.refusals import OutOfRange

MOST_INTERVALS = 10_000
_FIRST_YEAR, _LAST_YEAR = 1900, 2999
_LONGEST_MONTH = timedelta(days=31)


def interval_starts(
    since: datetime, until: datetime, interval: Interval, time_zone: str
) -> list[datetime]:
    """Return where the intervals of a period begin: the first one, clipped, with the period itself.

    The period is half-open. Raises OutOfRange for one that is empty, too long or too far away.
    """
    check_period(since, until)
    if since.year < _FIRST_YEAR:
        raise OutOfRange(f"from must be {_FIRST_YEAR} or later.", path=("from",))
    if until.year > _LAST_YEAR:
        raise OutOfRange(f"to must be {_LAST_YEAR} or earlier.", path=("to",))
    starts = [since]
    day = since.astimezone(ZoneInfo(time_zone)).date()
    while (begins := _midnight(day := _next(day, interval), time_zone)) < until:
        if len(starts) == MOST_INTERVALS:
            raise too_many_intervals()
        # Where a day is skipped by the calendar its midnight is not after the last one.
        if begins > starts[-1]:
            starts.append(begins)
    return starts


def check_period(since: datetime, until: datetime) -> None:
    """Refuse a period that does not end after it begins.

    Raises OutOfRange.
    """
    if until <= since:
        raise OutOfRange("to must be later than from.", path=("to",))


def too_many_intervals() -> OutOfRange:
    """Return the refusal of a report that would be too long."""
    return OutOfRange(
        f"to is too late: there may be at most {MOST_INTERVALS:,} intervals in all.",
        path=("to",),
    )


def _next(day: date, interval: Interval) -> date:
    """Return the first day of the interval after the one that `day` is in."""
    match interval:
        case Interval.DAY:
            return day + timedelta(days=1)
        case Interval.WEEK:
            return day + timedelta(days=7 - day.weekday())
        case Interval.MONTH:
            return (day.replace(day=1) + _LONGEST_MONTH).replace(day=1)


def _midnight(day: date, time_zone: str) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo(time_zone)).astimezone(UTC)
