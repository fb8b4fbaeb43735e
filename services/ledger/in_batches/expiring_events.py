"""Events about many accounts' lots that are to expire: one an account, each lot in one (R16.1).

Told to the shop whether or not the customer is warned by mail, within the same lead (R10.4).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter

from models.database import execute, fetch, fetch_each, identifier, instant, is_distributed
from models.rows.reads import marks
from services.events.outbox import Event, is_wanted, tell
from services.ledger.accounts import count_other_changes
from services.ledger.in_batches.batch_sql import Keys, lock_chosen
from services.ledger.in_batches.warnings import WarningTerms, expiring_soon
from services.rules.events import payloads
from services.rules.events.event_types import EventType
from services.rules.events.shown import shown
from services.rules.ledger.expiry import LotDates, date_in_force

_UNTOLD = "l.expiry_told_at IS NULL"
_CHOOSE = """
SELECT a.customer_id, a.id FROM reward_accounts a
WHERE (a.customer_id, a.id) IN (
    SELECT l.customer_id, l.account_id FROM points_lots l
    JOIN reward_accounts o ON o.customer_id = l.customer_id AND o.id = l.account_id
    WHERE {soon} AND o.website_code = ? LIMIT ?
)
ORDER BY a.customer_id, a.website_code
"""
# Said again under the lock: what another worker did meanwhile is seen.
_MARK = """
UPDATE points_lots AS l SET expiry_told_at = ?
WHERE l.customer_id = ? AND l.account_id = ? AND {soon}
RETURNING customer_id, id, remaining, created_at, static_expires_at, has_explicit_expiry
"""
_SOON = """
SELECT customer_id, id, remaining, created_at, static_expires_at, has_explicit_expiry
FROM points_lots AS l WHERE l.customer_id = ? AND l.account_id = ? AND {soon}
"""
_MARK_THESE = "UPDATE points_lots SET expiry_told_at = ? WHERE customer_id = ? AND id IN ({ids})"


async def tell_some(terms: WarningTerms, *, most_lots: int) -> int:
    """Tell of some accounts' lots that expire within the lead, and return how many lots (R16.1).

    None when nobody wants to know, or nothing is left that nobody else is at.
    """
    if not await is_wanted(EventType.POINTS_EXPIRING, terms.website_code):
        return 0
    keys = await _lock(terms, most_lots)
    rows = await _mark(keys, terms) if keys else []
    await count_other_changes(keys)
    of_customer = itemgetter("customer_id")
    await tell(
        [
            _event(customer_id, list(lots), terms)
            for customer_id, lots in groupby(sorted(rows, key=of_customer), key=of_customer)
        ]
    )
    return len(rows)


async def _lock(terms: WarningTerms, most_lots: int) -> Keys:
    soon, values = expiring_soon(terms, unmarked=_UNTOLD)
    rows = await fetch(_CHOOSE.format(soon=soon), [*values, terms.website_code, most_lots])
    return await lock_chosen(rows)


async def _mark(keys: Keys, terms: WarningTerms) -> list[dict[str, object]]:
    soon, values = expiring_soon(terms, unmarked=_UNTOLD)
    if is_distributed():
        return [row for key in keys for row in await _mark_alone(soon, [*key, *values], terms.now)]
    return await fetch_each(_MARK.format(soon=soon), [[terms.now, *key, *values] for key in keys])


async def _mark_alone(
    soon: str, values: Sequence[object], now: datetime
) -> list[dict[str, object]]:
    """Mark an account's lots by their keys: Citus changes no rows by what dates come to (R18.1)."""
    rows = await fetch(_SOON.format(soon=soon), values)
    ids = [identifier(row["id"]) for row in rows]
    if ids:
        await execute(_MARK_THESE.format(ids=marks(ids)), [now, values[0], *ids])
    return rows


def _event(customer_id: str, rows: Sequence[Mapping[str, object]], terms: WarningTerms) -> Event:
    lots = sorted((_lot(row, terms) for row in rows), key=itemgetter("expiresAt", "lotId"))
    data = payloads.Expiring(
        customerId=customer_id,
        websiteCode=terms.website_code,
        points=sum(lot["points"] for lot in lots),
        expiresAt=lots[0]["expiresAt"],
        lots=lots,
        createdAt=shown(terms.now),
    )
    return Event(EventType.POINTS_EXPIRING, customer_id, terms.website_code, data, terms.now)


def _lot(row: Mapping[str, object], terms: WarningTerms) -> payloads.ExpiringLot:
    return payloads.ExpiringLot(
        lotId=str(identifier(row["id"])),
        points=int(str(row["remaining"])),
        expiresAt=shown(_expires_at(row, terms)),
    )


def _expires_at(row: Mapping[str, object], terms: WarningTerms) -> datetime:
    static = row["static_expires_at"]
    dates = LotDates(
        created_at=instant(row["created_at"]),
        static_expires_at=None if static is None else instant(static),
        is_explicit=bool(row["has_explicit_expiry"]),
    )
    at = date_in_force(dates, terms.policy)
    assert at is not None, "only lots that expire were asked for"
    return at
