"""Lots that are due on many accounts at once, for the statement that writes them off (R10.3)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from models.database import Dialect, db_value, dialect, instant
from models.rows.excerpts import fetch_together
from services.ledger.due import due_condition
from services.ledger.in_batches.batch_sql import (
    CHOSEN,
    EXACT_DATE,
    NOW,
    Keys,
    chosen_values,
    of_chosen,
)
from services.rules.basics.enums import ExpiryCalculation, ExpiryRounding
from services.rules.ledger.expiry import ExpiryPolicy, ends_of_periods

# The lots due on the chosen accounts, soonest first as expiry by hand goes: `n` counts all of them
# and makes keys, `place` counts an account's and makes its sequence, `so_far` is what expires up to
# and with this lot. The order is total: the lot's id is last.
_DUE = """
chosen AS ({chosen}),{ends}
due AS (
    SELECT l.customer_id, l.account_id, l.id AS lot_id, l.remaining,
        ROW_NUMBER() OVER (ORDER BY l.customer_id, l.account_id, {soonest}) - 1 AS n,
        ROW_NUMBER() OVER of_account AS place, SUM(l.remaining) OVER of_account AS so_far
    FROM chosen k
    JOIN points_lots l ON l.customer_id = k.customer_id AND l.account_id = k.account_id
    WHERE l.remaining > 0 AND {condition}
    WINDOW of_account AS (PARTITION BY l.customer_id, l.account_id ORDER BY {soonest})
)
"""
# The date in force, for the order alone: what is due is said by `due_condition`, to the instant.
_AGE = "l.created_at, l.id"
_DYNAMIC_DATE = "CASE WHEN l.has_explicit_expiry THEN l.static_expires_at ELSE {date} END"

# Rounded, a date is the next end of a period after the exact one; those that lots may have are
# given, as only the rules know the calendar of a time zone.
_ENDS: dict[Dialect, str] = {
    "sqlite": " ends AS (SELECT value AS at FROM json_each(?)),",
    "postgres": (
        " ends AS (SELECT CAST(value AS TIMESTAMPTZ) AS at"
        " FROM jsonb_array_elements_text(CAST(? AS JSONB))),"
    ),
}
_ROUNDED = "(SELECT MIN(at) FROM ends WHERE at > {date})"
_OLDEST = """
SELECT MIN(l.created_at) AS oldest FROM ({chosen}) AS k
JOIN points_lots l ON l.customer_id = k.customer_id AND l.account_id = k.account_id
WHERE l.remaining > 0 AND NOT l.has_explicit_expiry AND {condition}
"""


@dataclass(frozen=True, slots=True)
class DueLots:
    """The lots that a statement is about: what says which they are, with its values.

    `date` is what they are ordered by, the date in force; with `ends` it is rounded to the next of
    these.
    """

    chosen: list[list[str]]
    condition: str
    values: list[object]
    date: str
    ends: list[object] | None
    now: datetime

    async def fetch(self, statement: str, *values: object, **parts: str) -> list[dict[str, object]]:
        """Run a statement about these lots, `{due}` in it, and return what it finds."""
        ends = _ENDS[dialect()] if self.ends is not None else ""
        due = _DUE.format(
            chosen=CHOSEN[dialect()],
            condition=self.condition,
            soonest=f"{self.date}, {_AGE}",
            ends=ends,
        )
        sql = statement.format(now=NOW[dialect()], due=due, **parts)
        given = [self.chosen] if self.ends is None else [self.chosen, self.ends]
        excerpts = of_chosen(self.chosen, "points_lots", "reward_accounts", "customers")
        return await fetch_together(sql, [*given, *self.values, *values], excerpts)


async def due_lots(keys: Keys, policy: ExpiryPolicy, now: datetime) -> DueLots:
    """Return the lots of locked accounts that are due at `now`, to be written off."""
    condition, values = due_condition(policy, now)
    chosen = chosen_values(keys)
    if policy.calculation is ExpiryCalculation.STATIC or policy.days is None:
        return DueLots(chosen, condition, values, "l.static_expires_at", None, now)
    date, ends = EXACT_DATE[dialect()].format(days=policy.days), None
    if policy.rounding is not ExpiryRounding.INSTANT:
        date = _ROUNDED.format(date=date)
        ends = await _ends_of_lives(chosen, policy, now)
    return DueLots(chosen, condition, values, _DYNAMIC_DATE.format(date=date), ends, now)


async def _ends_of_lives(
    chosen: list[list[str]], policy: ExpiryPolicy, now: datetime
) -> list[object]:
    """Return when the lives of lots that are due may have ended, rounded: few, unless very late."""
    condition, values = due_condition(policy, now)
    sql = _OLDEST.format(chosen=CHOSEN[dialect()], condition=condition)
    (row,) = await fetch_together(sql, [chosen, *values], of_chosen(chosen, "points_lots"))
    if row["oldest"] is None:
        return []
    first = instant(row["oldest"]) + timedelta(days=policy.days or 0)
    return [db_value(end) for end in ends_of_periods(policy, first, now)]
