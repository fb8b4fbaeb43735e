"""What kind the points of a lot are, wherever they go (R15.3)."""

from datetime import timedelta

import pytest

from models.database import fetch
from services.accounts.orphans import move_orphan_points
from services.checkout.redemption import apply_points
from services.orders.cancelling import cancel_order
from services.setup.websites import delete_website
from tests.clock import NOW
from tests.services.shop import ADA, ADMIN, fill_cart, give, invoice, line, open_shop, place

pytestmark = pytest.mark.usefixtures("database")

A_DAY = timedelta(days=1)


async def lots() -> list[tuple[str, int, int]]:
    rows = await fetch("SELECT kind, points, remaining FROM points_lots ORDER BY id")
    return [(str(row["kind"]), int(str(row["points"])), int(str(row["remaining"]))) for row in rows]


async def buy(price: str) -> None:
    """Buy something, for 10 points each 2.00."""
    await fill_cart(line(price), cart_id="bought")
    await place("bought", cart_id="bought")
    await invoice("bought")


async def test_what_a_purchase_earned_is_paid_for_and_all_else_is_promotional() -> None:
    await open_shop()
    await give(30)

    await buy("10.00")

    assert await lots() == [("PROMOTIONAL", 30, 30), ("PAID", 50, 50)]


async def test_points_whose_lots_have_expired_come_back_as_what_they_were() -> None:
    """R6.11: the grace lots are one for each kind, and no more."""
    await open_shop(settings={"expiry_days": 5, "return_grace_days": 14})
    await give(20)
    await give(10)
    await buy("10.00")
    await fill_cart(line("16.00"), cart_id="spent")
    await apply_points(cart_id="spent", points=80, caller=ADA, now=NOW)
    await place("spent", cart_id="spent")

    await cancel_order(
        order_id="spent", cancellation_id="c", lines=None, caller=ADMIN, now=NOW + 6 * A_DAY
    )

    assert (await lots())[3:] == [("PAID", 50, 50), ("PROMOTIONAL", 30, 30)]


async def test_points_of_an_orphan_keep_their_kind_when_they_move() -> None:
    """R1.5."""
    await open_shop(website_code="uk")
    await open_shop()
    await give(30)
    await buy("10.00")
    await delete_website(code="us", caller=ADMIN, now=NOW)

    await move_orphan_points(
        customer_id="ada",
        from_website_code="us",
        to_website_code="uk",
        idempotency_key="k",
        caller=ADMIN,
        now=NOW,
    )

    assert (await lots())[2:] == [("PROMOTIONAL", 30, 30), ("PAID", 50, 50)]
