"""Expired entries: worked out for many accounts by one statement, then chained (R10.3, R17.1)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.database import Dialect, dialect, octets
from services.command.amounts import to_e4
from services.command.identifiers import reserve_millisecond
from services.ledger.in_batches.batch_sql import key_of
from services.ledger.in_batches.due_lots import DueLots
from services.rules.basics.currencies import MINOR_DIGITS
from services.rules.ledger.chain import canonical_entry, entry_hash
from services.rules.ledger.expiry import ExpiryPolicy
from services.rules.programme.conversion import WORTH_LIMIT, RecordedRate

# An entry a lot, with its allocation: the balance falls from entry to entry, and its worth with it,
# at the rate of the customer's group (`terms`). At once: an entry's balance needs those before it
# only, which `so_far` has summed. The account still has its old balance and number of entries: they
# are written later. A group without a rate is worth 0 and leaves the columns of the rate NULL.
_NEW_ENTRIES = """
WITH {due}, terms (group_code, points, amount_e4, priority) AS (VALUES {terms})
SELECT d.customer_id, {key} AS id, d.account_id, a.website_code, a.entries + d.place AS sequence,
    -d.remaining AS points, a.balance - d.so_far AS balance, 0 AS debt_change, 0 AS shortfall,
    '{currency}' AS currency, ({worth_after}) - ({worth_before}) AS amount_e4,
    {worth_after} AS amount_balance_e4, t.points AS rate_points, t.amount_e4 AS rate_amount_e4,
    CASE WHEN t.points IS NULL THEN NULL ELSE '{currency}' END AS rate_currency,
    CASE WHEN t.points IS NULL THEN NULL ELSE 'POINTS_TO_CURRENCY' END AS rate_direction,
    t.priority AS rate_priority, 'EXPIRED' AS reason, 'system' AS actor, {now} AS created_at,
    {now} AS recorded_at, {key} AS allocation_id, d.lot_id, a.last_hash, NULL AS label,
    NULL AS comment_hash, NULL AS order_id
FROM due d
JOIN reward_accounts a ON a.customer_id = d.customer_id AND a.id = d.account_id
LEFT JOIN customers c ON c.id = d.customer_id
LEFT JOIN terms t ON t.group_code = COALESCE(c.customer_group_code, 'general')
WHERE d.n < ? ORDER BY d.n
"""
Row = Mapping[str, object]
_TERM: dict[Dialect, str] = {
    "sqlite": "(?, ?, ?, ?)",
    "postgres": "(?, CAST(? AS BIGINT), CAST(? AS BIGINT), CAST(? AS SMALLINT))",
}
# Whole groups of points at the group's rate, down to whole minor units (R2.4). All operands are
# whole numbers, so `/` rounds down; the quotients are compared before anything is multiplied, so
# nothing overflows.
_WORTH = """
CASE WHEN t.points IS NULL THEN 0
    WHEN ({balance}) / t.points > {limit} / t.amount_e4 THEN {limit}
    ELSE ({balance}) / t.points * t.amount_e4 / {step} * {step} END
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


async def new_entries(due: DueLots, terms: ExpiryTerms, most: int) -> Sequence[Row]:
    """Return the entries of lots that are due as they will be, in the order of the lots."""
    currency, now = terms.currency, due.now
    after, before = "a.balance - d.so_far", "a.balance - d.so_far + d.remaining"
    said = {"step": 10 ** (4 - MINOR_DIGITS[currency]), "limit": to_e4(WORTH_LIMIT)}
    rates: list[object] = []
    for group, rate in terms.rates.items():
        rates += [group, *_columns(rate)]
    return await due.fetch(
        _NEW_ENTRIES,
        *(*rates, reserve_millisecond(now), now, now, reserve_millisecond(now), most),
        terms=", ".join(_TERM[dialect()] for _ in terms.rates),
        key=key_of("d.n", "d.lot_id"),
        currency=currency,
        worth_after=_WORTH.format(balance=after, **said),
        worth_before=_WORTH.format(balance=before, **said),
    )


def chained(rows: Sequence[Row]) -> list[bytes]:
    """Return the entries' hashes; those of an account stand together."""
    hashes: list[bytes] = []
    account, last = None, b""
    for row in rows:
        if row["account_id"] != account:
            account = row["account_id"]
            last = octets(row["last_hash"])
        allocation = {
            "position": 0,
            "id": row["allocation_id"],
            "lot_id": row["lot_id"],
            "points": row["points"],
        }
        last = entry_hash(last, canonical_entry(row, (), [allocation]))
        hashes.append(last)
    return hashes


def _columns(rate: RecordedRate | None) -> tuple[int | None, int | None, int | None]:
    if rate is None:
        return None, None, None
    return rate.points, to_e4(rate.currency_amount), rate.priority
