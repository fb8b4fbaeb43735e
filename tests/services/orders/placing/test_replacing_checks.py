"""Which orders a cart may replace, and what they lend to it meanwhile (R1.3a, R6.14)."""

import asyncio
from collections.abc import Awaitable, Callable
from decimal import Decimal

import pytest

from services.accounts.verification import check_ledger
from services.checkout.carts import find_cart
from services.checkout.redemption import apply_points, hold_points
from services.orders.orders import find_order
from services.orders.placement import Placed, place_orders
from services.orders.placement_checks import NewOrder, Placement
from services.orders.status_rules import put_order_status_rule
from services.rules.basics.enums import PointsChange, PointsState
from services.rules.basics.quantities import quantity
from services.rules.basics.refusals import (
    InsufficientPoints,
    Invalid,
    NotFound,
    OrderState,
    RewardsError,
)
from services.rules.checkout.splitting import OrderPart
from tests.clock import NOW
from tests.services.orders.order_life import (
    balance,
    cancel,
    place_with_points,
    set_status,
    standing,
)
from tests.services.shop import (
    ADA,
    ADMIN,
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


async def placed_order(points: int = 100) -> None:
    """Place o1 with 100 of Ada's 150 points."""
    await open_shop()
    await give(150)
    await place_with_points(points)


async def invoiced() -> None:
    await invoice("o1", ("l1", 1))


async def cancelled() -> None:
    await cancel()


async def failed() -> None:
    await set_status("failed")


async def replaced() -> None:
    await fill_cart(line("10.00"), cart_id="c9", replaces="o1")
    await place("o9", cart_id="c9")


ENDED = [invoiced, cancelled, failed, replaced]


@pytest.mark.parametrize("end", ENDED)
async def test_an_order_that_is_done_with_is_not_replaced(
    end: Callable[[], Awaitable[None]],
) -> None:
    """R6.14."""
    await placed_order()
    await end()

    with pytest.raises(OrderState) as refused:
        await fill_cart(line("10.00"), cart_id="c2", replaces="o1")

    assert refused.value.path == ("replaces_order_id",)
    with pytest.raises(NotFound):
        await find_cart(cart_id="c2", now=NOW)


@pytest.mark.parametrize("end", ENDED)
async def test_an_order_that_ended_since_the_cart_was_put_is_not_replaced(
    end: Callable[[], Awaitable[None]],
) -> None:
    """R6.14: nothing is written, and the cart may no longer count on its points."""
    await placed_order()
    await fill_cart(line("30.00"), cart_id="c2", replaces="o1")
    await end()
    before = await find_order(order_id="o1")

    with pytest.raises(OrderState) as refused:
        await place("o2", cart_id="c2")

    cart = await find_cart(cart_id="c2", now=NOW)
    assert refused.value.path == ("cart_id",)
    assert (cart.active, cart.quote.redemption.available) == (True, await balance())
    assert await find_order(order_id="o1") == before


@pytest.mark.parametrize(
    ("customer_id", "website_code"), [("bob", "us"), (None, "us"), ("ada", "eu")]
)
async def test_somebody_elses_order_is_not_replaced(
    customer_id: str | None, website_code: str
) -> None:
    """R6.14: of another customer, of one by a guest, of another website."""
    await placed_order()
    await add_customer("bob")
    await open_shop(website_code="eu", redemption=None, earning=None)

    with pytest.raises(OrderState):
        await fill_cart(
            line("10.00"),
            cart_id="c2",
            customer_id=customer_id,
            website_code=website_code,
            replaces="o1",
        )


@pytest.mark.parametrize(("order_id", "refusal"), [("o7", NotFound), ("", Invalid)])
async def test_an_order_that_is_not_there_is_not_replaced(
    order_id: str, refusal: type[RewardsError]
) -> None:
    await open_shop()

    with pytest.raises(refusal) as refused:
        await fill_cart(line("10.00"), replaces=order_id)

    assert refused.value.path == ("replaces_order_id",)
    assert await count_rows("carts") == 0


async def test_a_guests_order_is_replaced_by_a_guests_cart() -> None:
    """R6.14."""
    await open_shop()
    await fill_cart(line("10.00"), customer_id=None)
    await place("o1")
    await fill_cart(line("20.00"), cart_id="c2", customer_id=None, replaces="o1")

    new = (await place("o2", cart_id="c2")).orders[0]

    assert (new.replaces_order_id, (await find_order(order_id="o1")).status) == ("o1", "canceled")


async def test_what_an_older_client_leaves_out_stays() -> None:
    """R1.3a."""
    await placed_order()
    await fill_cart(line("30.00"), cart_id="c2", replaces="o1")

    again = await fill_cart(line("20.00"), cart_id="c2")
    none = await fill_cart(line("20.00"), cart_id="c2", replaces=None)

    available = [cart.quote.redemption.available for cart in (again, none)]
    assert available == [150, 50]


async def test_a_cart_that_replaces_is_placed_as_one_order() -> None:
    """R6.14."""
    await placed_order()
    await fill_cart(line("10.00", 2), cart_id="c2", replaces="o1")
    parts = tuple(
        NewOrder(order_id, None, OrderPart((("l1", quantity(1)),), Decimal(0)))
        for order_id in ("o2", "o3")
    )

    with pytest.raises(Invalid) as refused:
        await place_orders(placement=Placement("c2", parts), caller=ADMIN, now=NOW)

    assert refused.value.path == ("orders",)
    assert ((await find_order(order_id="o1")).status, await count_rows("orders")) == ("pending", 1)


async def test_its_points_count_as_balance_and_available_to_that_cart_alone() -> None:
    """R6.14."""
    await placed_order()

    replacing = await fill_cart(line("50.00"), cart_id="c2", replaces="o1")
    other = await fill_cart(line("50.00"), cart_id="c3")

    seen = [
        (cart.quote.redemption.balance, cart.quote.redemption.available)
        for cart in (replacing, other)
    ]
    account = await standing()
    assert seen == [(150, 150), (50, 50)]
    assert (account.balance, account.available) == (50, 50)


async def test_a_wish_may_choose_them_and_no_more() -> None:
    """R4.3, R6.14."""
    await placed_order()
    await fill_cart(line("50.00"), cart_id="c2", replaces="o1")

    applied = await apply_points(cart_id="c2", points=150, caller=ADA, now=NOW)
    with pytest.raises(InsufficientPoints) as refused:
        await apply_points(cart_id="c2", points=151, caller=ADA, now=NOW)

    assert (applied.quote.points_used, refused.value.missing_points) == (150, 1)


async def test_they_count_for_the_threshold() -> None:
    """R4.2, R6.14: 150 points reached it before the first order."""
    await open_shop(settings={"redemption_threshold": 120})
    await give(150)
    await place_with_points(100)
    await fill_cart(line("30.00"), cart_id="c2", replaces="o1")

    await apply_points(cart_id="c2", caller=ADA, now=NOW)
    new = (await place("o2", cart_id="c2")).orders[0]

    assert new.points_used == 150


async def test_a_hold_keeps_only_what_goes_beyond_them() -> None:
    """R6.14: 50 of 150; the rest can't be spent elsewhere anyway."""
    await placed_order()
    await fill_cart(line("26.00"), cart_id="c2", replaces="o1")
    await apply_points(cart_id="c2", caller=ADA, now=NOW)

    held = await hold_points(cart_id="c2", caller=ADA, now=NOW)
    account = await standing()
    shrunk = await fill_cart(line("22.00"), cart_id="c2")

    assert held.hold is not None
    assert shrunk.hold is not None
    assert (held.hold.points, account.held, account.available) == (30, 30, 20)
    assert (shrunk.quote.points_used, shrunk.hold.points) == (110, 10)
    assert (await standing()).held == 10
    assert (await check_ledger()).ok


async def test_a_cart_that_needs_no_more_than_them_holds_nothing() -> None:
    """R6.14: it is no error, and lets go of what it held."""
    await placed_order()
    await fill_cart(line("30.00"), cart_id="c2", replaces="o1")
    await apply_points(cart_id="c2", caller=ADA, now=NOW)
    await hold_points(cart_id="c2", caller=ADA, now=NOW)
    await apply_points(cart_id="c2", points=90, caller=ADA, now=NOW)

    held = await hold_points(cart_id="c2", caller=ADA, now=NOW)

    assert held.hold is not None
    assert (held.hold.points, await count_rows("point_holds")) == (0, 0)


async def pending_holds() -> None:
    """Let orders hold their points until they are processed."""
    await put_order_status_rule(
        status="pending",
        website_code=None,
        needed=PointsChange.UNCHANGED,
        received=PointsChange.UNCHANGED,
        caller=ADMIN,
        now=NOW,
    )


@pytest.mark.parametrize(("price", "used"), [("30.00", 150), ("20.00", 100), ("4.00", 20)])
async def test_the_hold_of_an_order_that_is_not_approved_passes_on(price: str, used: int) -> None:
    """R6.2, R6.14."""
    await open_shop()
    await pending_holds()
    await give(150)
    await place_with_points(100)
    cart = await fill_cart(line(price), cart_id="c2", replaces="o1")
    await apply_points(cart_id="c2", caller=ADA, now=NOW)

    new = (await place("o2", cart_id="c2")).orders[0]

    account = await standing()
    assert (cart.quote.redemption.balance, cart.quote.redemption.available) == (150, 150)
    assert (new.points_used, new.points_carried, new.points_returned) == (used, 0, 0)
    assert (account.balance, account.held) == (150, used)
    assert (await find_order(order_id="o1")).points_returned == 100
    assert await count_rows("ledger_entries") == 1
    assert (await check_ledger()).ok


async def test_an_approved_order_is_replaced_by_an_approved_one() -> None:
    """R6.14: its points were taken by a status; a new order of `pending` would only hold them."""
    await open_shop()
    await pending_holds()
    await give(150)
    await place_with_points(100)
    await set_status("processing")
    await fill_cart(line("30.00"), cart_id="c2", replaces="o1")
    await apply_points(cart_id="c2", caller=ADA, now=NOW)

    new = (await place("o2", cart_id="c2")).orders[0]

    account = await standing()
    assert (new.status, new.needed_state) == ("pending", PointsState.APPROVED)
    assert (new.points_carried, account.balance, account.held) == (100, 0, 0)
    assert (await check_ledger()).ok


async def test_of_two_carts_that_replace_an_order_at_once_one_does() -> None:
    """R3.4, R6.14."""
    await placed_order()
    for number in (2, 3, 4):
        await fill_cart(line("30.00"), cart_id=f"c{number}", replaces="o1")
        await apply_points(cart_id=f"c{number}", caller=ADA, now=NOW)

    answers = await asyncio.gather(
        *(place(f"o{number}", cart_id=f"c{number}") for number in (2, 3, 4)),
        return_exceptions=True,
    )

    placed = [answer for answer in answers if isinstance(answer, Placed)]
    refused = [answer for answer in answers if isinstance(answer, OrderState)]
    assert (len(placed), len(refused)) == (1, 2)
    assert (placed[0].orders[0].points_carried, await balance()) == (100, 0)
    assert (await check_ledger()).ok


async def test_an_invoice_and_a_replacement_at_once_are_one_or_the_other() -> None:
    """R3.4, R6.14."""
    await placed_order()
    await fill_cart(line("30.00"), cart_id="c2", replaces="o1")

    answers = await asyncio.gather(place("o2", cart_id="c2"), invoice("o1"), return_exceptions=True)

    refused = [answer for answer in answers if isinstance(answer, OrderState)]
    assert len(refused) == 1
    assert (await check_ledger()).ok


async def test_what_may_be_spent_is_never_more_than_an_account_can_hold() -> None:
    """R5.8, R6.14: with nearly all that fits on the account, 100 more count for the cart."""
    await placed_order()
    for _ in range(2):
        await give(1_000_000_000)
    await give(2**31 - 1 - 2_000_000_050)

    cart = await fill_cart(line("30.00"), cart_id="c2", replaces="o1")

    explained = cart.quote.redemption
    assert (explained.balance, explained.available) == (2**31 - 1, 2**31 - 1)
