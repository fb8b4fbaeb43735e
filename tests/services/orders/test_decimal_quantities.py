"""Orders of goods by weight, and orders from before quantities had decimals (R5.2)."""

from decimal import Decimal
from typing import cast

import pytest

from models.tables.checkout import CartRow, OrderEvent, OrderRow
from services.checkout.carts import find_cart
from services.command.idempotency import input_hash
from services.orders.commands_given import EventKind
from services.orders.credit_memos import credit_memos
from services.orders.orders import find_order
from services.rules.basics.quantities import quantity
from services.rules.basics.refusals import IdempotencyConflict, Invalid, OutOfRange, RewardsError
from tests.clock import NOW
from tests.services.orders.order_life import cancel, memo, place_with_points, refund
from tests.services.shop import invoice, open_shop

pytestmark = pytest.mark.usefixtures("database")


async def test_a_quarter_of_three_quarters_of_a_kilo_is_refunded() -> None:
    """R5.2, R6.9: case 8 of the field, 0.75 kg of 13.33 is 10.00."""
    await open_shop()
    await place_with_points(0, quantity="0.75", price="13.33")
    await invoice()

    done = await refund(memo(("l1", "0.25"), memo_id="m1"))

    assert done.outcome.refund.cash == Decimal("3.33")
    (line,) = done.command.order.lines
    assert (line.quantity, line.invoiced, line.refunded) == (
        quantity("0.75"),
        quantity("0.75"),
        quantity("0.25"),
    )
    assert (await credit_memos(["o1"]))["o1"][0].lines == (("l1", quantity("0.25")),)


async def test_an_order_by_weight_is_invoiced_and_cancelled_in_parts() -> None:
    """R6.5."""
    await open_shop()
    await place_with_points(0, quantity="0.75", price="13.33")

    first = await invoice("o1", ("l1", "0.5"))
    rest = await cancel(("l1", "0.25"))

    assert first.order.status == "processing"
    assert rest.order.status == "complete"
    assert rest.order.amount_paid == Decimal("6.67")


@pytest.mark.parametrize(
    ("units", "refusal"),
    [("0.2501", OutOfRange), ("0", OutOfRange), ("-0.1", OutOfRange), ("0.12345", Invalid)],
)
async def test_a_part_that_is_none_is_refused(units: str, refusal: type[RewardsError]) -> None:
    """R5.2: 0.25 is left."""
    await open_shop()
    await place_with_points(0, quantity="0.75", price="13.33")
    await invoice("o1", ("l1", "0.5"))

    with pytest.raises(refusal) as refused:
        await cancel(("l1", units))

    assert refused.value.path == ("lines", 0, "quantity")


async def test_the_same_quantity_in_another_form_is_the_same_command() -> None:
    """R3.5."""
    await open_shop()
    await place_with_points(0, quantity="2.5", price="10.00")
    await invoice("o1", ("l1", "1.50"))

    again = await invoice("o1", ("l1", "1.5"))

    assert again.replayed
    with pytest.raises(IdempotencyConflict):
        await invoice("o1", ("l1", "1.6"))


async def test_whole_units_are_told_apart_as_before_there_were_decimals() -> None:
    """R3.5: by the hash of the number 1, as an older version kept it."""
    await open_shop()
    await place_with_points(0)
    await invoice("o1", ("l1", 1))
    event = await OrderEvent.get(order_id="o1", kind=EventKind.INVOICE.value)

    assert event.input_hash == input_hash({"lines": [["l1", 1]]})


async def test_carts_and_orders_of_older_versions_are_read() -> None:
    """R5.2: their quantities are whole numbers in the documents."""
    await open_shop()
    await place_with_points(0, quantity=3, price="10.00")
    cart, order = await CartRow.get(id="c1"), await OrderRow.get(id="o1")
    cart.content = _as_older_versions_wrote(cart.content)
    order.quote = _as_older_versions_wrote(order.quote)
    await cart.save()
    await order.save()

    found, kept = await find_order(order_id="o1"), await find_cart(cart_id="c1", now=NOW)

    assert found.quote.lines[0].quantity == quantity(3)
    assert found.quote.order_total == Decimal("30.00")
    assert kept.content.lines[0].quantity == quantity(3)


def _as_older_versions_wrote(document: dict[str, object]) -> dict[str, object]:
    """Return a document with whole numbers of units, and without what is new."""
    lines = cast("list[dict[str, object]]", document["lines"])
    new = {"part"}
    older = [
        {
            name: int(str(value)) if name == "quantity" else value
            for name, value in line.items()
            if name not in new
        }
        for line in lines
    ]
    return {**document, "lines": older}
