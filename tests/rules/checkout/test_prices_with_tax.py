"""Carts whose prices include their tax: what is worked on totals with it, what stays net (R5)."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.rules.basics.enums import DiscountKind
from services.rules.basics.refusals import OutOfRange
from services.rules.checkout.cart import CartContent
from services.rules.checkout.cart_rules import CartRule
from services.rules.checkout.product_points import ProductTerms
from services.rules.checkout.quote import Quote, make_quote
from services.rules.checkout.splitting import OrderPart, split
from services.rules.orders.charge import charge_of, goods_of, tax_of
from services.rules.storefront.cart_prices import cart_prices, shown_lines
from tests.rules.builders import (
    ALL_USEFUL,
    cart,
    decimals,
    earning_terms,
    line,
    state,
    terms,
    units,
)
from tests.rules.strategies import carts

SHIRTS = replace(cart(line("A", "9.99", 3, tax="4.79")), prices_include_tax=True)


def with_tax(content: CartContent) -> CartContent:
    return replace(content, prices_include_tax=True)


def rule(kind: DiscountKind, amount: str, subtotal_from: str | None = None) -> CartRule:
    least = None if subtotal_from is None else Decimal(subtotal_from)
    return CartRule(
        "r1", "Rule", subtotal_from=least, discount_kind=kind, discount_amount=Decimal(amount)
    )


def ruled(content: CartContent, *rules: CartRule) -> Quote:
    return make_quote(content, replace(terms(), rules=rules))


def test_three_shirts_cost_what_their_label_says() -> None:
    """R5: case 16 of the field, 3 x 9.99 with 19 % tax included."""
    quote = make_quote(SHIRTS, terms())

    assert (quote.subtotal, quote.tax, quote.order_total) == decimals("25.18", "4.79", "29.97")
    assert (quote.discount, quote.earning_basis) == decimals("0", "25.18")


def test_a_lines_total_is_rounded_once_with_its_discount() -> None:
    """R5: 0.333 x 9.99 less 0.004 is 3.32267; rounded apart it would be 3.33."""
    quote = make_quote(with_tax(cart(line("A", "9.99", "0.3333", discount="0.0049"))), terms())

    assert quote.order_total == Decimal("3.32")


def test_shipping_includes_its_tax() -> None:
    """R5, R5.3: shown net."""
    content = with_tax(cart(line("A", "11.90", tax="1.90"), shipping="5.95", shipping_tax="0.95"))

    quote = make_quote(content, terms())

    assert (quote.shipping, quote.shipping_tax, quote.tax) == decimals("5.00", "0.95", "2.85")
    assert quote.order_total == Decimal("17.85")


@pytest.mark.parametrize(
    ("kind", "amount", "net", "tax", "discount"),
    [
        pytest.param(DiscountKind.PERCENT, "10", "90.00", "17.10", "10.00", id="percent"),
        pytest.param(DiscountKind.FIXED, "5.95", "95.00", "18.05", "5.00", id="fixed"),
        pytest.param(DiscountKind.FIXED, "0.01", "99.99", "19.00", "0.01", id="a-cent"),
        pytest.param(DiscountKind.FIXED, "500", "0.00", "0.00", "100.00", id="all-of-it"),
    ],
)
def test_a_discount_is_taken_off_the_total_with_tax_and_told_net(
    kind: DiscountKind, amount: str, net: str, tax: str, discount: str
) -> None:
    """R5, R5.2: of 119.00 with 19.00 tax, which keeps its proportion."""
    quote = ruled(with_tax(cart(line("A", "119.00", tax="19.00"))), rule(kind, amount))

    assert (quote.lines[0].net, quote.tax) == decimals(net, tax)
    assert (quote.subtotal, quote.discount) == decimals("100.00", discount)
    assert quote.applied_rules[0].discount == Decimal(discount)


@pytest.mark.parametrize(("subtotal", "applies"), [("119.00", True), ("119.01", False)])
def test_conditions_look_at_totals_with_tax(subtotal: str, *, applies: bool) -> None:
    """R5, R8.1."""
    content = with_tax(cart(line("A", "119.00", tax="19.00")))

    quote = ruled(content, rule(DiscountKind.PERCENT, "10", subtotal_from=subtotal))

    assert bool(quote.applied_rules) is applies


def test_a_carts_discount_is_spread_by_totals_with_tax() -> None:
    """R5, R5.2: 119.00 at 19 % and 81.00 without: 10.00 is 5.95 and 4.05."""
    content = with_tax(
        cart(line("A", "119.00", tax="19.00"), line("B", "81.00"), discount="10.00")
    )  # fmt: skip

    quote = make_quote(content, terms())

    assert [each.total for each in quote.lines] == list(decimals("113.05", "76.95"))
    assert [each.tax for each in quote.lines] == list(decimals("18.05", "0"))
    assert quote.discount == Decimal("9.05")


def test_product_points_pay_the_total_with_tax() -> None:
    """R5, R7.2: 25 of 100 points pay a quarter of 119.00."""
    wanted = terms(25)
    redemption = replace(wanted.redemption, product_wish=ALL_USEFUL)
    products = {"sku-A": ProductTerms(needed=100)}

    quote = make_quote(
        with_tax(cart(line("A", "119.00", tax="19.00"))),
        replace(wanted, redemption=redemption, products=products),
    )

    (paid,) = quote.lines
    assert (paid.net, paid.tax) == decimals("75.00", "14.25")
    assert (paid.product_points_amount, paid.product_points_tax) == decimals("25.00", "4.75")


def test_orders_share_what_product_points_pay_of_a_line_with_its_tax() -> None:
    """R6.1, R7.2: 50 of 100 points pay half of 119.00 and of the tax in it, for two orders."""
    wanted = terms(50)
    redemption = replace(wanted.redemption, product_wish=ALL_USEFUL)
    products = {"sku-A": ProductTerms(needed=50)}
    content = with_tax(cart(line("A", "59.50", 2, tax="19.00")))
    quote = make_quote(content, replace(wanted, redemption=redemption, products=products))
    one = OrderPart((("A", units(1)[0]),), Decimal(0), Decimal(0))

    orders = split(quote, [one, one], earning_terms())

    paid = [order.lines[0] for order in orders]
    assert [(line.product_points_amount, line.product_points_tax) for line in paid] == [
        decimals("25.00", "4.75"),
        decimals("25.00", "4.75"),
    ]


@pytest.mark.parametrize(
    ("invoiced", "net", "tax"),
    [(1, "8.39", "1.60"), (2, "16.79", "3.19"), (3, "25.18", "4.79")],
)
def test_units_carry_a_share_of_the_total_with_tax(invoiced: int, net: str, tax: str) -> None:
    """R5, R5.2: 9.99 each, of which tax keeps its proportion, half up, and net is the rest."""
    quote = make_quote(SHIRTS, terms())

    carried = [
        goods_of(quote, units(invoiced), [state(3)]),
        tax_of(quote, units(invoiced), [state(3)]),
    ]

    assert carried == list(decimals(net, tax))


def test_the_tax_of_units_is_in_proportion_to_what_they_come_to() -> None:
    """R5: a quarter of 0.10 is 0.03, half of which is tax, 0.02; a quarter of the tax were 0.01."""
    quote = make_quote(with_tax(cart(line("A", "0.025", 4, tax="0.05"))), terms())

    net, tax = goods_of(quote, units(1), [state(4)]), tax_of(quote, units(1), [state(4)])

    assert (net, tax) == decimals("0.01", "0.02")


def test_a_lines_prices_are_net_before_discounts_in_its_proportion() -> None:
    """R5: a discount of 11.90 on 119.00, of which 17.10 is tax."""
    content = with_tax(cart(line("A", "59.50", 2, discount="11.90", tax="17.10")))
    quote = make_quote(content, terms())

    (shown,) = shown_lines(quote, content)
    prices = cart_prices(quote, content)

    assert (quote.lines[0].row_total, quote.discount) == decimals("100.00", "10.00")
    assert shown.prices.price.amount == Decimal("50.00")
    assert shown.prices.row_total.amount == Decimal("100.00")
    assert shown.prices.row_total_including_tax.amount == Decimal("119.00")
    assert prices.subtotal_excluding_tax.amount == Decimal("100.00")
    assert prices.subtotal_including_tax.amount == Decimal("119.00")
    assert prices.subtotal_with_discount_excluding_tax.amount == Decimal("90.00")
    assert prices.grand_total.amount == Decimal("107.10")


def test_a_line_that_comes_to_0_was_all_net() -> None:
    """R5."""
    quote = make_quote(with_tax(cart(line("A", "119.00", discount="150.00"))), terms())

    assert (quote.subtotal, quote.discount, quote.order_total) == decimals("119.00", "119.00", "0")


def test_orders_give_their_shipping_with_its_tax() -> None:
    """R5, R6.1."""
    content = with_tax(
        cart(line("A", "11.90", 2, tax="3.80"), shipping="5.95", shipping_tax="0.95")
    )  # fmt: skip
    quote = make_quote(content, terms())
    parts = [
        OrderPart((("A", units(1)[0]),), Decimal("2.38"), Decimal("0.38")),
        OrderPart((("A", units(1)[0]),), Decimal("3.57"), Decimal("0.57")),
    ]

    orders = split(quote, parts, earning_terms())

    assert [order.shipping for order in orders] == list(decimals("2.00", "3.00"))
    assert [order.order_total for order in orders] == list(decimals("14.28", "15.47"))


def test_an_orders_shipping_includes_all_of_its_tax() -> None:
    """R5, R6.1: the cart's sums are right, and yet 0.20 can't include 0.38."""
    content = with_tax(cart(line("A", "11.90", 2), shipping="5.95", shipping_tax="0.95"))
    parts = [
        OrderPart((("A", units(1)[0]),), Decimal("5.75"), Decimal("0.57")),
        OrderPart((("A", units(1)[0]),), Decimal("0.20"), Decimal("0.38")),
    ]

    with pytest.raises(OutOfRange) as refused:
        split(make_quote(content, terms()), parts, earning_terms())

    assert refused.value.path == ("orders", 1, "shipping_tax_amount")


@given(content=carts(), data=st.data(), points=st.integers(0, 600))
def test_a_cart_with_tax_included_sums(
    content: CartContent, data: st.DataObject, points: int
) -> None:
    """R5: net and tax never below 0, discounts neither, and shown totals are what is charged."""
    products = {each.sku: ProductTerms(data.draw(st.integers(1, 90))) for each in content.lines}
    wanted = terms(points)
    redemption = replace(wanted.redemption, product_wish=ALL_USEFUL)

    quote = make_quote(
        with_tax_of(content), replace(wanted, redemption=redemption, products=products)
    )

    for each in quote.lines:
        assert min(each.net, each.tax, each.discount, each.product_points_amount) >= 0
        assert min(each.row_total, each.product_points_tax) >= 0
        assert each.row_total_with_tax >= each.total
    shown = quote.subtotal - quote.product_points_amount - quote.discount
    assert shown + quote.shipping + quote.tax == quote.order_total
    charge = charge_of(quote, [state(str(each.quantity)) for each in quote.lines])
    assert (charge.total, charge.tax + quote.shipping_tax) == (quote.order_total, quote.tax)


def with_tax_of(content: CartContent) -> CartContent:
    """Return the cart with prices that include tax, at most what they come to."""
    lines = tuple(
        replace(
            each,
            tax=min(each.tax, max(each.quantity * each.unit_price - each.discount, Decimal(0))),
        )
        for each in content.lines
    )
    shipping_tax = min(content.shipping, content.shipping_tax)
    return replace(content, lines=lines, shipping_tax=shipping_tax, prices_include_tax=True)
