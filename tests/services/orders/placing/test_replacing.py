"""An edited order: a cart replaces it, and the ledger shows the difference alone (R6.14)."""

from datetime import timedelta

import pytest

from models.database import execute, fetch
from services.accounts.accounts import order_entries
from services.accounts.imports import ImportRow, import_points
from services.accounts.verification import check_ledger
from services.checkout.redemption import apply_points, apply_product_points
from services.orders.orders import Order, find_order
from services.promotions.product_points import ProductPoints, put_product_points
from services.rules.basics.enums import LedgerReason, RateDirection
from services.rules.checkout.cart import CartLine
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
from tests.services.shop import (
    ADA,
    ADMIN,
    count_rows,
    fill_cart,
    give,
    invoice,
    line,
    open_shop,
    place,
    set_rate,
)

pytestmark = pytest.mark.usefixtures("database")

REDEEMED, RETURNED = LedgerReason.REDEMPTION, LedgerReason.REDEMPTION_RETURNED


async def replace_order(
    *lines: CartLine,
    old: str = "o1",
    new: str = "o2",
    points: int | None = None,
    wish: bool = True,
) -> Order:
    """Put a cart in place of an order, with points as far as wished, and place it."""
    await fill_cart(*lines, cart_id=f"cart-{new}", replaces=old)
    if wish:
        await apply_points(cart_id=f"cart-{new}", points=points, caller=ADA, now=NOW)
    placed = await place(new, cart_id=f"cart-{new}")
    return placed.orders[0]


async def entries(order_id: str) -> list[tuple[LedgerReason, int]]:
    booked = await order_entries(order_id=order_id, customer_id="ada")
    return [(entry.reason, entry.points) for entry in reversed(booked)]


async def test_a_dearer_order_takes_only_what_the_old_one_did_not() -> None:
    """R6.14: 100 points pass on, 50 are taken."""
    await open_shop()
    await give(150)
    await place_with_points(100)

    new = await replace_order(line("30.00"))

    old = await find_order(order_id="o1")
    assert (new.points_used, new.points_carried, new.points_returned) == (150, 100, 0)
    assert (old.status, old.points_used, old.points_returned) == ("canceled", 100, 100)
    assert await entries("o1") == [(REDEEMED, -100)]
    assert await entries("o2") == [(REDEEMED, -50)]
    assert await balance() == 0
    assert (await check_ledger()).ok


async def test_the_link_is_kept_on_both() -> None:
    """R6.14."""
    await open_shop()
    await place_with_points(0)

    new = await replace_order(line("30.00"))

    old = await find_order(order_id="o1")
    assert (old.replaces_order_id, old.replaced_by_order_id) == (None, "o2")
    assert (new.replaces_order_id, new.replaced_by_order_id) == ("o1", None)


async def test_an_order_that_uses_as_many_points_moves_none_and_mails_nobody() -> None:
    """R6.14, R11.1."""
    await open_shop()
    await give(100)
    await place_with_points(100)
    before = [await count_rows(table) for table in ("ledger_entries", "emails")]

    new = await replace_order(line("50.00"))

    assert (new.points_used, new.points_carried) == (100, 100)
    assert [await count_rows(table) for table in ("ledger_entries", "emails")] == before
    assert await balance() == 0


async def test_a_cheaper_order_returns_only_what_it_does_not_need() -> None:
    """R6.14: of 100 points 60 pass on."""
    await open_shop()
    await give(100)
    await place_with_points(100)

    new = await replace_order(line("12.00"))

    old = await find_order(order_id="o1")
    assert (new.points_used, new.points_carried, old.points_returned) == (60, 60, 100)
    assert await entries("o1") == [(REDEEMED, -100), (RETURNED, 40)]
    assert await entries("o2") == []
    assert await balance() == 40
    assert (await check_ledger()).ok


async def test_an_order_without_points_returns_them_all() -> None:
    """R6.14."""
    await open_shop()
    await give(100)
    await place_with_points(100)

    new = await replace_order(line("12.00"), wish=False)

    assert (new.points_carried, await balance()) == (0, 100)
    assert await entries("o1") == [(REDEEMED, -100), (RETURNED, 100)]


async def lots() -> list[int]:
    """Return what is left in Ada's lots, soonest expiry first."""
    rows = await fetch("SELECT remaining FROM points_lots ORDER BY static_expires_at, created_at")
    return [int(str(row["remaining"])) for row in rows]


async def give_dated(*points: int) -> None:
    """Give points, each some days longer than the last."""
    rows = [
        ImportRow("ada", "us", each, created_at=NOW, expires_at=NOW + timedelta(days=10 * days))
        for days, each in enumerate(points, start=1)
    ]
    await import_points(idempotency_key="lots", rows=rows, dry_run=False, caller=ADMIN, now=NOW)


async def test_carried_points_go_back_to_the_lots_that_they_came_from() -> None:
    """R6.11, R6.14: 40 and 60 were taken first, 30 and 20 by the new order."""
    await open_shop()
    await give_dated(40, 90, 30)
    await place_with_points(100)
    await replace_order(line("30.00"))

    taken = await lots()
    await cancel(order_id="o2")

    assert taken == [0, 0, 10]
    assert await lots() == [40, 90, 30]
    assert await entries("o2") == [(REDEEMED, -50), (RETURNED, 150)]
    assert (await check_ledger()).ok


async def test_what_a_part_of_the_new_order_gives_back_was_taken_last() -> None:
    """R6.11, R6.14: 20.00 of 30.00 stay, so that 50 of 150 points come back."""
    await open_shop()
    await give_dated(40, 90, 30)
    await place_with_points(100)
    await replace_order(line("10.00", 3))

    await cancel(("l1", 2), order_id="o2")

    assert await lots() == [0, 80, 30]
    assert (await check_ledger()).ok


async def test_points_pass_on_from_edit_to_edit() -> None:
    """R6.14: 100, 60, 120: 60 points have never left."""
    await open_shop()
    await give_dated(40, 90, 30)
    await place_with_points(100)
    await replace_order(line("12.00"))
    third = await replace_order(line("24.00"), old="o2", new="o3")

    assert (third.points_used, third.points_carried) == (120, 60)
    assert await entries("o3") == [(REDEEMED, -60)]
    assert await lots() == [0, 10, 30]
    assert (await check_ledger()).ok

    await cancel(order_id="o3")

    assert await lots() == [40, 90, 30]
    assert (await check_ledger()).ok


async def test_points_taken_again_are_the_new_order_s_own() -> None:
    """R6.3, R6.14: given back by one status, taken by another."""
    await open_shop()
    await give(150)
    await place_with_points(100)
    await replace_order(line("30.00"))

    await set_status("failed", order_id="o2")
    back = await balance()
    await set_status("pending", order_id="o2")

    assert (back, await balance()) == (150, 0)
    assert (await check_ledger()).ok


async def test_a_memo_gives_carried_points_back() -> None:
    """R6.9, R6.14."""
    await open_shop()
    await give(100)
    await place_with_points(100)
    await replace_order(line("10.00", 2))
    await invoice("o2")

    await refund(memo(order_id="o2", points=100))

    assert await balance() == 100
    assert (await check_ledger()).ok


async def test_the_new_order_has_its_own_rates_and_money() -> None:
    """R6.14: 100 points were worth 20.00, and are worth 10.00 now."""
    await open_shop()
    await give(100)
    await place_with_points(100)
    direction = RateDirection.POINTS_TO_CURRENCY
    await set_rate(direction, (10, "1.00"), website_code="us", group_code="general")

    new = await replace_order(line("30.00"))

    assert (new.points_used, str(new.quote.points_amount)) == (100, "10.00")
    assert str(new.quote.amount_due) == "20.00"


async def test_points_of_both_kinds_pass_on_together() -> None:
    """R6.14, R7.3: 60 for lines and 40 as money become 20 for lines and 100 as money."""
    await open_shop()
    await put_product_points(product=ProductPoints("sku-l1", 60), caller=ADMIN, now=NOW)
    await give(120)
    await fill_cart(line("10.00"), line("8.00", line_id="l2"))
    await apply_product_points(cart_id="c1", caller=ADA, now=NOW)
    await apply_points(cart_id="c1", caller=ADA, now=NOW)
    await place()
    await fill_cart(line("30.00"), cart_id="c2", replaces="o1")
    await apply_product_points(cart_id="c2", points=20, caller=ADA, now=NOW)
    await apply_points(cart_id="c2", caller=ADA, now=NOW)

    new = (await place("o2", cart_id="c2")).orders[0]

    assert (new.product_points_used, new.points_used, new.points_carried) == (20, 100, 100)
    assert await entries("o2") == [(REDEEMED, -20)]
    assert (await check_ledger()).ok


async def test_what_the_old_order_earned_early_is_taken_back() -> None:
    """R6.8, R6.14: the rest of 40.00 had earned 200."""
    await open_shop()
    await place_with_points(0)
    await set_status("confirmed")
    early = await balance()

    new = await replace_order(line("30.00"), wish=False)

    assert (early, await balance(), new.points_pending) == (200, 0, 150)
    assert (await standing()).pending == 150
    assert (await check_ledger()).ok


async def test_what_the_old_order_earned_early_can_not_pay_for_the_new_one() -> None:
    """R6.14, R6.3: of 150 points the 50 earned by 10.00 of money are taken back first."""
    await open_shop()
    await give(100)
    await place_with_points(50, quantity=2)
    await set_status("confirmed")
    early = await balance()

    new = await replace_order(line("50.00"))

    assert (early, new.points_used, new.points_carried) == (100, 100, 50)
    assert await entries("o2") == [(REDEEMED, -50)]
    assert await balance() == 0
    assert (await check_ledger()).ok


async def test_what_was_earned_early_and_spent_costs_the_new_order_nothing() -> None:
    """R6.14, R4.4: nothing is left to take back, and 50 points pass on."""
    await open_shop()
    await give(50)
    await place_with_points(50, quantity=2)
    await set_status("confirmed")
    await give(-50)

    new = await replace_order(line("50.00"))

    assert (new.points_used, new.points_carried, await balance()) == (50, 50, 0)
    assert (await check_ledger()).ok


async def test_a_part_that_was_cancelled_before_stays_returned() -> None:
    """R6.14: of 100 points 50 are in force."""
    await open_shop()
    await give(100)
    await place_with_points(100, quantity=2)
    await cancel(("l1", 1))

    new = await replace_order(line("20.00"))

    assert (new.points_used, new.points_carried, await balance()) == (100, 50, 0)
    assert (await check_ledger()).ok


async def test_the_replacement_of_a_replacement_is_answered_again_as_it_was_placed() -> None:
    """R3.5."""
    await open_shop()
    await give(100)
    await place_with_points(100)
    await replace_order(line("30.00"))

    again = await place("o2", cart_id="cart-o2")

    assert (again.replayed, again.orders[0].points_carried) == (True, 100)
    assert await entries("o2") == []


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("replaced_by_order_id = NULL WHERE id = 'o1'", "order o1 has taken other points"),
        ("replaced_by_order_id = NULL WHERE id = 'o1'", "order o2 and its replacement do not name"),
        ("replaced_by_order_id = 'o7' WHERE id = 'o1'", "order o1 and its replacement do not name"),
        ("replaced_by_order_id = 'o7' WHERE id = 'o1'", "order o2 and its replacement do not name"),
        (
            "replaces_order_id = NULL, points_carried = 0 WHERE id = 'o2'",
            "order o1 and its replacement do not name",
        ),
        ("replaces_order_id = 'o7' WHERE id = 'o2'", "order o1 and its replacement do not name"),
        ("replaces_order_id = 'o7' WHERE id = 'o2'", "order o2 and its replacement do not name"),
        ("points_carried = 90 WHERE id = 'o2'", "order o2 has taken other points"),
    ],
)
async def test_a_broken_link_is_found(change: str, found: str) -> None:
    """R17.1."""
    await open_shop()
    await give(150)
    await place_with_points(100)
    await replace_order(line("30.00"))
    await execute(f"UPDATE orders SET {change}")  # noqa: S608 - ours

    check = await check_ledger()

    assert any(found in str(violation) for violation in check.violations)
