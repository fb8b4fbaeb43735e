"""Holds: points kept from being spent elsewhere during a checkout (R5.7)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from models.database import fetch, fetch_each, must_lock
from models.rows.inserts import insert_rows
from models.tables.points import PointsHold
from services.command.identifiers import new_id
from services.ledger.accounts import Account, count_other_change
from services.ledger.writing.account_book import AccountBook

_DEAD = "SELECT customer_id, id FROM point_holds WHERE expires_at <= ? LIMIT ?"
_DELETE = """
DELETE FROM point_holds WHERE customer_id = ? AND id = ? AND expires_at <= ? RETURNING id
"""


@dataclass(frozen=True, slots=True)
class Hold:
    """Points kept for a cart, safe until `expires_at`: then the hold or points of it end (R4.5)."""

    points: int
    expires_at: datetime


async def place_hold(*, account: Account, cart_id: str, hold: Hold, now: datetime) -> None:
    """Keep points of a locked account for the cart; a new hold replaces the old one."""
    await release_hold(customer_id=account.customer_id, cart_id=cart_id)
    if not hold.points:
        return
    row = PointsHold(
        id=new_id(now),
        customer_id=account.customer_id,
        account_id=account.id,
        cart_id=cart_id,
        points=hold.points,
        expires_at=hold.expires_at,
        created_at=now,
    )
    await _make(row)


async def _make(hold: PointsHold) -> None:
    await insert_rows([hold])
    await count_other_change(customer_id=hold.customer_id, account_id=hold.account_id)


async def shrink_hold(*, customer_id: str, cart_id: str, points: int) -> None:
    """Keep `points` of what the cart holds, 0 for nothing (R5.7)."""
    if points:
        held = PointsHold.filter(customer_id=customer_id, cart_id=cart_id)
        await held.update(points=points)
    else:
        await release_hold(customer_id=customer_id, cart_id=cart_id)


async def release_hold(*, customer_id: str, cart_id: str) -> None:
    """Let go of what the cart holds, if anything."""
    await PointsHold.filter(customer_id=customer_id, cart_id=cart_id).delete()


async def held_for_orders(order_ids: Sequence[str], *, customer_id: str) -> dict[str, int]:
    """Return the points held for each of a customer's orders; those without a hold are left out."""
    holds = await PointsHold.filter(customer_id=customer_id, order_id__in=list(order_ids))
    return {hold.order_id: hold.points for hold in holds if hold.order_id is not None}


async def set_order_hold(book: AccountBook, *, order_id: str, points: int) -> None:
    """Keep `points` for the order, without an end; 0 lets go of what it holds (R6.2)."""
    held = book.held_for(order_id)
    if held == points:
        return
    book.holds = [hold for hold in book.holds if hold.order_id != order_id]
    account = book.account
    if held:
        await PointsHold.filter(customer_id=account.customer_id, order_id=order_id).delete()
    if points:
        hold = PointsHold(
            id=new_id(book.now),
            customer_id=account.customer_id,
            account_id=account.id,
            order_id=order_id,
            points=points,
            created_at=book.now,
        )
        must_lock()  # what it changes of the account, the account's own change would meet
        await _make(hold)
        book.holds.append(hold)


async def capture_cart_hold(book: AccountBook, *, cart_id: str) -> None:
    """Let go of what the cart holds, so that its orders can have it (R5.7)."""
    if any(hold.cart_id == cart_id for hold in book.holds):
        await release_hold(customer_id=book.account.customer_id, cart_id=cart_id)
        book.holds = [hold for hold in book.holds if hold.cart_id != cart_id]


async def release_holds(*, customers_of_carts: dict[str, str]) -> None:
    """Let go of what several carts hold, given each cart's customer."""
    for cart_id, customer_id in customers_of_carts.items():
        await release_hold(customer_id=customer_id, cart_id=cart_id)


async def delete_dead_holds(*, now: datetime, most: int) -> int:
    """Delete up to `most` holds whose time is over, which no longer count, and return how many."""
    dead = await fetch(_DEAD, [now, most])
    keys = sorted((str(row["customer_id"]), str(row["id"])) for row in dead)
    return len(await fetch_each(_DELETE, [[*key, now] for key in keys]))
