"""Queueing warnings about many accounts' lots that are to expire, by statements (R10.4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from models.database import Dialect, db_value, dialect, execute, execute_each, fetch, is_distributed
from models.rows.excerpts import fetch_together
from models.rows.reads import marks
from services.command.identifiers import reserve_millisecond
from services.ledger.due import due_condition
from services.ledger.in_batches.batch_sql import (
    CHOSEN,
    EXACT_DATE,
    NOW,
    Keys,
    chosen_values,
    key_of,
    lock_chosen,
    of_chosen,
)
from services.rules.basics.enums import ExpiryCalculation, ExpiryRounding
from services.rules.ledger.expiry import ExpiryPolicy, ends_of_periods

_CHOOSE = """
SELECT a.customer_id, a.id FROM reward_accounts a
WHERE (a.customer_id, a.id) IN (
    SELECT l.customer_id, l.account_id FROM points_lots l
    JOIN reward_accounts o ON o.customer_id = l.customer_id AND o.id = l.account_id
    JOIN customers c ON c.id = l.customer_id AND c.expiration_notifications AND c.email IS NOT NULL
    WHERE {warnable} AND o.website_code = ? AND NOT EXISTS (
        SELECT 1 FROM emails e
        WHERE e.customer_id = o.customer_id AND e.account_id = o.id AND e.day = {day}
    )
    LIMIT ?
)
ORDER BY a.customer_id, a.website_code
"""
# Said again under the lock: what another worker did meanwhile is seen.
_MAILS = """
INSERT INTO emails (customer_id, id, account_id, website_code, kind, day, status, attempts,
    next_attempt_at, created_at)
WITH chosen AS ({chosen}), numbered AS (
    SELECT k.customer_id, k.account_id,
        ROW_NUMBER() OVER (ORDER BY k.customer_id, k.account_id) - 1 AS n
    FROM chosen k WHERE EXISTS (
        SELECT 1 FROM points_lots l
        WHERE l.customer_id = k.customer_id AND l.account_id = k.account_id AND {warnable}
    )
)
SELECT m.customer_id, {key}, m.account_id, a.website_code, 'EXPIRY_WARNING', {day}, 'QUEUED', 0,
    {now}, {now}
FROM numbered m
JOIN reward_accounts a ON a.customer_id = m.customer_id AND a.id = m.account_id
WHERE TRUE
ON CONFLICT (customer_id, account_id, day) DO NOTHING RETURNING 1
"""
_LOTS = """
UPDATE points_lots AS l SET warned_by = e.id
FROM emails e
WHERE e.customer_id = ? AND e.account_id = l.account_id AND e.day = {day}
    AND l.customer_id = ? AND l.account_id = ? AND {warnable}
"""
# The same in two steps: Citus compares no date with a moved one in an UPDATE.
_WARNED_LOTS = """
SELECT l.id, e.id AS mail FROM points_lots l JOIN emails e ON e.account_id = l.account_id
WHERE e.customer_id = ? AND e.day = {day} AND l.customer_id = ? AND l.account_id = ? AND {warnable}
"""
_WARNED = "UPDATE points_lots SET warned_by = ? WHERE customer_id = ? AND id IN ({lots})"
# A rounded life is longer than the lead if no period ends between the exact life and the lead.
_NO_END_BETWEEN: dict[Dialect, str] = {
    "sqlite": (
        "NOT EXISTS (SELECT 1 FROM json_each(?) e WHERE e.value > {life} AND e.value <= {lead})"
    ),
    "postgres": (
        "NOT EXISTS (SELECT 1 FROM jsonb_array_elements_text(CAST(? AS JSONB)) e"
        " WHERE CAST(e.value AS TIMESTAMPTZ) > {life} AND CAST(e.value AS TIMESTAMPTZ) <= {lead})"
    ),
}
_UNWARNED = "l.warned_by IS NULL"
_DAY = {"sqlite": "?", "postgres": "CAST(CAST(? AS TEXT) AS DATE)"}


@dataclass(frozen=True, slots=True)
class WarningTerms:
    """What is warned of on a website: lots that expire within `days` of `now`, on its `day`."""

    website_code: str
    policy: ExpiryPolicy
    days: int
    day: date
    now: datetime


async def warn_some(terms: WarningTerms, *, most_lots: int) -> int:
    """Queue a mail for each of some accounts with lots to warn of, and return how many (R10.4).

    One mail an account and day, each lot in one mail. `most_lots` lots or so; none when nothing is
    left that nobody else is at.
    """
    keys = await _lock(terms, most_lots)
    if not keys:
        return 0
    warnable, values = expiring_soon(terms, unmarked=_UNWARNED)
    chosen = chosen_values(keys)
    kind = dialect()
    said = {"chosen": CHOSEN[kind], "warnable": warnable, "day": _DAY[kind], "now": NOW[kind]}
    mails = _MAILS.format(**said, key=key_of("m.n", "m.account_id"))
    prefix, day = reserve_millisecond(terms.now), terms.day.isoformat()
    queued = await fetch_together(
        mails,
        [chosen, *values, prefix, day, terms.now, terms.now],
        of_chosen(chosen, "points_lots", "reward_accounts"),
    )
    whose = [[customer_id, day, customer_id, account_id] for customer_id, account_id in keys]
    if is_distributed():
        for each in whose:
            await _mark(each[0], await fetch(_WARNED_LOTS.format(**said), [*each, *values]))
    else:
        await execute_each(_LOTS.format(**said), [[*each, *values] for each in whose])
    return len(queued)


async def _mark(customer_id: str, lots: Sequence[dict[str, object]]) -> None:
    """Note with a customer's lots the mail that warns of them: one account's has one a day."""
    if lots:
        ids = [row["id"] for row in lots]
        await execute(_WARNED.format(lots=marks(ids)), [lots[0]["mail"], customer_id, *ids])


async def _lock(terms: WarningTerms, most_lots: int) -> Keys:
    """Lock accounts with lots to warn of, passing over those that others hold."""
    warnable, values = expiring_soon(terms, unmarked=_UNWARNED)
    kind = dialect()
    rows = await fetch(
        _CHOOSE.format(warnable=warnable, day=_DAY[kind]),
        [*values, terms.website_code, terms.day.isoformat(), most_lots],
    )
    return await lock_chosen(rows)


def expiring_soon(terms: WarningTerms, *, unmarked: str) -> tuple[str, list[object]]:
    """Return the condition on lots (alias `l`) that are to be told of, and its values.

    Not yet told of (`unmarked`), not expired, but within the lead; and they live longer than the
    lead is.
    """
    over, now_values = due_condition(terms.policy, terms.now)
    soon, soon_values = due_condition(terms.policy, terms.now + timedelta(days=terms.days))
    outlives, ends = _outlives_lead(terms)
    condition = f"l.remaining > 0 AND {unmarked} AND {soon} AND NOT ({over})"
    return f"{condition} AND {outlives}", [*soon_values, *now_values, *ends]


def _outlives_lead(terms: WarningTerms) -> tuple[str, list[object]]:
    """Return the condition on lots that live longer than the lead is, and its values."""
    lead = EXACT_DATE[dialect()].format(days=terms.days)
    by_date = f"l.static_expires_at > {lead}"
    policy = terms.policy
    if policy.calculation is ExpiryCalculation.STATIC:
        return by_date, []
    if policy.days is None:
        return f"(l.has_explicit_expiry AND {by_date})", []
    if policy.days > terms.days:
        return f"(NOT l.has_explicit_expiry OR {by_date})", []
    if policy.rounding is ExpiryRounding.INSTANT:
        return f"(l.has_explicit_expiry AND {by_date})", []
    life = EXACT_DATE[dialect()].format(days=policy.days)
    by_ends = _NO_END_BETWEEN[dialect()].format(life=life, lead=lead)
    # What is warned of is to expire between now and the lead: no other ends come into question.
    ends = ends_of_periods(policy, terms.now, terms.now + timedelta(days=terms.days))
    values = [[db_value(end) for end in ends]]
    return f"CASE WHEN l.has_explicit_expiry THEN {by_date} ELSE {by_ends} END", [*values]
