"""Parts of a total that points may not pay: shipping with its tax, the lines' tax (R5.4)."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.rules.basics.quantities import quantity
from services.rules.checkout.product_points import ProductTerms
from services.rules.checkout.quote import Quote, make_quote
from services.rules.checkout.redemption.limits import Payable, RedemptionLimits
from services.rules.checkout.splitting import OrderPart, split
from services.rules.orders.charge import charge_of, paid
from tests.rules.builders import (
    ALL_USEFUL,
    cart,
    decimals,
    earning_terms,
    line,
    state,
    terms,
)

CART = cart(
    line("A", "20.00", 2, tax="7.60"), line("B", "10.00", tax="1.90"),
    shipping="5.00", shipping_tax="0.95",
)  # fmt: skip
GOODS_ONLY = Payable(shipping=False, tax=False)


def quoted(payable: Payable, points: int = 1_000, **limits: Decimal | int) -> Quote:
    allowed = RedemptionLimits(payable=payable, **limits)  # type: ignore[arg-type]
    return make_quote(CART, terms(points, ALL_USEFUL, limits=allowed))


@pytest.mark.parametrize(
    ("payable", "points", "used", "amount", "limited_by"),
    [
        pytest.param(Payable(), 1_000, 330, "65.45", (), id="all-of-it"),
        pytest.param(Payable(shipping=False), 1_000, 300, "59.50", ("redeemOnShipping",),
                     id="shipping-with-its-tax"),
        pytest.param(Payable(tax=False), 1_000, 280, "55.95", ("redeemOnTax",), id="lines-tax"),
        pytest.param(GOODS_ONLY, 1_000, 250, "50.00", ("redeemOnShipping", "redeemOnTax"),
                     id="goods-only"),
        pytest.param(GOODS_ONLY, 200, 200, "40.00", (), id="fewer-points-than-that"),
        pytest.param(GOODS_ONLY, 250, 250, "50.00", (), id="as-many-points-as-that"),
    ],
)  # fmt: skip
def test_points_pay_what_is_left_of_the_total(
    payable: Payable, points: int, used: int, amount: str, limited_by: tuple[str, ...]
) -> None:
    """R5.4: 50.00 of goods with 9.50 tax, shipping 5.95; 10 points are worth 2.00."""
    quote = quoted(payable, points)

    assert (quote.points_used, quote.points_amount) == (used, Decimal(amount))
    assert quote.amount_due == Decimal("65.45") - Decimal(amount)
    assert quote.redemption.limited_by == limited_by


@pytest.mark.parametrize(
    ("percent", "amount", "limited_by"),
    [
        pytest.param(50, "32.00", ("maxPercentOfOrder",), id="half-of-the-total-is-less"),
        pytest.param(90, "50.00", ("redeemOnShipping", "redeemOnTax"), id="the-goods-are-less"),
    ],
)
def test_the_percent_stays_of_the_total_and_the_smaller_limit_counts(
    percent: int, amount: str, limited_by: tuple[str, ...]
) -> None:
    """R4.3, R5.4: half of 65.45 is 32.72."""
    quote = quoted(GOODS_ONLY, max_percent=Decimal(percent))

    assert quote.points_amount == Decimal(amount)
    assert quote.redemption.limited_by == limited_by


def test_a_setting_that_takes_nothing_away_limits_nothing() -> None:
    """R5.4: without shipping there is none to leave out."""
    limits = RedemptionLimits(payable=Payable(shipping=False))

    quote = make_quote(cart(line("A", "10.00")), terms(1_000, ALL_USEFUL, limits=limits))

    assert quote.points_amount == Decimal("10.00")
    assert quote.redemption.limited_by == ()


def test_product_points_pay_their_line_with_its_tax() -> None:
    """R5.4: whatever points used as money may pay."""
    wanted = terms(100, limits=RedemptionLimits(payable=GOODS_ONLY))
    redemption = replace(wanted.redemption, product_wish=ALL_USEFUL)
    products = {"sku-B": ProductTerms(needed=100)}

    quote = make_quote(CART, replace(wanted, redemption=redemption, products=products))

    assert quote.lines[1].net == quote.lines[1].tax == 0


def test_each_order_of_a_cart_takes_points_for_its_own_part() -> None:
    """R5.4, R6.1: 20.00 of goods each for the first order and, with B, 30.00 for the second."""
    quote = quoted(GOODS_ONLY)
    one = quantity(1)
    parts = [
        OrderPart((("A", one),), Decimal("5.00"), Decimal("0.95")),
        OrderPart((("A", one), ("B", one)), Decimal(0), Decimal(0)),
    ]

    orders = split(quote, parts, earning_terms())

    assert [order.points_amount for order in orders] == [20, 30]
    assert [order.amount_due for order in orders] == list(decimals("9.75", "5.70"))


def test_each_invoice_takes_points_for_its_own_part() -> None:
    """R5.4, R6.6: one of two A first, with the shipping; then the rest."""
    quote = quoted(GOODS_ONLY)
    first, all_of_it = [state(2, 1), state(1)], [state(2, 2), state(1, 1)]

    so_far = [paid(charge_of(quote, lines), quote, lines) for lines in (first, all_of_it)]

    assert [each.points_amount for each in so_far] == [20, 50]
    assert [each.money for each in so_far] == list(decimals("9.75", "15.45"))


def test_the_rest_after_a_cancellation_takes_points_for_its_own_part() -> None:
    """R5.4, R6.8: 30.00 of goods are left, which 150 points pay."""
    charge = charge_of(quoted(GOODS_ONLY), [state(2, 0, 1), state(1)])

    assert (charge.points, charge.points_amount, charge.money) == (
        150,
        Decimal("30.00"),
        Decimal("11.65"),
    )


@given(
    payable=st.builds(Payable, shipping=st.booleans(), tax=st.booleans()),
    points=st.integers(0, 900),
    first=st.sampled_from([("A", "0.7"), ("B", "1"), ("A", "2")]),
)
def test_no_order_is_paid_by_points_beyond_its_part(
    payable: Payable, points: int, first: tuple[str, str]
) -> None:
    """R5.4: and all points of the quote are used up."""
    quote = quoted(payable, points)
    rest = {"A": Decimal(2), "B": Decimal(1)}
    rest[first[0]] -= Decimal(first[1])
    others = tuple((name, quantity(str(units))) for name, units in rest.items() if units)
    parts = [
        OrderPart(((first[0], quantity(first[1])),), Decimal("1.25"), Decimal("0.95")),
        OrderPart(others, Decimal("3.75"), Decimal(0)),
    ]

    orders = split(quote, parts, earning_terms())

    assert sum(order.points_amount for order in orders) == quote.points_amount
    assert sum(order.points_used for order in orders) == quote.points_used
    for order in orders:
        goods = sum(each.net for each in order.lines)
        shipping = order.shipping + order.shipping_tax if payable.shipping else 0
        tax = order.tax - order.shipping_tax if payable.tax else 0
        assert order.points_amount <= goods + shipping + tax
