from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.rules.checkout.cart import CartContent
from services.rules.checkout.product_points import ProductTerms, points_needed
from services.rules.checkout.quote import Quote, make_quote
from services.rules.checkout.quote_terms import PointsWish, QuoteTerms
from services.rules.checkout.redemption import RedemptionLimits
from tests.rules.builders import ALL_USEFUL, cart, decimals, line, terms
from tests.rules.strategies import carts

PRODUCTS = {
    "sku-A": ProductTerms(needed=50),
    "sku-B": ProductTerms(needed=100, received=7),
    "sku-C": ProductTerms(received=3),
}
THREE_LINES = cart(line("A", "10.00"), line("B", "30.00", 2), line("C", "5.00"))


def product_terms(
    balance: int, wish: PointsWish | None = ALL_USEFUL, *, money_wish: PointsWish | None = None
) -> QuoteTerms:
    quoted = terms(balance, money_wish)
    return replace(
        quoted, redemption=replace(quoted.redemption, product_wish=wish), products=PRODUCTS
    )


def net_of(quote: Quote) -> tuple[Decimal, ...]:
    return tuple(each.net for each in quote.lines)


@pytest.mark.parametrize(
    ("points", "nets", "used"),
    [
        pytest.param(0, ("10.00", "60.00", "5.00"), 0, id="none"),
        pytest.param(30, ("4.00", "60.00", "5.00"), 30, id="a-part-of-the-first"),
        pytest.param(120, ("0.00", "39.00", "5.00"), 120, id="the-example"),
        pytest.param(250, ("0.00", "0.00", "5.00"), 250, id="all-that-can-be-paid"),
        pytest.param(900, ("0.00", "0.00", "5.00"), 250, id="leftover-points-are-not-used"),
    ],
)
def test_points_pay_lines_in_cart_order(points: int, nets: tuple[str, ...], used: int) -> None:
    """R5.1, R7.2."""
    quote = make_quote(THREE_LINES, product_terms(points))

    assert net_of(quote) == decimals(*nets)
    assert quote.product_points_used == used
    assert quote.product_points_amount == 75 - sum(net_of(quote))


def test_tax_is_paid_with_its_line() -> None:
    """R5.3, R7.2: 30 of 50 points pay 60 % of both."""
    quote = make_quote(cart(line("A", "10.00", tax="1.99")), product_terms(30))

    (paid,) = quote.lines
    assert (paid.net, paid.tax) == decimals("4.00", "0.80")
    assert quote.tax == Decimal("0.80")


def test_a_lines_own_discount_comes_off_before_points_pay() -> None:
    """R7.2."""
    quote = make_quote(cart(line("A", "10.00", discount="2.00")), product_terms(25))

    assert net_of(quote) == decimals("4.00")
    assert (quote.discount, quote.product_points_amount) == decimals("2.00", "4.00")


def test_a_chosen_number_is_the_most() -> None:
    """R7.2."""
    quote = make_quote(THREE_LINES, product_terms(900, PointsWish(60)))

    assert quote.product_points_used == 60


def test_both_kinds_come_out_of_one_balance_product_points_first() -> None:
    """R5.1, R7.3: 250 of 300 points pay lines, the 50 left pay 5.00 as money."""
    quote = make_quote(THREE_LINES, product_terms(300, money_wish=ALL_USEFUL))

    assert (quote.product_points_used, quote.points_used) == (250, 30)
    assert quote.points_amount == 5
    assert quote.amount_due == 0


def test_reward_points_have_what_lines_leave() -> None:
    """R5.1, R7.3: of 120 points lines take 120."""
    quote = make_quote(THREE_LINES, product_terms(120, money_wish=ALL_USEFUL))

    assert (quote.product_points_used, quote.points_used) == (120, 0)


def test_the_carts_discount_comes_off_what_points_left_to_pay() -> None:
    """R5.1, R5.2: points pay 6.00 of 10.00 first, so that of 5.00 off 4.00 are useful."""
    quote = make_quote(cart(line("A", "10.00"), discount="5.00"), product_terms(30))

    assert (quote.product_points_amount, quote.discount) == decimals("6.00", "4.00")
    assert quote.order_total == 0


def test_lines_need_the_threshold_too() -> None:
    """R4.2: redemption of either kind."""
    wanted = product_terms(120)
    limited = replace(wanted.redemption, limits=RedemptionLimits(threshold=121))

    assert make_quote(THREE_LINES, replace(wanted, redemption=limited)).product_points_used == 0


def test_points_pay_lines_without_an_exchange_rate() -> None:
    """R2.5."""
    wanted = product_terms(120, money_wish=ALL_USEFUL)
    without = replace(wanted, redemption=replace(wanted.redemption, rate=None))

    assert make_quote(THREE_LINES, without).product_points_used == 120


def test_products_earn_their_points_without_a_rate() -> None:
    """R2.5."""
    wanted = product_terms(0)
    without = replace(wanted, earning=replace(wanted.earning, rate=None))

    assert make_quote(THREE_LINES, without).points_to_earn == 14 + 3


def test_products_earn_their_points_unless_points_pay_for_them_in_full() -> None:
    """R7.4: B earns 7 each, C 3."""
    unpaid = make_quote(THREE_LINES, product_terms(0))
    partly = make_quote(THREE_LINES, product_terms(249))
    in_full = make_quote(THREE_LINES, product_terms(250))

    assert [each.points_to_earn for each in unpaid.lines] == [0, 14, 3]
    assert [each.points_to_earn for each in partly.lines] == [0, 14, 3]
    assert [each.points_to_earn for each in in_full.lines] == [0, 0, 3]


@given(content=carts(), points=st.integers(min_value=0, max_value=2_000), data=st.data())
def test_points_never_pay_more_than_lines_cost(
    content: CartContent, points: int, data: st.DataObject
) -> None:
    """R7.2: at most the need of all lines, exactly 0 when fully covered, never more than had."""
    needed = st.one_of(st.none(), st.integers(min_value=1, max_value=90))
    products = {each.sku: ProductTerms(data.draw(needed)) for each in content.lines}
    wanted = replace(product_terms(points), products=products)

    quote = make_quote(content, wanted)

    need = points_needed(quote.lines)
    assert quote.product_points_used == min(points, need)
    for each in quote.lines:
        fully = each.product_points == each.quantity * (each.points_needed or 0) > 0
        assert each.net >= 0
        if fully:
            assert each.net == each.tax == 0
