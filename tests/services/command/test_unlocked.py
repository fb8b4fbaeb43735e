"""Transactions without locks: what changes before they write is seen, and nothing is done twice.

Each command decides; then another one is done, whole; then the first one writes (R3.1, R3.5, R5.7).
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import copy_context
from typing import TypeVar

import pytest

from models.database import DatabaseFailure, fetch, is_unlocked
from services.accounts.accounts import read_account
from services.accounts.verification import check_ledger
from services.checkout.carts import find_cart
from services.checkout.putting import delete_cart
from services.checkout.redemption import apply_points, hold_points
from services.command.transaction import unlocked_first
from services.customers.merging import merge_customers
from services.rules.basics.refusals import InsufficientPoints, NotFound, StaleVersion
from tests.clock import NOW
from tests.services.shop import ADA, ADMIN, add_customer, fill_cart, give, line, open_shop, place

pytestmark = [
    pytest.mark.usefixtures("database"),
    pytest.mark.skipif(
        "config.getoption('--database') != 'postgres' or config.getoption('--pooler')",
        reason="about PostgreSQL alone",
    ),
]

R = TypeVar("R")
Deed = Callable[[], Awaitable[object]]


@pytest.fixture(autouse=True)
async def shop(database: str) -> None:  # noqa: ARG001 - it has to be open
    """Ada has 30 points, and a cart of 10.00."""
    await open_shop()
    await give(30)
    await fill_cart(line("10.00"))


async def done_between(decide: Callable[[], Awaitable[R]], other: Deed) -> R:
    """Do `decide`, and `other` between its decision and what it writes, once."""
    others = [other]
    outside = copy_context()

    async def do(deed: Deed) -> None:
        await deed()

    @unlocked_first
    async def run() -> R:
        answer = await decide()
        while others:
            await asyncio.create_task(do(others.pop()), context=outside.copy())
        return answer

    return await run()


async def balance(customer_id: str = "ada") -> int:
    standing = await read_account(customer_id=customer_id, website_code="us", now=NOW)
    return standing.balance


async def balance_once_healed() -> int:
    """Return Ada's balance; whatever connections of the pool were cut off are found so first."""
    for _ in range(20):
        try:
            return await balance()
        except DatabaseFailure:
            await asyncio.sleep(0.05)
    return await balance()


async def test_points_added_meanwhile_are_counted() -> None:
    adjusted = await done_between(lambda: give(10), lambda: give(5))

    assert adjusted.entry is not None
    assert (adjusted.entry.balance, adjusted.entry.sequence) == (45, 3)
    assert (await check_ledger()).violations == []


async def test_points_taken_meanwhile_are_not_taken_again() -> None:
    """R3.2."""
    with pytest.raises(InsufficientPoints):
        await done_between(lambda: give(-30), lambda: give(-20))

    assert await balance() == 10
    assert (await check_ledger()).violations == []


async def test_points_held_meanwhile_are_not_taken() -> None:
    """R5.7: a hold writes no entry."""

    async def hold() -> None:
        await apply_points(cart_id="c1", caller=ADA, now=NOW)
        await hold_points(cart_id="c1", caller=ADA, now=NOW)

    with pytest.raises(InsufficientPoints):
        await done_between(lambda: give(-30), hold)

    assert await balance() == 30


async def test_a_key_taken_meanwhile_is_answered_from_what_was_kept() -> None:
    """R3.5."""
    again = await done_between(lambda: give(10, key="k"), lambda: give(10, key="k"))

    assert again.replayed
    assert await balance() == 40


async def test_an_account_emptied_by_a_merge_gets_nothing_more() -> None:
    """R12.5."""
    await add_customer("bob")

    async def merge() -> None:
        await merge_customers(
            idempotency_key="m", from_id="ada", into_id="bob", caller=ADMIN, now=NOW
        )

    await done_between(lambda: give(10), merge)

    assert await balance("bob") == 40
    assert (await check_ledger()).violations == []


async def test_a_cart_put_meanwhile_is_not_put_back() -> None:
    async def apply() -> object:
        return await apply_points(cart_id="c1", caller=ADA, now=NOW)

    await done_between(apply, lambda: fill_cart(line("5.00")))

    cart = await find_cart(cart_id="c1", now=NOW)
    assert cart.content.lines[0].unit_price == 5
    assert cart.points_applied


async def test_a_hold_made_meanwhile_shrinks_with_its_cart() -> None:
    """R5.7."""
    await apply_points(cart_id="c1", caller=ADA, now=NOW)

    async def hold() -> None:
        await hold_points(cart_id="c1", caller=ADA, now=NOW)

    await done_between(lambda: fill_cart(line("2.00")), hold)

    (held,) = await fetch("SELECT points FROM point_holds")
    assert held["points"] == 10


async def test_a_cart_made_meanwhile_is_put_once_more() -> None:
    await done_between(
        lambda: fill_cart(line("5.00"), cart_id="c2"), lambda: fill_cart(line("2.00"), cart_id="c2")
    )

    cart = await find_cart(cart_id="c2", now=NOW)
    assert cart.content.lines[0].unit_price == 5


async def test_a_cart_placed_meanwhile_is_answered_as_it_was_placed() -> None:
    """R3.5."""
    await apply_points(cart_id="c1", caller=ADA, now=NOW)

    again = await done_between(place, place)

    assert again.replayed
    assert await balance() == 0
    assert (await check_ledger()).violations == []


async def test_points_spent_meanwhile_are_missing_when_an_order_is_placed() -> None:
    """R5.7: a refusal, and no order."""
    await apply_points(cart_id="c1", caller=ADA, now=NOW)

    with pytest.raises((InsufficientPoints, StaleVersion)):
        await done_between(place, lambda: give(-20))

    assert await fetch("SELECT id FROM orders") == []
    assert await balance() == 10


async def test_a_refusal_without_locks_is_looked_into_with_them() -> None:
    """What was seen then may never have been true at once."""
    runs = []

    @unlocked_first
    async def refuse_at_first() -> None:
        await fetch("SELECT 1")
        runs.append(1)
        if len(runs) == 1:
            raise NotFound("It isn't there.")

    await refuse_at_first()

    assert len(runs) == 2


async def test_time_that_runs_out_is_not_told_as_a_refusal_that_was_seen_without_locks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("services.command.transaction._SECONDS", 0.5)

    @unlocked_first
    async def refuse_and_wait() -> None:
        await fetch("SELECT 1")
        if is_unlocked():
            raise NotFound("It isn't there.")
        await asyncio.sleep(5)

    with pytest.raises(TimeoutError):
        await refuse_and_wait()


async def test_what_is_refused_before_anything_was_read_is_refused_at_once() -> None:
    runs = []

    @unlocked_first
    async def refuse() -> None:
        runs.append(1)
        raise NotFound("It isn't there.")

    with pytest.raises(NotFound):
        await refuse()

    assert len(runs) == 1


async def test_a_write_that_was_never_answered_is_not_done_again() -> None:
    async def cut_off() -> None:
        await fetch(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'guerdon' AND pid <> pg_backend_pid()"
            " AND datname = current_database()"
        )

    with pytest.raises(Exception, match=r".*"):  # whichever of the driver's
        await done_between(lambda: give(10), cut_off)

    assert await balance_once_healed() == 30


async def test_a_cart_deleted_and_put_anew_meanwhile_is_placed_as_it_is_now() -> None:
    """R6.1: the new one has been changed as often as the one that was read."""

    async def replace() -> None:
        await delete_cart(cart_id="c1", caller=ADMIN, now=NOW)
        await fill_cart(line("2.00"))

    placed = await done_between(place, replace)

    assert placed.orders[0].quote.subtotal == 2
