"""The balance cap: credits are cut, the cut is told and stays lost (R4.1, R6.3)."""

import pytest

from services.accounts.verification import check_ledger
from services.customers.putting import PutCustomer, put_customer
from tests.clock import NOW
from tests.services.orders.order_life import balance, cancel, place_with_points, set_status
from tests.services.shop import ADMIN, count_rows, give, open_shop

pytestmark = pytest.mark.usefixtures("database")


async def register(customer_id: str = "bob") -> PutCustomer:
    return await put_customer(
        customer_id=customer_id,
        website_code="us",
        email=f"{customer_id}@example.com",
        caller=ADMIN,
        now=NOW,
    )


async def test_what_an_order_earns_is_cut_and_the_message_says_so() -> None:
    """R4.1: 40.00 would earn 200; there is room for 30."""
    await open_shop(settings={"balance_cap": 130})
    await give(100)
    await place_with_points(0)

    done = await set_status("complete")

    (entry,) = done.entries
    assert (entry.points, entry.shortfall, await balance()) == (30, 170, 130)
    assert done.message == (
        "You earned 30 reward points for order o1. The balance cap cut 170 points off."
    )


async def test_cut_points_stay_lost_whatever_comes_later() -> None:
    """R4.1, R6.3: there is room again, but the order had its chance."""
    await open_shop(settings={"balance_cap": 130})
    await give(100)
    await place_with_points(0)
    await set_status("complete")
    await give(-100)

    await set_status("failed")
    again = await set_status("complete")

    assert [entry.points for entry in again.entries] == [30]
    assert await balance() == 30
    assert (await check_ledger()).ok


async def test_what_is_cancelled_eats_the_points_that_were_cut_first() -> None:
    """R6.3: 200 were cut to 170; three of four units would earn 150, whatever comes then."""
    await open_shop(settings={"balance_cap": 170})
    await place_with_points(0)
    await set_status("complete")

    await cancel(("l1", 1))
    for status in ("failed", "complete", "shipped"):
        await set_status(status)

    assert await balance() == 150
    assert (await check_ledger()).ok


async def test_an_order_whose_points_are_all_cut_writes_no_entry() -> None:
    """R4.1."""
    await open_shop(settings={"balance_cap": 100})
    await give(100)
    await place_with_points(0)

    done = await set_status("complete")

    assert (done.entries, done.order.points_earned) == ([], 0)
    assert done.message == "The balance cap cut 200 points off."
    assert await count_rows("ledger_entries") == 1


async def test_what_is_cut_is_said_in_the_customers_language() -> None:
    """R9.4: of an order, and of what is added by hand."""
    await open_shop(settings={"balance_cap": 10})
    await put_customer(
        customer_id="ada",
        website_code="us",
        email="ada@example.com",
        locale="de",
        caller=ADMIN,
        now=NOW,
    )

    adjusted = await give(11)
    await place_with_points(0)
    ordered = await set_status("complete")

    assert adjusted.message == "1 Punkt ging über das Höchstguthaben hinaus und verfällt."
    assert ordered.message == "200 Punkte gingen über das Höchstguthaben hinaus und verfallen."


async def test_the_points_for_registering_are_cut() -> None:
    """R4.1."""
    await open_shop(settings={"balance_cap": 20, "registration_points": 50})

    (award,) = (await register()).awards

    assert (award.points, award.shortfall, await balance("bob")) == (20, 30, 20)
