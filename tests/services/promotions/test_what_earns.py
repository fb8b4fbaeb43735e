"""What earns nothing by the rate, from the set-up to the order (R6.12)."""

from dataclasses import replace
from decimal import Decimal

import pytest

from models.tables.checkout import CartRow, OrderRow
from services.accounts.verification import check_ledger
from services.command.pages.cursor_page import PageRequest
from services.promotions.product_points import (
    ProductPoints,
    delete_product_points,
    list_product_points,
    load_products,
    put_product_points,
)
from services.rules.checkout.cart import CartLine
from tests.clock import NOW
from tests.services.orders.order_life import balance, cancel, memo, refund, standing
from tests.services.shop import ADMIN, fill_cart, invoice, line, open_shop, place

pytestmark = pytest.mark.usefixtures("database")

RAIL = line("20.00", 2)
CARD = replace(line("50.00", line_id="l2"), earns=False)


async def put(sku: str = "sku-l2", *, earns: bool | None = None) -> ProductPoints:
    return await put_product_points(
        product=ProductPoints(sku, earns_by_rate=earns), caller=ADMIN, now=NOW
    )


async def earns(sku: str = "sku-l2") -> bool:
    (found,) = (await list_product_points(sku=sku, page=PageRequest())).items
    (loaded,) = (await load_products([sku], "general")).values()
    assert found.earns_by_rate == loaded.earns_by_rate
    return loaded.earns_by_rate


@pytest.mark.parametrize(
    ("puts", "earning"),
    [
        pytest.param([None], True, id="it-earns-at-first"),
        pytest.param([False], False, id="taken-out"),
        pytest.param([False, None], False, id="left-out-stays"),
        pytest.param([False, True], True, id="put-back"),
    ],
)
async def test_an_older_client_leaves_what_earns_as_it_is(
    puts: list[bool | None], *, earning: bool
) -> None:
    """R1.3a, R6.12."""
    await open_shop()

    answered = [await put(earns=wanted) for wanted in puts]

    assert answered[-1].earns_by_rate is earning
    assert await earns() is earning


async def test_a_product_forgotten_earns_again() -> None:
    """R6.12."""
    await open_shop()
    await put(earns=False)

    await delete_product_points(sku="sku-l2", caller=ADMIN, now=NOW)
    await put()

    assert await earns()


@pytest.mark.parametrize(
    ("lines", "earns_by_rate"),
    [
        pytest.param((RAIL, CARD), True, id="the-line"),
        pytest.param((RAIL, replace(CARD, earns=True)), False, id="the-product"),
    ],
)
async def test_what_is_taken_out_earns_nothing_whatever_happens_to_the_order(
    lines: tuple[CartLine, ...], *, earns_by_rate: bool
) -> None:
    """R6.12: in quote, order, cancellation, invoice and refund; two at 20.00 and a card."""
    await open_shop(settings={"deduct_earned_points_on_refund": True})
    await put(earns=earns_by_rate)
    quoted = await fill_cart(*lines)
    placed = await place()
    await put(earns=True)
    cancelled = await cancel(("l1", 1))
    invoiced = await invoice()
    refunded = await refund(memo(("l2", 1)))

    assert quoted.quote.earning_basis == Decimal(40)
    assert (placed.orders[0].points_pending, placed.orders[0].earning_basis) == (200, Decimal(40))
    assert (cancelled.order.points_pending, cancelled.order.earning_basis) == (100, Decimal(20))
    assert (invoiced.order.points_earned, await balance()) == (100, 100)
    assert refunded.command.order.points_reversed == 0
    await refund(memo(("l1", 1)))
    assert (await standing()).balance == 0
    assert (await check_ledger()).ok


async def test_carts_and_orders_from_before_earn_by_every_line() -> None:
    """R6.12: their documents say nothing of what earns."""
    await open_shop()
    await fill_cart(RAIL)
    cart = await CartRow.get(id="c1")
    cart.content = {
        **cart.content,
        "lines": [_without(line, "earns") for line in cart.content["lines"]],  # type: ignore[attr-defined]
    }
    await cart.save()
    await place()
    order = await OrderRow.get(id="o1")
    order.quote = {
        **order.quote,
        "lines": [_without(line, "earns_by_rate") for line in order.quote["lines"]],  # type: ignore[attr-defined]
    }
    await order.save()

    done = await invoice()

    assert done.order.points_earned == 200


def _without(document: dict[str, object], name: str) -> dict[str, object]:
    return {key: value for key, value in document.items() if key != name}
