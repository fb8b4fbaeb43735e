"""Orders found by their id or by how their number begins (R1.3)."""

import pytest

from models.database import dialect, fetch, is_distributed, transaction
from models.rows.order_numbers import id_or_number
from models.tables.checkout import OrderRow
from services.checkout.cart_input import LeftOut
from services.command.pages.cursor_page import PageRequest
from services.orders.orders import search_orders
from services.orders.placement import place_orders
from services.orders.placement_checks import NewOrder, Placement
from services.rules.basics.refusals import Invalid
from services.rules.checkout.splitting import OrderPart
from tests.clock import NOW
from tests.services.shop import ADMIN, fill_cart, line, open_shop

pytestmark = pytest.mark.usefixtures("database")


async def placed(order_id: str, number: str) -> None:
    await fill_cart(line("5.00"), cart_id=order_id, replaces=LeftOut.STAYS)
    order = NewOrder(order_id, number, OrderPart())
    await place_orders(placement=Placement(order_id, (order,), None, None), caller=ADMIN, now=NOW)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        pytest.param("#1001", {"a"}, id="number"),
        pytest.param("1001", {"a"}, id="without-its-sign"),
        pytest.param(" 100", {"a", "b"}, id="how-it-begins"),
        pytest.param("0001002", {"b"}, id="with-its-zeros"),
        pytest.param("inv-ä", {"c"}, id="in-any-case"),
        pytest.param("c", {"c"}, id="id"),
        pytest.param("%", set(), id="no-wildcard"),
        pytest.param("02", set(), id="not-in-the-middle"),
        pytest.param("#00", set(), id="nothing-of-a-number"),
    ],
)
async def test_orders_are_found_by_number_or_id(text: str, ids: set[str]) -> None:
    await open_shop()
    for order_id, number in (("a", "#1001"), ("b", "#0001002"), ("c", "INV-ä7")):
        await placed(order_id, number)

    found = await search_orders(text=text, page=PageRequest(first=10))

    assert {order.id for order in found.items} == ids
    assert found.total_count == len(ids)


async def test_an_empty_text_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        await search_orders(text="  ", page=PageRequest())

    assert refused.value.path == ("text",)


async def test_orders_are_looked_up_by_their_indexes() -> None:
    explain = "EXPLAIN" if dialect() == "postgres" else "EXPLAIN QUERY PLAN"
    found = OrderRow.filter(id__in=id_or_number("c", "inv"))
    asked = found.order_by("-placed_at", "-id").limit(20).sql(params_inline=True)

    async with transaction():
        if is_distributed():
            await fetch("SET LOCAL citus.propagate_set_commands = 'local'")
        if dialect() == "postgres":
            await fetch("SET LOCAL enable_seqscan = off")
        plan = await fetch(f"{explain} {asked}")

    shown = str([dict(row) for row in plan])
    assert "orders_by_number" in shown
    assert "SCAN orders" not in shown
    assert "Seq Scan" not in shown
