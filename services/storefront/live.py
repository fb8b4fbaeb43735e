"""A customer's points as they change, for as long as somebody looks (R12.1)."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import datetime

from services.command import clock
from services.programme.programme import Programme
from services.rules.basics.refusals import Disabled
from services.storefront.account_watch import account_watch
from services.storefront.points import CustomerPoints, read_customer_points
from services.storefront.visitors import Visitor, programme_of


@dataclass(frozen=True, slots=True)
class LivePoints:
    """How a customer's points stand at an instant."""

    points: CustomerPoints
    at: datetime


async def follow_points(visitor: Visitor) -> AsyncGenerator[LivePoints, None]:
    """Yield how the visitor's points stand, at once and whenever their account has changed.

    Changes that come faster than they are taken are shown together. When the visitor is merged into
    another customer, it goes on with that one's account (R12.5). Raises NotFound for a website
    that does not exist, Disabled while customers may not see points (R1.6), TooManySubscriptions.
    """
    programme = await programme_of(
        website_code=visitor.website_code, customer_id=visitor.customer_id
    )
    website_code = programme.website.code
    seen = None
    while True:
        watch, customer_id = account_watch(), programme.present_id
        with watch.following(customer_id, website_code) as follower:
            async with watch.reading:
                live = await _read(programme)
            while programme.present_id == customer_id:
                follower.seen = live.points.standing.mark
                if follower.seen != seen:
                    seen = follower.seen
                    yield live
                await follower.until_changed()
                async with watch.reading:
                    programme = await programme_of(
                        website_code=website_code, customer_id=customer_id
                    )
                    live = await _read(programme)


async def _read(programme: Programme) -> LivePoints:
    now = await clock.now()
    points = await read_customer_points(
        customer_id=programme.present_id, programme=programme, now=now
    )
    if points is None:
        raise Disabled("Customers can't see reward points at the moment.")
    return LivePoints(points, now)
