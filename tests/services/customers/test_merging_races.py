"""Merges at once with each other and with whatever else is commanded of either id (R12.5, R3.4)."""

import asyncio
from collections.abc import AsyncIterator, Awaitable

import pytest

from models.database import fetch
from services.accounts.verification import check_ledger
from services.checkout.redemption import apply_points
from services.customers.putting import put_customer
from services.rules.basics.refusals import Invalid, RewardsError
from tests.clock import NOW
from tests.services.activities.activity_life import invite, review, sign_up
from tests.services.customers.merging_life import merge
from tests.services.orders.order_life import balance
from tests.services.setup.builders import set_settings
from tests.services.shop import (
    ADMIN,
    BOB,
    add_customer,
    count_rows,
    fill_cart,
    give,
    invoice,
    line,
    open_shop,
    place,
)

pytestmark = pytest.mark.usefixtures("database")

ROUNDS = range(5)


@pytest.fixture(autouse=True)
async def shop(database: str) -> AsyncIterator[None]:  # noqa: ARG001 - it has to be open
    await open_shop(earning=None)
    await add_customer("bob")
    await add_customer("eve")
    yield
    assert (await check_ledger()).violations == []
    assert await left_behind() == []


async def left_behind() -> list[dict[str, object]]:
    """Return what is of an old id and should have followed."""
    return await fetch(
        "WITH old AS (SELECT id FROM customers WHERE merged_into IS NOT NULL)"
        " SELECT 'cart' AS what, id FROM carts WHERE customer_id IN (SELECT id FROM old)"
        " UNION ALL SELECT 'order', id FROM orders WHERE customer_id IN (SELECT id FROM old)"
        " UNION ALL SELECT 'invitation', id FROM invitations"
        " WHERE inviter_id IN (SELECT id FROM old)"
    )


async def at_once(*commands: Awaitable[object]) -> list[BaseException]:
    """Give the commands at once; return the refusals. Anything else that is raised is a bug."""
    done = await asyncio.gather(*commands, return_exceptions=True)
    errors = [each for each in done if isinstance(each, BaseException)]
    assert all(isinstance(each, RewardsError) for each in errors), errors
    return errors


async def test_of_two_merges_against_each_other_one_is_done() -> None:
    await give(30)
    await give(50, customer_id="bob")

    (refused,) = await at_once(merge("bob", "ada"), merge("ada", "bob"))

    assert isinstance(refused, Invalid)
    assert [await balance(whose) for whose in ("ada", "bob")] == [80, 80]


async def test_a_customer_merged_into_two_at_once_makes_one_of_all_three() -> None:
    for number, customer_id in enumerate(("ada", "bob", "eve")):
        await give(10**number, customer_id=customer_id)

    refused = await at_once(merge("ada", "bob"), merge("ada", "eve"), merge("bob", "eve"))

    assert len(refused) == 1
    assert [await balance(whose) for whose in ("ada", "bob", "eve")] == [111] * 3


async def test_the_same_merge_at_once_is_done_once() -> None:
    """R3.5."""
    await give(50, customer_id="bob")

    done = await asyncio.gather(*(merge(key="k") for _ in range(4)))

    assert sorted(each.replayed for each in done) == [False, True, True, True]
    assert await balance() == 50


@pytest.mark.parametrize("number", ROUNDS)
async def test_what_is_commanded_meanwhile_is_of_who_stays(number: int) -> None:  # noqa: ARG001
    """Points given, carts, orders, awards, invitations of the old id: none is left behind."""
    await set_settings("us", review_points=1, newsletter_signup_points=10)
    await give(100, customer_id="bob")
    await give(100)
    await fill_cart(line("4.00"), cart_id="c1", customer_id="bob")
    await apply_points(cart_id="c1", points=20, caller=BOB, now=NOW)

    refused = await at_once(
        fill_cart(line("1.00"), cart_id="c2", customer_id="bob"),
        give(1_000, customer_id="bob"),
        merge("bob", "ada"),
        place("o1", cart_id="c1"),
        sign_up("bob"),
        sign_up("ada"),
        review("r1", customer_id="bob"),
        review("r2", customer_id="ada"),
        invite("v1", inviter_id="bob", email="x@example.com"),
        give(-50, customer_id="bob"),
    )

    assert refused == []
    signups = 1 if await count_rows("ledger_entries WHERE reason = 'NEWSLETTER_SIGNUP'") == 1 else 2
    assert await balance() == 200 + 1_000 - 20 - 50 + 2 + 10 * signups


@pytest.mark.parametrize("number", ROUNDS)
async def test_orders_of_both_go_on_during_a_merge(number: int) -> None:  # noqa: ARG001
    await give(100, customer_id="bob")
    await give(100)
    for order_id, customer_id in (("o1", "bob"), ("o2", "ada")):
        cart_id = f"cart of {order_id}"
        await fill_cart(line("4.00"), cart_id=cart_id, customer_id=customer_id)
        await apply_points(cart_id=cart_id, points=20, caller=ADMIN, now=NOW)
        await place(order_id, cart_id=cart_id)

    refused = await at_once(
        invoice("o1"),
        merge("bob", "ada"),
        invoice("o2"),
        give(5),
        put_customer(
            customer_id="bob", website_code="us", email="b@example.com", caller=ADMIN, now=NOW
        ),
    )

    assert refused == []
    assert await balance("bob") == 165
