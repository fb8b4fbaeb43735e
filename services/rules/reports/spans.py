"""Spans of time: what closings of a period leave over, and where a day ends (R15.1).

A span has what is after its beginning, up to and including its end.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

Span = tuple[datetime, datetime]

AN_INSTANT = timedelta(microseconds=1)  # what tells two instants apart


def gaps(period: Span, covered: Iterable[Span]) -> list[Span]:
    """Return the spans of a period that others, which are within it and do not overlap, leave."""
    since, until = period
    found: list[Span] = []
    for begins, ends in sorted(covered):
        if since < begins:
            found.append((since, begins))
        since = ends
    if since < until:
        found.append((since, until))
    return found


def end_of_day(at: datetime, time_zone: str) -> datetime:
    """Return the last instant of the calendar's day that an instant is in."""
    tomorrow = at.astimezone(ZoneInfo(time_zone)).date() + timedelta(days=1)
    midnight = datetime.combine(tomorrow, time.min, ZoneInfo(time_zone)).astimezone(UTC)
    return midnight - AN_INSTANT
