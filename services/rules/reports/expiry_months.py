"""Expiry months: in which month of a website's calendar lots expire (R15.1).

A database finds a lot's month by comparing its dates with where months begin, whatever the time
zone, the rounding and the life of points: only the rules know calendars.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from services.rules.ledger.expiry import ExpiryPolicy, youngest_expired

MONTHS_A_YEAR = 12
_SHORTEST = timedelta(microseconds=1)  # what tells two instants apart


@dataclass(frozen=True, slots=True)
class ExpiryMonths:
    """Where months begin: the one numbered `first`, and each after it.

    `dated` are the instants themselves. `born` are the creations from which on a life under the
    policy ends in that month or later; None where points live for ever.
    """

    first: int
    dated: list[datetime]
    born: list[datetime] | None


def expiry_months(policy: ExpiryPolicy, *, first: int, last: int) -> ExpiryMonths:
    """Return the months numbered from `first` to `last`, and where the next one begins."""
    dated = [_begins(number, policy.time_zone) for number in range(first, last + 2)]
    born = None
    if policy.days is not None:
        born = [_first_born(begins, policy) for begins in dated]
        assert all(one <= other for one, other in pairwise(born)), "a younger lot lives longer"
    return ExpiryMonths(first, dated, born)


def month_number(day: date) -> int:
    """Return the number of a day's month."""
    return day.year * MONTHS_A_YEAR + day.month - 1


def month_of(number: int) -> date:
    """Return the first day of the month of a number."""
    year, month = divmod(number, MONTHS_A_YEAR)
    return date(year, month + 1, 1)


def _begins(number: int, time_zone: str) -> datetime:
    return datetime.combine(month_of(number), time.min, ZoneInfo(time_zone)).astimezone(UTC)


def _first_born(begins: datetime, policy: ExpiryPolicy) -> datetime:
    """Return the earliest creation whose life is not over before an instant."""
    over = youngest_expired(policy, begins - _SHORTEST)
    assert over is not None, "points live for a number of days"
    return over + _SHORTEST
