"""Expired lots and the next to expire, in SQL: correct to the instant, without any job (R10.3)."""

from datetime import datetime
from uuid import UUID

from models.database import fetch, instant
from services.rules.basics.enums import ExpiryCalculation
from services.rules.ledger.expiry import ExpiryPolicy, date_of_life, youngest_expired


def due_condition(policy: ExpiryPolicy, now: datetime) -> tuple[str, list[object]]:
    """Return a condition on rows of `points_lots` (alias `l`) that have expired, and its values.

    It is `date_in_force(…) <= now` of the rules, said in columns.
    """
    if policy.calculation is ExpiryCalculation.STATIC:
        return "l.static_expires_at <= ?", [now]
    explicit = "l.has_explicit_expiry AND l.static_expires_at <= ?"
    youngest = youngest_expired(policy, now)
    if youngest is None:
        return explicit, [now]
    by_age = "NOT l.has_explicit_expiry AND l.created_at <= ?"
    return f"(({explicit}) OR ({by_age}))", [now, youngest]


def due_lots(policy: ExpiryPolicy, now: datetime) -> tuple[str, list[object]]:
    """Return the same condition, which is false, not unknown, of lots without a date."""
    condition, values = due_condition(policy, now)
    return f"COALESCE({condition}, FALSE)", values


async def soonest_expiry(
    *, customer_id: str, account_id: UUID, policy: ExpiryPolicy, now: datetime
) -> datetime | None:
    """Return when the first live points of an account expire, None for never.

    A debit takes them first (R3.2). Dates are kept, except those that DYNAMIC makes of a lot's
    age: there the oldest lot is the first.
    """
    is_dated = "TRUE" if policy.calculation is ExpiryCalculation.STATIC else "l.has_explicit_expiry"
    due, due_values = due_condition(policy, now)
    (row,) = await fetch(
        f"SELECT MIN(CASE WHEN {is_dated} THEN l.static_expires_at END) AS dated,"  # noqa: S608 - ours
        f" MIN(CASE WHEN NOT {is_dated} THEN l.created_at END) AS born FROM points_lots l"
        " WHERE l.customer_id = ? AND l.account_id = ? AND l.remaining > 0"
        f" AND NOT COALESCE({due}, FALSE)",
        [customer_id, account_id, *due_values],
    )
    ends = [instant(row["dated"])] if row["dated"] is not None else []
    if row["born"] is not None:
        ends += filter(None, [date_of_life(instant(row["born"]), policy)])
    return min(ends, default=None)
