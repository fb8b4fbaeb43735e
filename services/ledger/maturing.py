"""Maturing orders: those of an account whose points are due to be credited (R6.13).

An order's command locks the order and then the account; here the account is locked already. So
nobody waits for an order here: one that another command has in hand is a lost race, and the
transaction is tried again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from models.database import fetch, instant, is_distributed, must_lock
from models.tables.checkout import OrderRow
from models.tables.points import RewardAccount
from services.command.json_values import from_document
from services.ledger.accounts import Account
from services.rules.checkout.quote import Quote
from services.rules.orders.points import OrderLedger
from services.rules.programme.conversion import RecordedRate

_ACCOUNTS = """
SELECT customer_id, website_code, matures_at FROM reward_accounts
WHERE matures_at <= ? {after} ORDER BY matures_at, customer_id, website_code LIMIT ?
"""
_AFTER = "AND (matures_at, customer_id, website_code) > (?, ?, ?)"
_ACCOUNTS_OF = "SELECT website_code FROM reward_accounts WHERE matures_at <= ? AND customer_id = ?"
_NEXT = """
SELECT MIN(matures_at) AS at FROM orders
WHERE customer_id = ? AND website_code = ? AND pending_points > 0 AND received_approved
"""
_NEXT_AFTER = f"{_NEXT} AND matures_at > ?"


@dataclass(frozen=True, slots=True)
class DueAccount:
    """An account on which something may have matured, and when it did."""

    matures_at: datetime
    customer_id: str
    website_code: str


@dataclass(frozen=True, slots=True)
class MaturingOrder:
    """An order with `points` to be credited at an instant, and where its points stand."""

    order_id: str
    number: str
    at: datetime
    points: int
    rate: RecordedRate | None
    ledger: OrderLedger


@dataclass(frozen=True, slots=True)
class DueMaturity:
    """Orders of an account that have matured, soonest first, and when the next one does."""

    orders: tuple[MaturingOrder, ...] = ()
    next_at: datetime | None = None


async def accounts_to_mature(
    *, now: datetime, after: DueAccount | None, most: int
) -> list[DueAccount]:
    """Return accounts on which something may have matured, soonest first, those behind `after`."""
    if after is None:
        rows = await fetch(_ACCOUNTS.format(after=""), [now, most])
    else:
        behind = [after.matures_at, after.customer_id, after.website_code]
        rows = await fetch(_ACCOUNTS.format(after=_AFTER), [now, *behind, most])
    return [
        DueAccount(instant(row["matures_at"]), str(row["customer_id"]), str(row["website_code"]))
        for row in rows
    ]


async def websites_to_mature(*, customer_id: str, now: datetime) -> list[str]:
    """Return the websites on which points of the customer may have matured."""
    rows = await fetch(_ACCOUNTS_OF, [now, customer_id])
    return sorted(str(row["website_code"]) for row in rows)


async def due_maturity(accounts: Iterable[Account], *, now: datetime) -> dict[UUID, DueMaturity]:
    """Return what has matured on these locked accounts, its orders locked too; most have none."""
    return {
        account.id: DueMaturity(await _due_orders(account, now), await _next(account, now))
        for account in accounts
        if account.matures_at is not None and account.matures_at <= now
    }


async def write_matured(order_id: str, ledger: OrderLedger) -> None:
    """Count in the order what was credited for it, and what was lost."""
    await OrderRow.filter(id=order_id).update(
        points_granted=ledger.granted,
        granted_gross=ledger.gross,
        granted_lost=ledger.lost,
        pending_points=0,
    )


async def next_maturity(account: Account) -> datetime | None:
    """Return when the first of what the account's orders promise matures, as they are written."""
    (row,) = await fetch(_NEXT, [account.customer_id, account.website_code])
    return None if row["at"] is None else instant(row["at"])


async def write_next(account: Account, matures_at: datetime | None) -> None:
    """Note when the next points of the account mature, None for never."""
    accounts = RewardAccount.filter(customer_id=account.customer_id, id=account.id)
    await accounts.update(matures_at=matures_at)


async def _due_orders(account: Account, now: datetime) -> tuple[MaturingOrder, ...]:
    must_lock()
    due = OrderRow.filter(
        customer_id=account.customer_id,
        website_code=account.website_code,
        pending_points__gt=0,
        received_approved=True,
        matures_at__lte=now,
    ).order_by("matures_at", "placed_at", "id")
    if not is_distributed():
        rows: Sequence[OrderRow] = await due.select_for_update(nowait=True)
    else:  # they stand on several machines: chosen first, then locked one by one, if still due
        ids = [row.id for row in await due.only("id")]
        found = [await due.filter(id=each).select_for_update(nowait=True) for each in ids]
        rows = [row for locked in found for row in locked]
    return tuple(_maturing(row) for row in rows)


def _maturing(row: OrderRow) -> MaturingOrder:
    assert row.matures_at is not None, "it was asked for"
    ledger = OrderLedger(
        taken=row.points_taken,
        granted=row.points_granted,
        gross=row.granted_gross,
        lost=row.granted_lost,
        returned_lost=row.returned_lost,
    )
    quote = from_document(Quote, row.quote)
    return MaturingOrder(
        row.id, row.number, row.matures_at, row.pending_points, quote.earning_rate, ledger
    )


async def _next(account: Account, now: datetime) -> datetime | None:
    (row,) = await fetch(_NEXT_AFTER, [account.customer_id, account.website_code, now])
    return None if row["at"] is None else instant(row["at"])
