"""Points kept from being spent elsewhere while a checkout goes on (R5.7)."""

from dataclasses import dataclass
from datetime import datetime

from models.points import PointsHold, RewardAccount
from services.identifiers import new_id


@dataclass(frozen=True, slots=True)
class Hold:
    """Points kept for a cart until `expires_at`."""

    points: int
    expires_at: datetime


async def place_hold(
    *, account: RewardAccount, cart_id: str, points: int, expires_at: datetime, now: datetime
) -> Hold:
    """Keep `points` of a locked account for the cart; a new hold replaces the old one."""
    await release_hold(customer_id=account.customer_id, cart_id=cart_id)
    await PointsHold.create(
        id=new_id(now),
        customer_id=account.customer_id,
        account_id=account.id,
        cart_id=cart_id,
        points=points,
        expires_at=expires_at,
        created_at=now,
    )
    return Hold(points, expires_at)


async def release_hold(*, customer_id: str, cart_id: str) -> None:
    """Let go of what the cart holds, if anything."""
    await PointsHold.filter(customer_id=customer_id, cart_id=cart_id).delete()


async def release_holds(*, customers_of_carts: dict[str, str]) -> None:
    """Let go of what several carts hold, given each cart's customer."""
    for cart_id, customer_id in customers_of_carts.items():
        await release_hold(customer_id=customer_id, cart_id=cart_id)


async def find_hold(*, customer_id: str, cart_id: str, now: datetime) -> Hold | None:
    """Return the cart's live hold."""
    row = await PointsHold.get_or_none(customer_id=customer_id, cart_id=cart_id)
    if row is None or row.expires_at is None or row.expires_at <= now:
        return None
    return Hold(row.points, row.expires_at)


async def delete_dead_holds(*, now: datetime, most: int) -> int:
    """Delete up to `most` holds whose time is over, which count no more, and return how many."""
    dead = await PointsHold.filter(expires_at__lte=now).limit(most).only("id")
    if not dead:
        return 0
    return await PointsHold.filter(id__in=[row.id for row in dead], expires_at__lte=now).delete()
