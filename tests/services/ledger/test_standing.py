"""Standing of an account: each website's own, and nothing of another (R1.2, R5.7, R6.7)."""

import asyncio

import pytest

from services.accounts.accounts import read_account
from services.accounts.verification import check_ledger
from services.checkout.redemption import apply_points, hold_points
from tests.clock import NOW
from tests.services.shop import ADA, fill_cart, give, line, open_shop, place

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
async def shops(database: str) -> None:  # noqa: ARG001 - it has to be open
    await open_shop()
    await open_shop(website_code="uk", currency="GBP")


async def test_pending_points_are_of_the_website_of_their_order() -> None:
    """R1.2, R6.7."""
    await fill_cart(line("10.00"), website_code="uk")
    await place()

    pending = {
        code: (await read_account(customer_id="ada", website_code=code, now=NOW)).pending
        for code in ("us", "uk")
    }

    assert pending == {"us": 0, "uk": 50}


async def test_held_points_are_of_the_website_of_their_cart() -> None:
    """R1.2, R5.7."""
    await give(50)
    await give(50, website_code="uk")
    await fill_cart(line("10.00"), website_code="uk")
    await apply_points(cart_id="c1", caller=ADA, now=NOW)

    await hold_points(cart_id="c1", caller=ADA, now=NOW)

    available = {
        code: (await read_account(customer_id="ada", website_code=code, now=NOW)).available
        for code in ("us", "uk")
    }
    assert available == {"us": 50, "uk": 0}


async def test_orders_that_are_placed_at_once_are_all_promised() -> None:
    """R6.7, R18.1: each adds what it promises, whoever else does so without a lock."""
    for number in range(8):
        await fill_cart(line("10.00"), cart_id=f"c{number}")

    await asyncio.gather(*(place(f"o{number}", cart_id=f"c{number}") for number in range(8)))

    standing = await read_account(customer_id="ada", website_code="us", now=NOW)
    assert standing.pending == 8 * 50
    assert (await check_ledger()).ok
