"""Invoices told again from what is kept of them, and shares of the order (R6.6, R6.15)."""

from decimal import Decimal

import pytest

from models.tables.checkout import OrderEvent
from services.checkout.redemption import apply_points
from services.orders.commands_given import EventKind
from services.orders.invoicing import Invoice, invoices
from services.orders.orders import Order, find_order, orders_of_cart
from services.orders.placement import place_orders
from services.orders.placement_checks import NewOrder, Placement
from services.rules.basics.quantities import quantity
from services.rules.checkout.splitting import OrderPart
from tests.clock import NOW
from tests.services.orders.order_life import cancel, memo, place_with_points, refund
from tests.services.shop import ADA, ADMIN, fill_cart, give, invoice, line, open_shop, quantities_of

pytestmark = pytest.mark.usefixtures("database")


async def invoices_of(order_id: str = "o1") -> list[Invoice]:
    (found,) = await invoices([await find_order(order_id=order_id)])
    return found


def paid(invoice: Invoice) -> tuple[str, ...]:
    total = invoice.total
    return tuple(str(part) for part in (total.points, total.gift_card, total.due))


async def forget_lines(*, but: tuple[str, ...] = ()) -> None:
    """Make the invoices ones of an older version, which kept no lines."""
    for event in await OrderEvent.filter(kind=EventKind.INVOICE.value):
        kept = {"lines"} if event.event_id in but else set()
        event.result = {
            name: value
            for name, value in event.result.items()
            if name in {"entries", "message", *kept}
        }
        await event.save(update_fields=["result"])


async def test_invoices_say_what_they_were_for_and_who_paid_them() -> None:
    """R6.15: points first, then the gift card; the first carries the shipping."""
    await open_shop()
    await give(100)
    await place_with_points(
        100, quantity="2.5", shipping="5.00", gift_card=Decimal("7.00"), discount=Decimal("2.50")
    )
    await invoice("o1", ("l1", "1.5"), invoice_id="i1")

    await invoice(invoice_id="i2")

    first, second = await invoices_of()
    assert (first.id, first.created_at, first.lines) == ("i1", NOW, quantities_of(("l1", "1.5")))
    assert (second.id, second.lines) == ("i2", quantities_of(("l1", 1)))
    assert (first.total.net, first.total.discount) == (Decimal("18.50"), Decimal("1.50"))
    assert [paid(each) for each in (first, second)] == [
        ("18.50", "0.00", "0.00"),
        ("1.50", "7.00", "0.50"),
    ]


async def test_what_was_invoiced_stays_whatever_comes_after() -> None:
    """R6.15: a cancel of the rest and a memo change the order, no invoice of it."""
    await open_shop()
    await give(100)
    await place_with_points(100, shipping="5.00")
    await invoice("o1", ("l1", 1))
    before = await invoices_of()

    await cancel()
    await refund(memo(points=50))

    assert await invoices_of() == before
    (share,) = (await find_order(order_id="o1")).shares.lines
    assert (share.line_id, share.quantity) == ("l1", quantity(1))


async def test_invoices_stand_in_the_order_in_which_they_were_made() -> None:
    """R6.6: of two processes the later one may have the earlier clock."""
    await open_shop()
    await place_with_points(0, shipping="5.00")
    await invoice("o1", ("l1", 1), invoice_id="i1")
    await invoice("o1", ("l1", 1), invoice_id="i2")
    first, second = await OrderEvent.filter(kind=EventKind.INVOICE.value).order_by("id")
    names = first.event_id, second.event_id
    await OrderEvent.filter(id=first.id).update(event_id="x")
    await OrderEvent.filter(id=second.id).update(event_id=names[0], result=first.result)
    await OrderEvent.filter(id=first.id).update(event_id=names[1], result=second.result)

    found = await invoices_of()

    assert [(each.id, str(each.total.due)) for each in found] == [("i1", "15.00"), ("i2", "10.00")]


@pytest.mark.parametrize("but", [("i1",), ("i1", "i2")])
async def test_invoices_of_older_versions_are_told(but: tuple[str, ...]) -> None:
    """R6.15: one of all that was left kept no lines; a newer one follows."""
    await open_shop()
    await give(100)
    await place_with_points(100, quantity=4, shipping="5.00")
    await invoice("o1", ("l1", 1), invoice_id="i1")
    await invoice("o1", ("l1", 2), invoice_id="i2")
    expected = await invoices_of()

    await forget_lines(but=but)

    assert await invoices_of() == expected
    await invoice(invoice_id="i3")
    assert [each.id for each in await invoices_of()] == ["i1", "i2", "i3"]


async def test_orders_of_one_cart_have_shares_of_their_own() -> None:
    """R6.1, R6.15: they sum to what each order is charged."""
    orders = await _two_orders()

    for order in orders:
        shares = [*(each.share for each in order.shares.lines), order.shares.shipping]
        assert sum(share.net + share.tax for share in shares) == order.quote.order_total
        assert sum(share.points for share in shares) == order.quote.points_amount
        assert sum(share.due for share in shares) == order.quote.amount_due


async def _two_orders() -> list[Order]:
    await open_shop()
    await give(100)
    await fill_cart(line("9.99", 3, tax="2.00"), shipping="5.00")
    await apply_points(cart_id="c1", points=100, caller=ADA, now=NOW)
    parts = [
        OrderPart(quantities_of(("l1", 2)), Decimal("5.00"), Decimal(0)),
        OrderPart(quantities_of(("l1", 1)), Decimal(0), Decimal(0)),
    ]
    new = tuple(NewOrder(f"o{number}", None, part) for number, part in enumerate(parts))
    await place_orders(placement=Placement("c1", new, None, None), caller=ADMIN, now=NOW)
    return await orders_of_cart("c1")
