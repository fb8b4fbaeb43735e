"""Goods by weight: what a line costs, takes and gives, and how it is divided (R5.2, R7)."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.rules.basics.quantities import Quantity
from services.rules.checkout.product_points import ProductTerms
from services.rules.checkout.quote import make_quote
from services.rules.checkout.quote_terms import QuoteTerms
from services.rules.checkout.splitting import OrderPart, split
from services.rules.orders.charge import charge_of
from services.rules.orders.earnings import Deducted, earnings_of
from tests.rules.builders import ALL_USEFUL, cart, earning_terms, line, state, terms, units
from tests.rules.strategies import pieces, quantities


def product_terms(balance: int, product: ProductTerms) -> QuoteTerms:
    quoted = terms(balance)
    wished = replace(quoted.redemption, product_wish=ALL_USEFUL)
    return replace(quoted, redemption=wished, products={"sku-A": product})


@pytest.mark.parametrize(
    ("quantity", "price", "total"),
    [
        pytest.param("0.75", "3.99", "2.99", id="down"),
        pytest.param("0.5", "3.99", "2.00", id="half-up"),
        pytest.param("0.0001", "3.99", "0.00", id="hardly-anything"),
        pytest.param("1.2345", "9999.9999", "12345.00", id="fine-price"),
    ],
)
def test_a_lines_total_is_rounded_once(quantity: str, price: str, total: str) -> None:
    """R5.2."""
    quote = make_quote(cart(line("A", price, quantity)), terms())

    assert quote.order_total == Decimal(total)


@pytest.mark.parametrize(
    ("quantity", "points", "taken", "net"),
    [
        pytest.param("0.75", 900, 38, "0.00", id="need-of-37.5-is-rounded-up"),
        pytest.param("0.75", 19, 19, "5.00", id="half-of-it"),
    ],
)
def test_a_lines_need_is_rounded_up(quantity: str, points: int, taken: int, net: str) -> None:
    """R7.2: 50 points a kilo of 13.33."""
    content = cart(line("A", "13.33", quantity))

    quote = make_quote(content, product_terms(points, ProductTerms(needed=50)))

    assert (quote.product_points_used, quote.lines[0].net) == (taken, Decimal(net))


@pytest.mark.parametrize(
    ("quantity", "received", "given"),
    [("0.75", 7, 5), ("0.1", 9, 0), ("2.5", 3, 7), ("2", 3, 6)],
)
def test_what_a_line_gives_is_rounded_down(quantity: str, received: int, given: int) -> None:
    """R7.4."""
    content = cart(line("A", "10.00", quantity))

    quote = make_quote(content, product_terms(0, ProductTerms(received=received)))

    assert quote.lines[0].points_to_earn == given


@pytest.mark.parametrize(
    ("cancelled", "deducted", "given"),
    [("0", "0", 5), ("0.25", "0", 3), ("0", "0.25", 3), ("0.25", "0.25", 1), ("0.75", "0", 0)],
)
def test_units_kept_give_a_cumulative_floor(cancelled: str, deducted: str, given: int) -> None:
    """R7.2, R7.4: of 5 points for 0.75, 0.5 give 3 and 0.25 give 1."""
    content = cart(line("A", "10.00", "0.75"))
    quote = make_quote(content, product_terms(0, ProductTerms(received=7)))
    lines = [state("0.75", 0, cancelled)]

    earnings = earnings_of(charge_of(quote, lines), quote, lines, Deducted(units(deducted)))

    assert earnings.by_product == given


@given(data=st.data(), quantity=quantities(), received=st.integers(0, 40), used=st.integers(0, 90))
def test_several_orders_take_and_give_what_the_one_would(
    data: st.DataObject, quantity: Quantity, received: int, used: int
) -> None:
    """R6.1, R7.2, R7.4: the points of all orders of a line are the line's."""
    content = cart(line("A", "13.33", str(quantity), tax="1.99"))
    quote = make_quote(content, product_terms(used, ProductTerms(20, received)))
    parts = [
        OrderPart((("A", piece),), Decimal(0), Decimal(0)) for piece in data.draw(pieces(quantity))
    ]

    orders = split(quote, parts, earning_terms())

    for name in ("product_points_used", "product_points_amount", "order_total", "tax"):
        assert sum(getattr(order, name) for order in orders) == getattr(quote, name), name
    given_by_parts = [order.lines[0].points_to_earn for order in orders]
    assert sum(given_by_parts) == quote.lines[0].points_to_earn
    assert min(given_by_parts) >= 0
