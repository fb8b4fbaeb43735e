"""Who pays what of an order's lines, shipping and invoices (R6.15)."""

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest

from services.rules.checkout.cart import CartContent
from services.rules.checkout.product_points import ProductTerms
from services.rules.checkout.quote import Quote, make_quote
from services.rules.checkout.quote_terms import PointsWish
from services.rules.checkout.redemption.limits import Payable, RedemptionLimits
from services.rules.orders.shares import Share, invoice_share, order_shares
from tests.rules.builders import ALL_USEFUL, cart, decimals, line, terms, units

TWO_LINES = cart(
    line("A", "20.00", 2, tax="8.00"), line("B", "10.00", tax="2.00"),
    shipping="5.00", shipping_tax="1.00", gift_card="6.60", store_credit="3.30",
)  # fmt: skip
PAYERS = ("points", "gift_card", "store_credit", "due")
CHARGED = ("net", "tax", "discount", "product_points")


def quoted(
    content: CartContent = TWO_LINES, points: int = 165, payable: Payable | None = None
) -> Quote:
    """Quote the cart; 10 points are worth 2.00."""
    limits = RedemptionLimits(payable=payable or Payable())
    return make_quote(content, terms(points, PointsWish(points), limits=limits))


def parts(share: Share, names: tuple[str, ...]) -> tuple[Decimal, ...]:
    return tuple(getattr(share, name) for name in names)


@pytest.mark.parametrize(
    ("payable", "first", "second", "shipping"),
    [
        pytest.param(
            Payable(), ("23.27", "4.80", "2.40", "17.53"), ("5.82", "1.20", "0.60", "4.38"),
            ("2.91", "0.60", "0.30", "2.19"), id="all",
        ),
        pytest.param(
            Payable(shipping=False), ("25.60", "4.35", "2.18", "15.87"),
            ("6.40", "1.09", "0.54", "3.97"), ("0", "1.16", "0.58", "4.26"), id="not-shipping",
        ),
    ],
)  # fmt: skip
def test_payers_pay_in_proportion_to_what_those_before_them_left(
    payable: Payable, first: tuple[str, ...], second: tuple[str, ...], shipping: tuple[str, ...]
) -> None:
    """R6.15: points only where payable. 48.00, 12.00 and 6.00; points pay 32.00 of it."""
    shares = order_shares(quoted(payable=payable), units(2, 1))

    found = [parts(each.share, PAYERS) for each in shares.lines]
    assert found == [decimals(*first), decimals(*second)]
    assert parts(shares.shipping, PAYERS) == decimals(*shipping)


def test_discount_and_product_points_are_told_beside_what_is_left() -> None:
    """R6.15: net and tax are without them; product points are told with the tax that they paid."""
    content = replace(cart(line("A", "10.00", 3, discount="3.00", tax="5.40")), discount=Decimal(6))
    wanted = terms(150)
    redemption = replace(wanted.redemption, product_wish=ALL_USEFUL)
    products = {"sku-A": ProductTerms(needed=150)}
    quote = make_quote(content, replace(wanted, redemption=redemption, products=products))

    (of_line,) = order_shares(quote, units(3)).lines

    assert parts(of_line.share, CHARGED) == decimals("12.00", "3.60", "9.00", "10.80")
    assert parts(of_line.share, PAYERS) == decimals(0, 0, 0, "15.60")


def test_a_discount_on_prices_with_tax_is_told_with_its_tax() -> None:
    """R6.15: 3 of 11.90 less 11.90."""
    priced = cart(line("A", "11.90", 3, discount="11.90", tax="3.80"))
    quote = make_quote(replace(priced, prices_include_tax=True), terms())

    (of_line,) = order_shares(quote, units(3)).lines

    assert parts(of_line.share, CHARGED) == decimals("20.00", "3.80", "11.90", 0)


def test_a_cancelled_line_has_no_share_and_shipping_goes_with_the_last() -> None:
    """R6.8, R6.15: shares are of the order as it stands."""
    quote = quoted()

    one_line, nothing = (order_shares(quote, units(*kept)) for kept in ((0, 1), (0, 0)))

    assert parts(one_line.lines[0].share, (*CHARGED, *PAYERS)) == decimals(*[0] * 8)
    assert parts(one_line.lines[1].share, PAYERS) == decimals(12, 0, 0, 0)
    assert parts(one_line.shipping, PAYERS) == decimals(6, 0, 0, 0)
    assert parts(nothing.shipping, (*CHARGED, *PAYERS)) == decimals(*[0] * 8)


def test_invoices_are_paid_in_order_and_the_first_carries_the_shipping() -> None:
    """R6.6, R6.15: an invoice's parts are no sum of shares of lines."""
    quote = quoted(points=160)
    steps = [units(0, 0), units(1, 0), units(2, 0), units(2, 1)]

    invoices = [invoice_share(quote, before, through) for before, through in pairwise(steps)]

    assert [parts(each, ("net", "tax", *PAYERS)) for each in invoices] == [
        decimals(25, 5, 30, 0, 0, 0),
        decimals(20, 4, 2, "6.60", "3.30", "12.10"),
        decimals(10, 2, 0, 0, 0, 12),
    ]
