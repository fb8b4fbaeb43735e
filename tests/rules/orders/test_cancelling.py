from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.rules.basics.quantities import NO_UNITS, Quantity
from services.rules.checkout.cart import CartContent
from services.rules.checkout.quote import Quote, make_quote
from services.rules.orders.charge import Charge, Given, charge_of, product_points_left
from services.rules.orders.earnings import Deducted, earnings_of
from services.rules.orders.status import LineState
from tests.rules.builders import (
    ALL_USEFUL,
    cart,
    decimals,
    line,
    redemption_rate,
    state,
    terms,
    units,
)
from tests.rules.strategies import carts, pieces_of


def parts(charge: Charge) -> tuple[Decimal, ...]:
    return (charge.points_amount, charge.gift_card, charge.store_credit, charge.money)


def test_without_a_cancellation_the_order_is_what_was_quoted() -> None:
    """R6.8."""
    content = cart(line("A", "10.00", 3, tax="1.00"), shipping="4.00", gift_card="9.00")
    quote = make_quote(content, terms(25, ALL_USEFUL))

    charge = charge_of(quote, [state(3)])

    assert charge.points == quote.points_used == 20
    assert parts(charge) == (
        quote.points_amount,
        quote.gift_card,
        quote.store_credit,
        quote.amount_due,
    )


@pytest.mark.parametrize(
    ("cancelled", "points", "paid"),
    [
        pytest.param(0, 100, ("20.00", "11.00", "0.00", "9.00"), id="nothing"),
        pytest.param(1, 100, ("20.00", "10.00", "0.00", "0.00"), id="money-and-card-first"),
        pytest.param(2, 100, ("20.00", "0.00", "0.00", "0.00"), id="the-whole-card"),
        pytest.param(3, 50, ("10.00", "0.00", "0.00", "0.00"), id="then-points"),
        pytest.param(4, 0, ("0.00", "0.00", "0.00", "0.00"), id="all"),
    ],
)
def test_points_pay_the_rest_first(cancelled: int, points: int, paid: tuple[str, ...]) -> None:
    """R6.8: 4 units of 10.00, 100 points for 20.00, a gift card of 11.00."""
    content = cart(line("A", "10.00", 4), gift_card="11.00")
    quote = make_quote(content, terms(100, ALL_USEFUL))

    charge = charge_of(quote, [state(4, 0, cancelled)])

    assert (charge.points, parts(charge)) == (points, decimals(*paid))


def test_the_rest_is_paid_by_whole_groups() -> None:
    """R5.4, R6.8: 30 points pay 5.00; 2.50 are paid by 20."""
    quote = make_quote(cart(line("A", "2.50", 2)), terms(30, ALL_USEFUL))

    charge = charge_of(quote, [state(2, 0, 1)])

    assert (charge.points, charge.points_amount) == (20, Decimal("2.50"))


def test_points_that_memos_gave_back_stay_used() -> None:
    """R6.8: at least those."""
    quote = make_quote(cart(line("A", "10.00", 4)), terms(100, ALL_USEFUL))
    given = Given(points=70, points_amount=Decimal("14.00"))

    charge = charge_of(quote, [state(4, 1, 3)], given)

    assert charge.points == 70
    assert charge.points_amount == 14


def test_shipping_stays_until_all_is_cancelled() -> None:
    """R6.6, R6.8."""
    quote = make_quote(cart(line("A", "10.00", 2), shipping="4.00", shipping_tax="0.80"), terms())

    assert charge_of(quote, [state(2, 0, 1)]).shipping == Decimal("4.80")
    assert charge_of(quote, [state(2, 0, 2)]).shipping == 0


def test_product_points_come_back_with_their_units_rounded_down() -> None:
    """R7.3: 7 points on 3 units."""
    quote = make_quote(cart(line("A", "10.00", 3)), terms())
    paid = replace(quote.lines[0], product_points=7)
    quote = replace(quote, lines=(paid,), product_points_used=7)

    left = [product_points_left(quote, [state(3, 0, gone)]) for gone in range(4)]

    assert left == [7, 5, 3, 0]


def test_cancelled_units_earn_nothing() -> None:
    """R6.6: one of two invoiced, the other cancelled: basis 50.00."""
    content = cart(
        line("A", "50.00", tax="5.00"), line("B", "50.00", tax="5.00"), shipping="10.00"
    )  # fmt: skip
    quote = make_quote(content, terms())
    lines = [state(1, 1), state(1, 0, 1)]

    earnings = earnings_of(charge_of(quote, lines), quote, lines, Deducted(units(0, 0)))

    assert earnings.by_purchase == 250


@given(
    content=carts(),
    data=st.data(),
    points=st.integers(min_value=0, max_value=900),
)
def test_cancelling_more_never_charges_more(
    content: CartContent, data: st.DataObject, points: int
) -> None:
    """R6.8: whatever is cancelled, each part only falls, and they sum to the rest."""
    rate = redemption_rate(3, "0.33", content.currency)
    quote = make_quote(content, terms(points, ALL_USEFUL, rate=rate))
    cancelled = [NO_UNITS for _ in quote.lines]
    before = charge_of(quote, _states(quote, cancelled))

    for index, piece in data.draw(pieces_of([each.quantity for each in quote.lines])):
        cancelled[index] = Quantity(cancelled[index] + piece)
        after = charge_of(quote, _states(quote, cancelled))
        assert after.points <= before.points
        assert all(now <= then for now, then in zip(parts(after), parts(before), strict=True))
        assert sum(parts(after)) == after.total
        before = after

    assert before.total == before.points == 0


def _states(quote: Quote, cancelled: list[Quantity]) -> list[LineState]:
    return [
        LineState(each.quantity, NO_UNITS, count)
        for each, count in zip(quote.lines, cancelled, strict=True)
    ]
