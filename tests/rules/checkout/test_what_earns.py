"""Lines that earn nothing by the rate, in a quote (R6.12)."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

from services.rules.checkout.cart import CartContent, CartLine
from services.rules.checkout.earning import NextStep
from services.rules.checkout.product_points import ProductTerms
from services.rules.checkout.quote import Quote, make_quote
from tests.rules.builders import ALL_USEFUL, cart, decimals, line, terms

RAIL = line("A", "50.00")


def card(price: str = "30.00", tax: str = "0") -> CartLine:
    """Return a gift card, which earns nothing."""
    return replace(line("B", price, tax=tax), earns=False)


def quoted(
    content: CartContent, points: int = 0, products: Mapping[str, ProductTerms] | None = None
) -> Quote:
    what = replace(terms(points, ALL_USEFUL), products=products or {})
    return make_quote(content, what)


@pytest.mark.parametrize(
    ("content", "points", "basis"),
    [
        pytest.param(cart(RAIL, card()), 0, "50.00", id="what-the-others-come-to"),
        pytest.param(cart(RAIL, card()), 100, "50.00", id="points-pay-the-card-first"),
        pytest.param(cart(RAIL, card()), 200, "40.00", id="then-what-earns"),
        pytest.param(cart(RAIL, card(), gift_card="45.00"), 0, "35.00", id="a-card-pays-too"),
        pytest.param(cart(RAIL, card(tax="6.00")), 0, "50.00", id="with-tax-on-the-card"),
        pytest.param(cart(RAIL, card(), shipping="9.00"), 45, "50.00", id="shipping-is-no-basis"),
        pytest.param(cart(RAIL, card(), discount="16.00"), 0, "40.00", id="after-discounts"),
        pytest.param(cart(card()), 0, "0", id="nothing-else"),
    ],
)
def test_the_basis_is_at_most_what_the_lines_that_earn_come_to(
    content: CartContent, points: int, basis: str
) -> None:
    """R6.12: the smaller of it and R6.6's; 10 points are worth 2.00 and 2.00 earn 10."""
    quote = quoted(content, points)

    assert (quote.earning_basis,) == decimals(basis)
    assert quote.points_to_earn == int(quote.earning_basis / 2) * 10


@pytest.mark.parametrize(
    ("by_line", "by_product", "basis"),
    [
        pytest.param(True, True, "50.00", id="neither"),
        pytest.param(False, True, "0", id="the-line"),
        pytest.param(True, False, "0", id="the-product"),
        pytest.param(False, False, "0", id="both"),
    ],
)
def test_either_the_line_or_its_product_takes_it_out(
    by_line: bool,  # noqa: FBT001  a table's columns
    by_product: bool,  # noqa: FBT001
    basis: str,
) -> None:
    """R6.12."""
    content = cart(replace(RAIL, earns=by_line))
    products = {"sku-A": ProductTerms(earns_by_rate=by_product)}

    assert (quoted(content, products=products).earning_basis,) == decimals(basis)


def test_a_line_that_is_taken_out_earns_its_product_points() -> None:
    """R6.12, R7.4: only the rate leaves it out."""
    products = {"sku-B": ProductTerms(received=7)}

    assert quoted(cart(card()), products=products).points_to_earn == 7


def test_the_next_step_counts_from_what_earns() -> None:
    """R5.8, R6.12: 7.00 earn, 1.00 more of what earns makes it 8.00."""
    quote = quoted(cart(line("A", "7.00"), card()))

    assert quote.next_step == NextStep(Decimal("1.00"), 10)
