"""Expiry dates of points: a lot has two, and the policy says which applies (R10.1, R10.2)."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from services.rules.basics.enums import ExpiryCalculation, ExpiryRounding

_SHORTEST = timedelta(microseconds=1)  # what tells two instants apart


class ExpiryPolicy(NamedTuple):
    """A website's expiry: the life of points in days, None for ever, and which date is in force.

    A life ends to the instant or, rounded, at the end of its day, month or year in `time_zone`.
    """

    days: int | None
    calculation: ExpiryCalculation
    rounding: ExpiryRounding = ExpiryRounding.INSTANT
    time_zone: str = "UTC"


class LotDates(NamedTuple):
    """What is known of a lot's life; an explicit date holds under both calculations."""

    created_at: datetime
    static_expires_at: datetime | None
    is_explicit: bool


def date_of_life(created_at: datetime, policy: ExpiryPolicy) -> datetime | None:
    """Return the instant at which points of `created_at` expire, None for never (R10.1).

    A rounded end is the next midnight after the last day, month or year of their life.
    """
    if policy.days is None:
        return None
    end = created_at + timedelta(days=policy.days)
    if policy.rounding is ExpiryRounding.INSTANT:
        return end
    return _midnight(_next_period(_local_day(end, policy), policy.rounding), policy)


def youngest_expired(policy: ExpiryPolicy, now: datetime) -> datetime | None:
    """Return the latest creation whose life is over at `now`, None where points live for ever.

    It is `date_of_life` turned round: rounding up is over once the last end of a period that has
    come lies after the exact life.
    """
    if policy.days is None:
        return None
    if policy.rounding is not ExpiryRounding.INSTANT:
        now = _midnight(_period(_local_day(now, policy), policy.rounding), policy) - _SHORTEST
    return now - timedelta(days=policy.days)


def ends_of_periods(policy: ExpiryPolicy, after: datetime, until: datetime) -> Iterator[datetime]:
    """Return the ends that a rounded life may have, later than `after`, not later than `until`."""
    day = _local_day(after, policy)
    while True:
        day = _next_period(day, policy.rounding)
        end = _midnight(day, policy)
        if end > until:
            return
        yield end


def dynamic_date(dates: LotDates, policy: ExpiryPolicy) -> datetime | None:
    """Return what DYNAMIC says of a lot: its creation plus today's `expiry_days`."""
    if dates.is_explicit:
        return dates.static_expires_at
    return date_of_life(dates.created_at, policy)


def date_in_force(dates: LotDates, policy: ExpiryPolicy) -> datetime | None:
    """Return the date that holds for a lot under `policy`."""
    if policy.calculation is ExpiryCalculation.DYNAMIC:
        return dynamic_date(dates, policy)
    return dates.static_expires_at


def _local_day(at: datetime, policy: ExpiryPolicy) -> date:
    return at.astimezone(ZoneInfo(policy.time_zone)).date()


def _period(day: date, rounding: ExpiryRounding) -> date:
    """Return the first day of the period that `day` is in."""
    match rounding:
        case ExpiryRounding.END_OF_YEAR:
            return day.replace(month=1, day=1)
        case ExpiryRounding.END_OF_MONTH:
            return day.replace(day=1)
        case _:
            return day


def _next_period(day: date, rounding: ExpiryRounding) -> date:
    """Return the first day of the period after the one that `day` is in."""
    match rounding:
        case ExpiryRounding.END_OF_YEAR:
            return date(day.year + 1, 1, 1)
        case ExpiryRounding.END_OF_MONTH:
            return (day.replace(day=1) + timedelta(days=31)).replace(day=1)
        case _:
            return day + timedelta(days=1)


def _midnight(day: date, policy: ExpiryPolicy) -> datetime:
    """Return the instant at which a day begins, the first where clocks strike midnight twice.

    Where they skip it, the day begins at the change of clocks.
    """
    return datetime.combine(day, time.min, ZoneInfo(policy.time_zone)).astimezone(UTC)
