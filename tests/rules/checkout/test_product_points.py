from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.rules.checkout.cart import CartContent
from services.rules.checkout.product_points import ProductTerms
from services.rules.checkout.quote import Quote, make_quote
from services.rules.checkout.quote_line import QuoteLine
from services.rules.checkout.quote_terms import PointsWish, QuoteTerms
from services.rules.checkout.redemption.limits import RedemptionLimits
from tests.rules.builders import ALL_USEFUL, cart, decimals, line, terms
from tests.rules.models.rounding import exact, half_up_to_unit
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

    quote = make_quote(replace(content, discount=Decimal(0)), wanted)

    needs = [ceil(each.quantity * (each.points_needed or 0)) for each in quote.lines]
    assert quote.product_points_used <= min(points, sum(needs))
    for each, need in zip(quote.lines, needs, strict=True):
        assert each.net >= 0
        if each.product_points:
            assert each.earns_points == (each.net + each.tax > 0)
        if each.product_points == need > 0:
            assert each.net == each.tax == 0


@pytest.mark.parametrize(
    ("needed", "points", "used", "left"),
    [
        pytest.param(100_000, 40, 0, "10.00", id="less-than-half-a-cent-is-nothing"),
        pytest.param(100_000, 60, 51, "9.99", id="a-cent-costs-51"),
        pytest.param(100_000, 150, 51, "9.99", id="no-more-for-the-same-cent"),
        pytest.param(100_000, 151, 151, "9.98", id="two-cents-cost-151"),
        pytest.param(100_000, 100_000, 99_951, "0", id="the-last-half-cent-is-free"),
        pytest.param(3, 900, 3, "0", id="few-dear-points"),
    ],
)
def test_points_that_take_nothing_off_are_not_used(
    needed: int, points: int, used: int, left: str
) -> None:
    """R7.2: case 7 of the field, a line of 10.00."""
    wanted = replace(product_terms(points), products={"sku-A": ProductTerms(needed, received=5)})

    quote = make_quote(cart(line("A", "10.00")), wanted)

    assert (quote.product_points_used, quote.order_total) == (used, Decimal(left))
    assert quote.lines[0].points_to_earn == (5 if quote.order_total else 0)


def test_a_line_with_nothing_to_pay_takes_no_points_and_earns_its_own() -> None:
    """R7.2, R7.4."""
    wanted = replace(product_terms(90), products={"sku-A": ProductTerms(50, received=5)})

    quote = make_quote(cart(line("A", "0.00")), wanted)

    assert (quote.product_points_used, quote.points_to_earn) == (0, 5)


@given(content=carts(most_lines=3), points=st.integers(0, 400), data=st.data())
def test_each_line_takes_the_fewest_points_for_what_they_pay(
    content: CartContent, points: int, data: st.DataObject
) -> None:
    """R7.2: found by trying every number, line by line, in fractions."""
    products = {each.sku: ProductTerms(data.draw(st.integers(1, 200))) for each in content.lines}
    currency, left = content.currency, points
    content = replace(content, discount=Decimal(0))

    quote = make_quote(content, replace(product_terms(points), products=products))

    unpaid = make_quote(content, product_terms(0)).lines
    for before, after in zip(unpaid, quote.lines, strict=True):
        need = ceil(exact(before.quantity) * (products[before.sku].needed or 0))

        costs = [_cost(before, need, taken, currency) for taken in range(min(left, need) + 1)]
        assert after.product_points == costs.index(min(costs))
        left -= after.product_points


def _cost(line: QuoteLine, need: int, taken: int, currency: str) -> Fraction:
    """Return what a line costs when `taken` points of its need pay it."""
    part = Fraction(need - taken, need)
    paid = (line.net, line.tax) if line.tax_included is None else (line.net + line.tax,)
    return sum((half_up_to_unit(exact(each) * part, currency) for each in paid), Fraction(0))
