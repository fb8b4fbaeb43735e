"""Expiry dates of points: a lot has two, and the policy says which applies (R10.1, R10.2)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.rules.basics.enums import ExpiryCalculation


@dataclass(frozen=True, slots=True)
class ExpiryPolicy:
    """A website's expiry: the life of points in days, None for ever, and which date is in force."""

    days: int | None
    calculation: ExpiryCalculation


@dataclass(frozen=True, slots=True)
class LotDates:
    """What is known of a lot's life; an explicit date holds under both calculations."""

    created_at: datetime
    static_expires_at: datetime | None
    is_explicit: bool


def date_of_life(created_at: datetime, days: int | None) -> datetime | None:
    """Return the instant at which points of `created_at` expire after `days`, None for never."""
    if days is None:
        return None
    return created_at + timedelta(days=days)


def dynamic_date(dates: LotDates, policy: ExpiryPolicy) -> datetime | None:
    """Return what DYNAMIC says of a lot: its creation plus today's `expiry_days`."""
    if dates.is_explicit:
        return dates.static_expires_at
    return date_of_life(dates.created_at, policy.days)


def date_in_force(dates: LotDates, policy: ExpiryPolicy) -> datetime | None:
    """Return the date that holds for a lot under `policy`."""
    if policy.calculation is ExpiryCalculation.DYNAMIC:
        return dynamic_date(dates, policy)
    return dates.static_expires_at
