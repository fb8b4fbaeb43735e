"""Expired lots, as a condition in SQL: correct to the instant, without any job (R10.3)."""

from datetime import datetime

from services.rules.basics.enums import ExpiryCalculation
from services.rules.ledger.expiry import ExpiryPolicy, youngest_expired


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
