"""Earning factors of cart rules, in quote, split and order (R5.8, R6.12, R8.1)."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from math import floor, prod

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.rules.basics.enums import EarningSource
from services.rules.basics.quantities import Quantity, quantity
from services.rules.checkout.cart import CartContent
from services.rules.checkout.cart_rules import AppliedRule, CartRule
from services.rules.checkout.earning import NextStep, QuoteSource
from services.rules.checkout.quote import Quote, make_quote
from services.rules.checkout.splitting import OrderPart, split
from services.rules.orders.charge import charge_of
from services.rules.orders.earnings import Deducted, Earnings, earnings_of
from tests.rules.builders import cart, earning_rate, earning_terms, line, state, terms, units
from tests.rules.strategies import carts, up_to

RATE, RULE = EarningSource.RATE, EarningSource.CART_RULE
factors = st.integers(min_value=0, max_value=400).map(lambda e2: Decimal(e2).scaleb(-2))


def times(factor: str | Decimal, number: int = 1, points: int | None = None) -> CartRule:
    return CartRule(str(number), f"Rule {number}", points=points, earning_factor=Decimal(factor))


def quoted(*rules: CartRule, content: CartContent | None = None, is_guest: bool = False) -> Quote:
    """Quote a cart of 7.00, which earns 30 at 10 for 2.00, with the rules."""
    earning = earning_terms(allowed=not is_guest)
    what = replace(terms(earning=earning), rules=rules, is_guest=is_guest)
    return make_quote(content or cart(line(price="7.00")), what)


def told(quote: Quote) -> list[tuple[EarningSource, str, int]]:
    return [(source.source, source.label, source.points) for source in quote.sources]


@pytest.mark.parametrize(
    ("rules", "differences"),
    [
        pytest.param([times("2")], [30], id="doubled"),
        pytest.param([times("0.5")], [-15], id="halved"),
        pytest.param([times("0")], [-30], id="nothing"),
        pytest.param([times("1")], [], id="as-it-is"),
        pytest.param([times("100")], [2_970], id="the-most"),
        pytest.param([times("1.33")], [9], id="rounded-down"),
        pytest.param([times("0.01")], [-30], id="down-to-nothing"),
        pytest.param([times("1.5"), times("0.25", 2)], [15, -34], id="one-after-the-other"),
        pytest.param([times("0.33"), times("3", 2)], [-21, 20], id="exactly-rounded-once"),
        pytest.param([times("0"), times("3", 2)], [-30], id="nothing-times-three"),
    ],
)
def test_the_rates_points_are_told_without_factors_and_each_rules_difference_beside(
    rules: list[CartRule], differences: list[int]
) -> None:
    """R5.8, R6.12: floor of the rate's 30 times the product of the factors so far."""
    quote = quoted(*rules)

    assert told(quote)[0] == (RATE, "Making purchases", 30)
    assert [points for _, _, points in told(quote)[1:]] == differences
    assert all(source is RULE for source, _, _ in told(quote)[1:])
    assert quote.points_to_earn == 30 + sum(differences)


def test_a_rule_may_give_points_beside_its_factor() -> None:
    """R8.1: fixed points are not multiplied."""
    quote = quoted(times("2", points=5))

    assert quote.sources == (
        QuoteSource(RATE, "Making purchases", 30),
        QuoteSource(RULE, "Rule 1", 5),
        QuoteSource(RULE, "Rule 1", 30),
    )
    assert quote.applied_rules == (AppliedRule("1", "Rule 1", 5, Decimal(0), Decimal(2)),)


def test_a_rule_that_does_not_match_multiplies_nothing() -> None:
    """R8.1."""
    assert quoted(replace(times("2"), quantity_from=quantity(2))).points_to_earn == 30


def test_a_factor_is_not_for_guests() -> None:
    """R8.2."""
    quote = quoted(times("2"), is_guest=True)

    assert (quote.applied_rules, quote.sources) == ((), ())


@pytest.mark.parametrize(
    ("factor", "price", "step"),
    [
        pytest.param("2", "7.00", NextStep(Decimal("1.00"), 20), id="twice-as-much"),
        pytest.param("0.05", "7.00", NextStep(Decimal("1.00"), 1), id="half-a-point-a-step"),
        pytest.param("0.05", "8.00", NextStep(Decimal("4.00"), 1), id="two-steps"),
        pytest.param("0.01", "7.00", NextStep(Decimal("13.00"), 1), id="ten-steps"),
        pytest.param("0", "7.00", None, id="nothing-earns"),
    ],
)
def test_the_next_step_is_one_that_earns(factor: str, price: str, step: NextStep | None) -> None:
    """R5.8."""
    assert quoted(times(factor), content=cart(line(price=price))).next_step == step


@given(
    data=st.data(), content=carts(), chosen=st.lists(factors, max_size=4), points=st.integers(1, 12)
)
def test_the_whole_is_the_floor_of_the_product(
    data: st.DataObject, content: CartContent, chosen: list[Decimal], points: int
) -> None:
    """R6.12: worked out by fractions, for one order and for several."""
    rate = earning_rate(points, "0.75", content.currency)
    earning = earning_terms(rate)
    rules = tuple(times(factor, number) for number, factor in enumerate(chosen))
    quote = make_quote(content, replace(terms(earning=earning), rules=rules))
    whole = content.lines[0].quantity
    cut = data.draw(up_to(whole))
    rest = [(each.id, each.quantity) for each in content.lines[1:]]
    first, other = (content.lines[0].id, cut), (content.lines[0].id, Quantity(whole - cut))
    parts = [
        OrderPart(tuple(part), *amounts)
        for part, amounts in (
            ([each for each in (first,) if each[1]], (_shipping(quote), quote.shipping_tax)),
            ([each for each in (other, *rest) if each[1]], (Decimal(0), Decimal(0))),
        )
        if part
    ]

    by_rate = floor(Fraction(quote.earning_basis) / Fraction("0.75")) * points
    expected = floor(by_rate * prod(map(Fraction, chosen), start=Fraction(1)))
    assert quote.points_to_earn == expected
    if len(parts) == 2:
        orders = split(quote, parts, earning)
        assert sum(order.points_to_earn for order in orders) == expected
        assert all(order.points_to_earn >= 0 for order in orders)


def test_factors_go_with_every_order_and_points_with_the_first() -> None:
    """R6.1, R6.12: 7.00 and 3.00 earn 30 and 20 more, twice."""
    content = cart(line("A", "7.00"), line("B", "3.00"))
    quote = quoted(times("2", points=5), content=content)
    parts = [OrderPart((("A", quantity(1)),)), OrderPart((("B", quantity(1)),))]

    first, second = split(quote, parts, earning_terms())

    assert [points for _, _, points in told(first)] == [30, 5, 30]
    assert [points for _, _, points in told(second)] == [20, 20]
    assert second.applied_rules == (AppliedRule("1", "Rule 1", 0, Decimal(0), Decimal(2)),)


@pytest.mark.parametrize(
    ("cancelled", "earned"),
    [
        pytest.param(0, Earnings(by_purchase=75, by_rule=5), id="all"),
        pytest.param(1, Earnings(by_purchase=45, by_rule=5), id="some"),
        pytest.param(3, Earnings(), id="none"),
    ],
)
def test_an_order_keeps_its_factors(cancelled: int, earned: Earnings) -> None:
    """R6.12: 10.50 earn 50 at the rate, the 7.00 that are left 30; half as much more."""
    quote = quoted(times("1.5", points=5), content=cart(line("A", "3.50", 3)))
    lines = [state(3, cancelled=cancelled)]

    assert earnings_of(charge_of(quote, lines), quote, lines, Deducted(units(0))) == earned


def _shipping(quote: Quote) -> Decimal:
    """Return the shipping as a shop gives it: with its tax where prices include it."""
    return quote.shipping + (quote.shipping_tax if quote.prices_include_tax else Decimal(0))
