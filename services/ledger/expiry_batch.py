"""Expiry in batches: writes off many accounts' expired lots inside the database.

What they write is what `AccountBook.expire_due` and `write_books` would, entry by entry; a test
holds the two against each other. The keys of entries, allocations and mails are UUIDs of version 7
like all others: a millisecond of this process's own, the row's number, and the last digits of the
lot's, or the account's, own key.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from models.database import Dialect, dialect, execute, fetch, identifier
from services.command.amounts import to_e4
from services.command.identifiers import reserve_millisecond
from services.ledger.due import due_condition
from services.rules.basics.currencies import MINOR_DIGITS
from services.rules.basics.enums import ExpiryCalculation
from services.rules.ledger.expiry import ExpiryPolicy
from services.rules.programme.conversion import WORTH_LIMIT, RecordedRate

Keys = Sequence[tuple[str, str]]

# By the indexes of lots that have points left, soonest expiry first.
_CHOOSE = """
SELECT a.customer_id, a.id FROM reward_accounts a
WHERE (a.customer_id, a.id) IN (
    SELECT l.customer_id, l.account_id FROM points_lots l
    JOIN reward_accounts o ON o.customer_id = l.customer_id AND o.id = l.account_id
    WHERE l.remaining > 0 AND {due} AND o.website_code = ? LIMIT ?
)
ORDER BY a.customer_id, a.website_code{lock}
"""
LOCK = {"sqlite": "", "postgres": " FOR UPDATE SKIP LOCKED"}
CHOSEN = {
    "sqlite": """
    SELECT json_extract(value, '$[0]') AS customer_id, json_extract(value, '$[1]') AS account_id
    FROM json_each(?)
    """,
    "postgres": """
    SELECT pair ->> 0 AS customer_id, CAST(pair ->> 1 AS UUID) AS account_id
    FROM jsonb_array_elements(CAST(? AS JSONB)) AS pair
    """,
}
_KEY = {
    "sqlite": "? || printf('-7%03x-8%03x-', {n} / 4096, {n} % 4096) || substr({tail}, 25)",
    "postgres": (
        "CAST(CAST(? AS TEXT) || '-7' || lpad(to_hex({n} / 4096), 3, '0') || '-8'"
        " || lpad(to_hex({n} % 4096), 3, '0') || '-' || right(CAST({tail} AS TEXT), 12) AS UUID)"
    ),
}
_DUE = """
due AS (
    SELECT l.customer_id, l.account_id, l.id AS lot_id, l.remaining,
        ROW_NUMBER() OVER (ORDER BY l.customer_id, l.account_id, {soonest}) - 1 AS n,
        ROW_NUMBER() OVER of_account AS place, SUM(l.remaining) OVER of_account AS so_far
    FROM chosen k
    JOIN points_lots l ON l.customer_id = k.customer_id AND l.account_id = k.account_id
    WHERE l.remaining > 0 AND {due}
    WINDOW of_account AS (PARTITION BY l.customer_id, l.account_id ORDER BY {soonest})
)
"""
# The date in force, for the order alone: what is due is said by `due_condition`, to the instant.
_DYNAMIC_DATE = {
    "sqlite": (
        "CASE WHEN l.has_explicit_expiry THEN l.static_expires_at"
        " ELSE date(l.created_at, '+{days} days') || substr(l.created_at, 11) END"
    ),
    "postgres": (
        "CASE WHEN l.has_explicit_expiry THEN l.static_expires_at"
        " ELSE l.created_at + make_interval(days => {days}) END"
    ),
}
_TERM = {
    "sqlite": "(?, ?, ?, ?)",
    "postgres": "(?, CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS SMALLINT))",
}
# Whole groups of points at the group's rate, down to whole minor units (R2.4).
_WORTH = """
CASE WHEN t.points IS NULL THEN 0
    WHEN ({balance}) / t.points > {limit} / t.amount_e4 THEN {limit}
    ELSE ({balance}) / t.points * t.amount_e4 / {step} * {step} END
"""
_ENTRIES = """
INSERT INTO ledger_entries (customer_id, id, account_id, website_code, sequence, points, balance,
    debt_change, shortfall, currency, amount_e4, amount_balance_e4, rate_points, rate_amount_e4,
    rate_currency, rate_direction, rate_priority, reason, actor, created_at, recorded_at)
WITH chosen AS ({chosen}), {due},
    terms (group_code, points, amount_e4, priority) AS (VALUES {terms})
SELECT d.customer_id, {key}, d.account_id, a.website_code, a.entries + d.place, -d.remaining,
    a.balance - d.so_far, 0, 0, '{currency}', ({worth_after}) - ({worth_before}), {worth_after},
    t.points, t.amount_e4, CASE WHEN t.points IS NULL THEN NULL ELSE '{currency}' END,
    CASE WHEN t.points IS NULL THEN NULL ELSE 'POINTS_TO_CURRENCY' END, t.priority, 'EXPIRED',
    'system', {now}, {now}
FROM due d
JOIN reward_accounts a ON a.customer_id = d.customer_id AND a.id = d.account_id
LEFT JOIN customers c ON c.id = d.customer_id
LEFT JOIN terms t ON t.group_code = COALESCE(c.customer_group_code, 'general')
"""
_ALLOCATIONS = """
INSERT INTO lot_allocations (customer_id, id, entry_id, lot_id, position, points)
WITH chosen AS ({chosen}), {due}
SELECT d.customer_id, {key}, {entry_key}, d.lot_id, 0, -d.remaining FROM due d
"""
_SUMS = """
sums AS (
    SELECT customer_id, account_id, SUM(remaining) AS points, COUNT(*) AS lots,
        ROW_NUMBER() OVER (ORDER BY customer_id, account_id) - 1 AS n
    FROM due GROUP BY customer_id, account_id
)
"""
_MAILS = """
INSERT INTO emails (customer_id, id, account_id, website_code, kind, first_sequence, last_sequence,
    status, attempts, next_attempt_at, created_at)
WITH chosen AS ({chosen}), {due}, {sums}
SELECT s.customer_id, {key}, s.account_id, a.website_code, 'BALANCE_UPDATE', a.entries + 1,
    a.entries + s.lots, 'QUEUED', 0, {now}, {now}
FROM sums s
JOIN reward_accounts a ON a.customer_id = s.customer_id AND a.id = s.account_id
JOIN customers c ON c.id = s.customer_id AND c.balance_updates AND c.email IS NOT NULL
"""
_ACCOUNTS = """
WITH chosen AS ({chosen}), {due}, {sums}
UPDATE reward_accounts AS a SET balance = a.balance - s.points, entries = a.entries + s.lots
FROM sums s WHERE a.customer_id = s.customer_id AND a.id = s.account_id
"""
_LOTS = """
UPDATE points_lots AS l SET expired = l.expired + l.remaining, remaining = 0
FROM ({chosen}) AS k WHERE l.customer_id = k.customer_id AND l.account_id = k.account_id
    AND l.remaining > 0 AND {due}
"""


@dataclass(frozen=True, slots=True)
class ExpiryTerms:
    """What a website's expiry needs: its policy, its currency and what its groups' points pay.

    `is_mailed` says whether its customers are told.
    """

    currency: str
    policy: ExpiryPolicy
    rates: dict[str, RecordedRate | None]
    is_mailed: bool


async def lock_due_accounts(
    *, website_code: str, policy: ExpiryPolicy, now: datetime, most_lots: int
) -> Keys:
    """Lock accounts of the website with lots due at `now`, passing over those that others hold.

    So many that `most_lots` lots or so are due; none when nothing is that nobody else is at.
    """
    due, values = due_condition(policy, now)
    rows = await fetch(
        _CHOOSE.format(due=due, lock=LOCK[dialect()]), [*values, website_code, most_lots]
    )
    return [(str(row["customer_id"]), str(identifier(row["id"]))) for row in rows]


async def expire_accounts(keys: Keys, terms: ExpiryTerms, *, now: datetime) -> int:
    """Write off what is due on locked accounts, and return how many lots that were (R10.3).

    An entry a lot, a mail an account.
    """
    return await _Batch(keys, terms, now, dialect()).write()


def key_of(number: str, tail: str) -> str:
    """Return the SQL of a new row's key: a reserved beginning (`?`), its number, another's end."""
    return _KEY[dialect()].format(n=number, tail=tail)


@dataclass(frozen=True, slots=True)
class _Batch:
    keys: Keys
    terms: ExpiryTerms
    now: datetime
    dialect: Dialect

    async def write(self) -> int:
        """Write all there is, and last the lots, of which everything else is read."""
        entry = reserve_millisecond(self.now)
        await self._entries(entry)
        await self._allocations(entry)
        if self.terms.is_mailed:
            await self._mails()
        await execute(self._said(_ACCOUNTS), [self._json(), *self._due_values()])
        return await execute(self._said(_LOTS), [self._json(), *self._due_values()])

    async def _entries(self, prefix: str) -> None:
        terms: list[object] = []
        for group, rate in self.terms.rates.items():
            terms += [group, *_columns(rate)]
        step = 10 ** (4 - MINOR_DIGITS[self.terms.currency])
        limit = to_e4(WORTH_LIMIT)
        after, before = "a.balance - d.so_far", "a.balance - d.so_far + d.remaining"
        sql = self._said(
            _ENTRIES,
            terms=", ".join(_TERM[self.dialect] for _ in self.terms.rates),
            key=key_of("d.n", "d.lot_id"),
            currency=self.terms.currency,
            worth_after=_WORTH.format(balance=after, step=step, limit=limit),
            worth_before=_WORTH.format(balance=before, step=step, limit=limit),
        )
        values = [self._json(), *self._due_values(), *terms, prefix, self.now, self.now]
        await execute(sql, values)

    async def _allocations(self, entry_prefix: str) -> None:
        key = key_of("d.n", "d.lot_id")
        sql = self._said(_ALLOCATIONS, key=key, entry_key=key)
        own = reserve_millisecond(self.now)
        await execute(sql, [self._json(), *self._due_values(), own, entry_prefix])

    async def _mails(self) -> None:
        sql = self._said(_MAILS, key=key_of("s.n", "s.account_id"))
        prefix = reserve_millisecond(self.now)
        await execute(sql, [self._json(), *self._due_values(), prefix, self.now, self.now])

    def _said(self, sql: str, **parts: str) -> str:
        condition, _ = due_condition(self.terms.policy, self.now)
        due = condition if sql is _LOTS else _DUE.format(due=condition, soonest=self._soonest())
        now = "?" if self.dialect == "sqlite" else "CAST(? AS TIMESTAMPTZ)"
        return sql.format(chosen=CHOSEN[self.dialect], due=due, sums=_SUMS, now=now, **parts)

    def _soonest(self) -> str:
        """Return what lots are ordered by: the date in force, then age."""
        policy = self.terms.policy
        if policy.calculation is ExpiryCalculation.STATIC or policy.days is None:
            return "l.static_expires_at, l.created_at, l.id"
        date = _DYNAMIC_DATE[self.dialect].format(days=policy.days)
        return f"{date}, l.created_at, l.id"

    def _json(self) -> list[list[str]]:
        return [list(key) for key in self.keys]

    def _due_values(self) -> list[object]:
        return due_condition(self.terms.policy, self.now)[1]


def _columns(rate: RecordedRate | None) -> tuple[int | None, int | None, int | None]:
    if rate is None:
        return None, None, None
    return rate.points, to_e4(rate.currency_amount), rate.priority
