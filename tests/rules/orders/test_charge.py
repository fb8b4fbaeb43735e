from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.rules.basics.quantities import NO_UNITS, Quantity, quantity
from services.rules.checkout.cart import CartContent
from services.rules.checkout.quote import Quote, make_quote
from services.rules.checkout.redemption.limits import Payable, RedemptionLimits
from services.rules.checkout.splitting import OrderPart, split
from services.rules.orders.charge import Given, Paid, charge_of
from services.rules.orders.charge import paid as paid_of
from services.rules.orders.status import LineState
from tests.rules.builders import (
    ALL_USEFUL,
    cart,
    decimals,
    earning_terms,
    line,
    redemption_rate,
    state,
    terms,
)
from tests.rules.models.cart import carried
from tests.rules.models.rounding import exact
from tests.rules.strategies import carts, pieces_of, up_to


def invoiced_total(quote: Quote, lines: list[LineState]) -> Decimal:
    by = paid(quote, lines)
    return by.points_amount + by.gift_card + by.store_credit + by.money


def paid(quote: Quote, lines: list[LineState]) -> Paid:
    return paid_of(charge_of(quote, lines), quote, lines)


TWO_LINES = cart(
    line("A", "50.00", tax="5.00"), line("B", "50.00", tax="5.00"), shipping="10.00"
)  # fmt: skip


def quoted(content: CartContent = TWO_LINES, points: int = 0) -> Quote:
    return make_quote(content, terms(points, ALL_USEFUL))


def test_one_line_invoiced_and_the_other_cancelled_has_paid_65() -> None:
    """R6.6: the first invoice carries the shipping."""
    assert paid(quoted(), [state(1, 1), state(1, 0, 1)]).money == 65


@pytest.mark.parametrize(
    ("invoiced_units", "expected"),
    [
        pytest.param([0, 0], 0, id="nothing"),
        pytest.param([1, 0], 65, id="the-first-with-the-shipping"),
        pytest.param([0, 1], 65, id="whichever-is-first"),
        pytest.param([1, 1], 120, id="all"),
    ],
)
def test_invoices_charge_their_lines_and_the_first_the_shipping(
    invoiced_units: list[int], expected: int
) -> None:
    """R6.6."""
    assert invoiced_total(quoted(), [state(1, count) for count in invoiced_units]) == expected


def test_tax_on_shipping_goes_with_the_shipping() -> None:
    """R6.6."""
    content = replace(TWO_LINES, shipping_tax=Decimal("1.90"))

    assert invoiced_total(quoted(content), [state(1, 1), state(1)]) == Decimal("66.90")


@pytest.mark.parametrize(
    ("units", "points", "gift_card", "store_credit", "money"),
    [
        pytest.param(0, 0, 0, 0, 0, id="nothing-invoiced"),
        pytest.param(1, 10, 0, 0, 0, id="points-first"),
        pytest.param(2, 12, 8, 0, 0, id="then-the-gift-card"),
        pytest.param(3, 12, 11, 7, 0, id="then-store-credit"),
        pytest.param(4, 12, 11, 9, 8, id="then-money"),
    ],
)
def test_points_gift_card_and_store_credit_pay_invoices_in_that_order(
    units: int, points: int, gift_card: int, store_credit: int, money: int
) -> None:
    """R6.6: 4 units of 10.00; points pay 12.00, gift card 11.00, store credit 9.00."""
    content = cart(line("A", "10.00", 4), gift_card="11.00", store_credit="9.00")

    so_far = paid(quoted(content, points=60), [state(4, units)])

    parts = (so_far.points_amount, so_far.gift_card, so_far.store_credit, so_far.money)
    assert parts == decimals(points, gift_card, store_credit, money)


def test_what_has_paid_an_invoice_stays_so_when_the_rest_is_cancelled() -> None:
    """R6.6: also where a memo gave back more points than may pay what is left."""
    limits = RedemptionLimits(payable=Payable(shipping=False))
    content = replace(TWO_LINES, gift_card=Decimal(10))
    quote = make_quote(content, terms(1_000, ALL_USEFUL, limits=limits))
    refunded = Given(points=325, points_amount=Decimal(65))
    before, after = [state(1, 1, 0, 1), state(1)], [state(1, 1, 0, 1), state(1, 0, 1)]

    so_far = [paid_of(charge_of(quote, lines, refunded), quote, lines) for lines in (before, after)]

    assert so_far == [Paid(*decimals(55, 10, 0, 0))] * 2


@given(content=carts(), data=st.data(), points=st.integers(min_value=0, max_value=900))
def test_invoices_sum_to_the_order_whatever_the_path(
    content: CartContent, data: st.DataObject, points: int
) -> None:
    """R5.2, R6.6: to the minor unit, none takes back what an earlier one charged."""
    rate = redemption_rate(3, "0.33", content.currency)
    quote = make_quote(content, terms(points, ALL_USEFUL, rate=rate))
    counts = [NO_UNITS for _ in quote.lines]
    charged = [Decimal(0)]

    for index, piece in data.draw(pieces_of([each.quantity for each in quote.lines])):
        counts[index] = Quantity(counts[index] + piece)
        states = [
            LineState(each.quantity, count) for each, count in zip(quote.lines, counts, strict=True)
        ]
        charged.append(invoiced_total(quote, states))

    everything = paid(quote, states)
    assert charged == sorted(charged)
    assert charged[-1] == quote.order_total
    assert (everything.points_amount, everything.gift_card, everything.store_credit) == (
        quote.points_amount,
        quote.gift_card,
        quote.store_credit,
    )
    assert everything.money == quote.amount_due


@given(content=carts(), data=st.data())
def test_an_invoice_charges_cumulative_shares_of_net_and_tax(
    content: CartContent, data: st.DataObject
) -> None:
    """R5.2."""
    quote = make_quote(content, terms())
    states = [LineState(each.quantity, data.draw(up_to(each.quantity))) for each in quote.lines]

    total = invoiced_total(quote, states)

    included = content.prices_include_tax
    expected = sum(
        sum(carried(each, Decimal(0), of.invoiced, content.currency, included=included))
        for each, of in zip(quote.lines, states, strict=True)
    )
    if any(of.invoiced for of in states):
        expected += exact(quote.shipping) + exact(quote.shipping_tax)
    assert exact(total) == expected


def test_an_order_of_several_is_never_charged_more_points_than_it_used() -> None:
    """R6.1, R6.8: 15 of the cart's 30 points are no whole groups; 2.40 left would take 20."""
    content = cart(line("A", "2.40"), line("B", "0.10"), line("C", "2.50"))
    parts = [
        OrderPart((("A", quantity(1)), ("B", quantity(1))), Decimal(0), Decimal(0)),
        OrderPart((("C", quantity(1)),), Decimal(0), Decimal(0)),
    ]
    first, _ = split(quoted(content, points=30), parts, earning_terms())

    charge = charge_of(first, [state(1), state(1, 0, 1)])

    assert (first.points_used, charge.points, charge.points_amount) == (15, 15, Decimal("2.40"))
