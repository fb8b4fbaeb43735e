from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.rules.basics.enums import DiscountKind, EarningSource, SkuMatch
from services.rules.basics.quantities import quantity
from services.rules.checkout.cart import CartContent
from services.rules.checkout.cart_rules import (
    AppliedRule,
    CartRule,
    is_in_scope,
)
from services.rules.checkout.product_points import ProductTerms
from services.rules.checkout.quote import Quote, make_quote
from tests.rules.builders import ALL_USEFUL, cart, decimals, line, terms
from tests.rules.strategies import carts

TODAY = date(2026, 11, 24)
TWO_LINES = cart(line("A", "30.00"), line("B", "10.00", 7))
FIXED, PERCENT = DiscountKind.FIXED, DiscountKind.PERCENT
ANY_CART = CartRule("", "")


def rule(
    number: int = 1,
    *,
    points: int | None = None,
    kind: DiscountKind | None = None,
    amount: str | None = None,
    like: CartRule = ANY_CART,
    stops: bool = False,
) -> CartRule:
    discount = None if amount is None else Decimal(amount)
    return replace(
        like,
        id=str(number),
        name=f"Rule {number}",
        points=points,
        discount_kind=kind,
        discount_amount=discount,
        stop_further_rules=stops,
    )


def quoted(*rules: CartRule, content: CartContent = TWO_LINES, is_guest: bool = False) -> Quote:
    return make_quote(content, replace(terms(), rules=rules, is_guest=is_guest))


@pytest.mark.parametrize(
    ("holding", "expected"),
    [
        pytest.param(ANY_CART, True, id="anywhere"),
        pytest.param(
            replace(ANY_CART, website_codes=("uk", "us")), True, id="this-website-among-others"
        ),
        pytest.param(replace(ANY_CART, website_codes=("uk",)), False, id="another-website"),
        pytest.param(replace(ANY_CART, customer_group_codes=("vip",)), False, id="another-group"),
        pytest.param(replace(ANY_CART, from_date=TODAY), True, id="from-today"),
        pytest.param(replace(ANY_CART, from_date=date(2026, 11, 25)), False, id="from-tomorrow"),
        pytest.param(replace(ANY_CART, to_date=TODAY), True, id="to-today"),
        pytest.param(replace(ANY_CART, to_date=date(2026, 11, 23)), False, id="to-yesterday"),
        pytest.param(replace(ANY_CART, coupon_code="SAVE"), True, id="with-its-coupon"),
        pytest.param(replace(ANY_CART, coupon_code="OTHER"), False, id="with-another-coupon"),
    ],
)
def test_a_rule_holds_where_and_when_it_says(
    holding: CartRule,
    expected: bool,  # noqa: FBT001  a table's column
) -> None:
    """R8.1: both dates are inclusive."""
    found = is_in_scope(
        holding, website_code="us", group_code="general", today=TODAY, coupons=["save"]
    )

    assert found is expected


@pytest.mark.parametrize(
    ("like", "matches"),
    [
        pytest.param(ANY_CART, True, id="none"),
        pytest.param(replace(ANY_CART, subtotal_from=Decimal(100)), True, id="from-the-subtotal"),
        pytest.param(replace(ANY_CART, subtotal_from=Decimal("100.01")), False, id="from-more"),
        pytest.param(replace(ANY_CART, subtotal_to=Decimal(100)), True, id="to-the-subtotal"),
        pytest.param(replace(ANY_CART, subtotal_to=Decimal("99.99")), False, id="to-less"),
        pytest.param(replace(ANY_CART, quantity_from=quantity(8)), True, id="units-of-all-lines"),
        pytest.param(replace(ANY_CART, quantity_from=quantity(9)), False, id="more-units"),
        pytest.param(replace(ANY_CART, skus=("sku-A", "x")), True, id="any-sku"),
        pytest.param(replace(ANY_CART, skus=("x",)), False, id="no-sku"),
        pytest.param(
            replace(ANY_CART, skus=("sku-A", "x"), sku_match=SkuMatch.ALL), False, id="not-all-skus"
        ),
        pytest.param(
            replace(ANY_CART, skus=("sku-A", "sku-B"), sku_match=SkuMatch.ALL), True, id="all-skus"
        ),
    ],
)
def test_a_rule_applies_to_carts_like_it_says(
    like: CartRule,
    matches: bool,  # noqa: FBT001  a table's column
) -> None:
    """R8.1."""
    quote = quoted(rule(points=5, like=like))

    assert bool(quote.applied_rules) is matches


def test_conditions_look_at_lines_after_product_points_and_before_the_carts_discount() -> None:
    """R8.1: A is paid with points, so that 70.00 are left; the cart's 20.00 do not count."""
    content = replace(TWO_LINES, discount=Decimal(20))
    wanted = terms(50)
    wanted = replace(
        wanted,
        redemption=replace(wanted.redemption, product_wish=ALL_USEFUL),
        products={"sku-A": ProductTerms(needed=50)},
        rules=(
            rule(1, points=1, like=replace(ANY_CART, subtotal_from=Decimal(70))),
            rule(2, points=1, like=replace(ANY_CART, subtotal_from=Decimal("70.01"))),
        ),
    )

    assert [applied.rule_id for applied in make_quote(content, wanted).applied_rules] == ["1"]


def test_a_percentage_is_of_what_is_left_and_spread_over_the_lines() -> None:
    """R5.2, R8.1: 10 % of 100.00, then 50 % of 90.00."""
    quote = quoted(rule(1, kind=PERCENT, amount="10"), rule(2, kind=PERCENT, amount="50"))

    assert [applied.discount for applied in quote.applied_rules] == [10, 45]
    assert [each.net for each in quote.lines] == [*decimals("13.50", "31.50")]
    assert (quote.discount, quote.order_total) == decimals(55, 45)


def test_a_fixed_discount_is_once_for_the_cart_and_never_below_0() -> None:
    """R5.2: 8 units, 60.00 once; then what is left."""
    quote = quoted(rule(1, kind=FIXED, amount="60"), rule(2, kind=FIXED, amount="60"))

    assert [applied.discount for applied in quote.applied_rules] == [60, 40]
    assert quote.order_total == 0


def test_the_carts_own_discount_comes_before_rules() -> None:
    """R5.2: 50 % of the 80.00 left."""
    quote = quoted(
        rule(kind=PERCENT, amount="50"), content=replace(TWO_LINES, discount=Decimal(20))
    )

    assert [applied.discount for applied in quote.applied_rules] == [40]


def test_rules_add_up_unless_one_stops_the_rest() -> None:
    """R8.2."""
    quote = quoted(rule(1, points=5), rule(2, points=7, stops=True), rule(3, points=11))

    assert [applied.points for applied in quote.applied_rules] == [5, 7]


def test_a_rule_that_does_not_match_stops_nothing() -> None:
    """R8.2."""
    unmatched = rule(1, points=5, stops=True, like=replace(ANY_CART, quantity_from=quantity(99)))

    assert [applied.rule_id for applied in quoted(unmatched, rule(2, points=7)).applied_rules] == [
        "2"
    ]


def test_points_of_rules_are_earned_once_whatever_the_quantities() -> None:
    """R8.1: by source, beside what purchases earn."""
    quote = quoted(rule(1, points=25))

    (by_rate, by_rule) = quote.sources
    assert (by_rate.source, by_rate.points) == (EarningSource.RATE, 500)
    assert (by_rule.source, by_rule.label, by_rule.points) == (
        EarningSource.CART_RULE,
        "Rule 1",
        25,
    )


def test_guests_get_the_discount_but_no_points() -> None:
    """R8.2."""
    quote = quoted(rule(1, points=25, kind=FIXED, amount="5"), is_guest=True)

    assert quote.applied_rules == (AppliedRule("1", "Rule 1", 0, Decimal(5)),)


def test_an_empty_cart_matches_no_rule() -> None:
    assert quoted(rule(points=5), content=replace(TWO_LINES, lines=())).applied_rules == ()


@given(
    content=carts(),
    amounts=st.lists(
        st.tuples(st.sampled_from(DiscountKind), st.integers(min_value=1, max_value=100)),
        max_size=4,
    ),
)
def test_discounts_sum_to_what_lines_carry_and_never_pass_the_subtotal(
    content: CartContent, amounts: list[tuple[DiscountKind, int]]
) -> None:
    """R5.2."""
    rules = [rule(n, kind=kind, amount=str(amount)) for n, (kind, amount) in enumerate(amounts)]
    without = quoted(content=content)

    quote = quoted(*rules, content=content)

    by_rules = sum(applied.discount for applied in quote.applied_rules)
    assert quote.discount == without.discount + by_rules
    assert all(each.net >= 0 for each in quote.lines)
