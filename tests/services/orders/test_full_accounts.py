"""Orders of customers whose account is full: what they give is cut, none is refused (R3.7)."""

from collections.abc import Sequence

import pytest

from models.tables.checkout import OrderRow
from services.accounts.verification import check_ledger
from services.checkout.redemption import apply_points
from services.ledger.entries import LedgerEntry
from services.orders.attachment import attach_customer
from services.orders.change import OrderCommand
from services.promotions.product_points import ProductPoints, put_product_points
from services.rules.basics.limits import BALANCE_LIMIT, PROMISE_LIMIT
from tests.clock import NOW
from tests.services.orders.order_life import (
    balance,
    cancel,
    memo,
    place_with_points,
    refund,
    set_status,
    standing,
)
from tests.services.shop import ADA, ADMIN, fill_cart, give, invoice, line, open_shop, place

pytestmark = pytest.mark.usefixtures("database")

BILLION = 1_000_000_000


async def open_vnd_shop(**settings: object) -> None:
    """One point for one dong, and one dong for one point."""
    await open_shop(currency="VND", earning=(1, "1"), redemption=(1, "1"), settings=settings)


async def fill_account(*, up_to: int = BALANCE_LIMIT) -> None:
    missing = up_to - await balance()
    while missing:
        part = min(missing, BILLION)
        await give(part)
        missing -= part


def moved(entries: Sequence[LedgerEntry]) -> list[tuple[int, int]]:
    """Return the points of the entries and what each could not move."""
    return [(entry.points, entry.shortfall) for entry in entries]


async def order_of(number: int, price: int) -> OrderCommand:
    """Place an order and invoice it."""
    await fill_cart(line(str(price)), cart_id=f"c{number}")
    await place(f"o{number}", cart_id=f"c{number}")
    return await invoice(f"o{number}")


async def test_what_an_order_earns_is_cut_where_the_account_is_full() -> None:
    """R3.7: the entry and the message say how much."""
    await open_vnd_shop()

    first, second, third = [await order_of(number, BILLION) for number in (1, 2, 3)]

    assert moved([*first.entries, *second.entries]) == [(BILLION, 0), (BILLION, 0)]
    assert moved(third.entries) == [(147_483_647, 852_516_353)]
    assert third.message is not None
    assert "852,516,353 points are lost" in third.message
    assert third.order.points_earned == 147_483_647
    assert await balance() == BALANCE_LIMIT
    assert (await check_ledger()).ok


async def test_an_order_that_finds_no_room_at_all_is_complete_without_an_entry() -> None:
    """R3.7, R4.1."""
    await open_vnd_shop()
    await fill_account()

    done = await order_of(1, 500)

    assert (done.order.status, done.entries) == ("complete", [])
    assert done.message == "500 points are lost: the account can't hold more."


async def test_what_was_cut_of_an_earning_stays_lost() -> None:
    """R6.3: whatever room there is later."""
    await open_vnd_shop()
    await fill_account(up_to=BALANCE_LIMIT - 200)
    await order_of(1, 500)
    await give(-BILLION)

    failed = await set_status("failed")
    again = await set_status("complete")

    assert moved(failed.entries) == [(-200, 0)]
    assert moved(again.entries) == [(200, 0)]
    assert (await check_ledger()).ok


async def test_an_order_that_promises_more_than_any_account_holds_is_placed() -> None:
    """R3.7, R6.5: a rate set by mistake stops no cart, order, invoice or cancel."""
    await open_shop(currency="VND", earning=(BILLION, "0.0001"))
    quote = (await fill_cart(line("9999999999"))).quote
    await place()
    pending = (await standing()).pending

    done = await invoice()

    assert quote.points_to_earn == BALANCE_LIMIT
    assert pending == PROMISE_LIMIT
    assert moved(done.entries) == [(BALANCE_LIMIT, BALANCE_LIMIT)]
    assert (await check_ledger()).ok


async def test_product_points_beyond_32_bits_are_promised_and_cut() -> None:
    """R3.7, R7.4: five units of a product that gives a billion each."""
    await open_shop(earning=None)
    product = ProductPoints("sku-l1", points_received=BILLION)
    await put_product_points(product=product, caller=ADMIN, now=NOW)
    quote = (await fill_cart(line("1.00", 5))).quote
    await place()
    pending = (await standing()).pending

    done = await invoice()

    assert quote.points_to_earn == BALANCE_LIMIT
    assert pending == 5 * BILLION
    assert moved(done.entries) == [(BALANCE_LIMIT, BALANCE_LIMIT)]


async def test_a_guests_order_that_promises_too_much_is_attached() -> None:
    """R3.7, R6.7."""
    await open_shop(currency="VND", earning=(BILLION, "0.0001"))
    await fill_cart(line("9999999999"), customer_id=None)
    await place()

    done = await attach_customer(order_id="o1", customer_id="ada", caller=ADMIN, now=NOW)

    assert done.order.points_pending == BALANCE_LIMIT
    assert (await standing()).pending == PROMISE_LIMIT


async def test_what_comes_back_is_cut_where_the_account_is_full() -> None:
    """R3.7: the cancel is not refused, and says what was lost."""
    await open_vnd_shop()
    await give(500)
    await place_with_points(500, quantity=1, price="500")
    await fill_account(up_to=BALANCE_LIMIT - 300)

    done = await cancel()

    assert (done.order.status, done.order.points_returned) == ("canceled", 300)
    assert moved(done.entries) == [(300, 200)]
    assert done.message == "200 points are lost: the account can't hold more."
    assert (await check_ledger()).ok


async def test_nothing_comes_back_to_a_full_account_and_the_order_is_cancelled_yet() -> None:
    """R3.7."""
    await open_vnd_shop()
    await give(500)
    await place_with_points(500, quantity=1, price="500")
    await fill_account()

    done = await cancel()

    assert (done.order.status, done.order.points_returned, done.entries) == ("canceled", 0, [])
    assert done.message == "500 points are lost: the account can't hold more."


async def test_points_lost_on_their_way_back_are_not_given_back_by_a_later_event() -> None:
    """R6.3: each memo gives back its own points, and no other's that were lost."""
    await open_vnd_shop()
    await give(400)
    await place_with_points(400, quantity=4, price="100")
    await invoice()
    await fill_account(up_to=BALANCE_LIMIT - 60)
    first = await refund(memo(("l1", 1), points=100))
    await give(-BILLION)

    second = await refund(memo(("l1", 1), points=100))
    undone = await set_status("failed")

    assert moved(first.command.entries) == [(60, 40)]
    assert moved(second.command.entries) == [(100, 0)]
    assert moved(undone.entries) == [(200, 0)]
    assert undone.order.points_returned == 360
    assert (await check_ledger()).ok


async def test_an_order_taken_up_again_takes_only_what_came_back() -> None:
    """R6.3: the entry is the target less the net of all entries."""
    await open_vnd_shop()
    await give(500)
    await place_with_points(500, quantity=1, price="500")
    await fill_account(up_to=BALANCE_LIMIT - 300)
    await set_status("failed")

    again = await set_status("processing")
    await give(-BILLION)
    failed = await set_status("failed")

    assert moved(again.entries) == [(-300, 0)]
    assert moved(failed.entries) == [(300, 0)]
    assert (await check_ledger()).ok


async def test_an_order_is_replaced_though_what_it_gives_back_finds_no_room() -> None:
    """R3.7, R6.14: what was lost before is not carried either."""
    await open_vnd_shop()
    await give(500)
    await place_with_points(500, quantity=5, price="100")
    await fill_account(up_to=BALANCE_LIMIT - 60)
    part = await cancel(("l1", 1))
    await fill_cart(line("300"), cart_id="c2", replaces="o1")
    await apply_points(cart_id="c2", points=None, caller=ADA, now=NOW)

    placed = await place("o2", cart_id="c2")

    assert moved(part.entries) == [(60, 40)]
    assert placed.orders[0].points_carried == 300
    assert placed.message == "100 points are lost: the account can't hold more."
    old = await OrderRow.get(id="o1")
    assert (old.status, old.points_taken, old.returned_lost) == ("canceled", 140, 140)
    assert await balance() == BALANCE_LIMIT
    assert (await check_ledger()).ok


async def test_points_that_were_lost_on_their_way_back_do_not_pass_on() -> None:
    """R3.7, R6.14: of 440 taken 40 were lost, so that the new order takes 20 itself."""
    await open_vnd_shop()
    await give(500)
    await place_with_points(500, quantity=5, price="100")
    await fill_account(up_to=BALANCE_LIMIT - 60)
    await cancel(("l1", 1))
    await fill_cart(line("420"), cart_id="c2", replaces="o1")
    await apply_points(cart_id="c2", points=None, caller=ADA, now=NOW)

    placed = await place("o2", cart_id="c2")

    assert placed.orders[0].points_carried == 400
    assert await balance() == BALANCE_LIMIT - 20
    assert (await check_ledger()).ok


async def test_a_debt_beyond_32_bits_is_not_owed() -> None:
    """R3.7, R4.4: the rest is told as a shortfall."""
    await open_vnd_shop(clawback="DEBT")
    for number in (1, 2, 3):
        await order_of(number, BILLION)
        await fill_cart(line(str(BILLION)), cart_id=f"spend{number}")
        await apply_points(cart_id=f"spend{number}", points=None, caller=ADA, now=NOW)
        await place(f"spent{number}", cart_id=f"spend{number}")

    failed = [await set_status("failed", order_id=f"o{number}") for number in (1, 2, 3)]

    assert moved([entry for done in failed for entry in done.entries]) == [
        (-BILLION, 0),
        (-BILLION, 0),
        (-147_483_647, 852_516_353),
    ]
    assert await balance() == -BALANCE_LIMIT
    assert (await check_ledger()).ok


async def test_more_than_32_bits_repay_a_debt_by_entries_of_32_bits() -> None:
    """R3.7: an entry says no more points than a balance can have."""
    await open_vnd_shop(clawback="DEBT")
    await order_of(1, BILLION)
    await give(-BILLION)
    await set_status("failed")

    done = await order_of(2, 4 * BILLION)

    assert moved(done.entries) == [(BALANCE_LIMIT, 1_852_516_353)]
    assert await balance() == BALANCE_LIMIT - BILLION
    assert (await check_ledger()).ok


async def test_what_an_order_remembers_was_lost_is_never_more_than_it_took() -> None:
    """R3.7."""
    await open_vnd_shop()
    await give(500)
    await place_with_points(500, quantity=1, price="500")
    await fill_account(up_to=BALANCE_LIMIT - 300)

    await cancel()

    row = await OrderRow.get(id="o1")
    assert (row.points_taken, row.returned_lost) == (200, 200)
