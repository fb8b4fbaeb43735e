from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest

from services.rules.basics.quantities import quantity
from services.rules.basics.refusals import RewardsError
from services.rules.checkout.cart import CartContent
from services.rules.checkout.cart_rules import AppliedRule
from services.rules.checkout.line_share import line_share
from services.rules.checkout.product_points import ProductTerms
from services.rules.checkout.quote import Quote, make_quote
from services.rules.checkout.splitting import OrderPart, split
from tests.rules.builders import (
    ALL_USEFUL,
    cart,
    decimals,
    earning_terms,
    line,
    redemption_rate,
    terms,
)

TWO_LINES = cart(
    line("A", "10.00", 3), line("B", "20.00", tax="3.80"), shipping="6.00", shipping_tax="1.00"
)


def part(*lines: tuple[str, int | str], shipping: str = "0", shipping_tax: str = "0") -> OrderPart:
    taken = tuple((line_id, quantity(units)) for line_id, units in lines)
    return OrderPart(taken, Decimal(shipping), Decimal(shipping_tax))


def with_all_shipping(*lines: tuple[str, int | str]) -> OrderPart:
    """Return a part that takes all the shipping of TWO_LINES."""
    return part(*lines, shipping="6.00", shipping_tax="1.00")


def placed(content: CartContent, parts: Sequence[OrderPart], points: int = 0) -> tuple[Quote, ...]:
    return split(make_quote(content, terms(points, ALL_USEFUL)), parts, earning_terms())


def test_one_order_is_charged_the_carts_quote() -> None:
    """R6.1."""
    quote = make_quote(TWO_LINES, terms(100, ALL_USEFUL))

    (order,) = split(quote, [OrderPart()], earning_terms())

    assert (order.order_total, order.points_used, order.points_amount) == (
        quote.order_total,
        quote.points_used,
        quote.points_amount,
    )
    assert (order.lines, order.amount_due) == (quote.lines, quote.amount_due)
    assert (order.shipping, order.tax) == (quote.shipping, quote.tax)
    assert (order.earning_basis, order.sources) == (quote.earning_basis, quote.sources)


def test_orders_carry_their_units_and_their_shipping() -> None:
    """R6.1: 2 of 3 units of A; 1 of A with B."""
    parts = [
        part(("A", 2), shipping="2.00"),
        part(("A", 1), ("B", 1), shipping="4.00", shipping_tax="1.00"),
    ]

    first, second = placed(TWO_LINES, parts)

    assert [each.quantity for each in first.lines] == [2]
    assert [(each.id, each.quantity) for each in second.lines] == [
        ("A", quantity(1)),
        ("B", quantity(1)),
    ]
    assert (first.subtotal, first.shipping, first.tax, first.order_total) == decimals(20, 2, 0, 22)
    assert (second.subtotal, second.shipping) == decimals(30, 4)
    assert (second.tax, second.order_total) == decimals("4.80", "38.80")


def test_units_carry_the_odd_cent_once() -> None:
    """R5.2: 10.00 less 0.01 over 3 units: 3.33, 3.33, 3.33."""
    content = cart(line("A", "3.3333", 3, tax="0.02"), discount="0.01")

    orders = placed(content, [part(("A", 1)), part(("A", 1)), part(("A", 1))])

    assert [order.lines[0].net for order in orders] == [Decimal("3.33")] * 3
    assert [order.tax for order in orders] == list(decimals("0.01", "0.00", "0.01"))


@pytest.mark.parametrize(
    ("balance", "points", "amounts", "dues"),
    [
        pytest.param(0, [0, 0], ["0", "0"], ["10.00", "20.00"], id="none"),
        pytest.param(25, [20, 0], ["4.00", "0"], ["6.00", "20.00"], id="on-the-first-order"),
        pytest.param(80, [50, 30], ["10.00", "6.00"], ["0", "14.00"], id="then-on-the-second"),
        pytest.param(999, [50, 100], ["10.00", "20.00"], ["0", "0"], id="on-all"),
    ],
)
def test_points_are_used_up_order_by_order(
    balance: int, points: list[int], amounts: list[str], dues: list[str]
) -> None:
    """R6.1."""
    content = cart(line("A", "10.00"), line("B", "20.00"))

    orders = placed(content, [part(("A", 1)), part(("B", 1))], balance)

    assert [order.points_used for order in orders] == points
    assert [order.points_amount for order in orders] == list(decimals(*amounts))
    assert [order.amount_due for order in orders] == list(decimals(*dues))


def test_points_go_with_the_money_cumulatively_half_up() -> None:
    """R6.1: 30 points pay 5.00, of three orders of 1.67, 1.67 and 1.66."""
    content = cart(line("A", "1.67"), line("B", "1.67"), line("C", "1.66"))

    orders = placed(content, [part((each, 1)) for each in "ABC"], points=30)

    assert [order.points_used for order in orders] == [10, 10, 10]


def test_the_points_of_a_group_that_pays_for_two_orders_are_counted_once() -> None:
    """R6.1: one group of 5 over 3.00 and 3.00 is 3 and 2."""
    content = cart(line("A", "3.00"), line("B", "3.00"))
    quote = make_quote(content, terms(5, ALL_USEFUL, rate=redemption_rate(5, "6.00")))

    orders = split(quote, [part(("A", 1)), part(("B", 1))], earning_terms())

    assert [order.points_used for order in orders] == [3, 2]


def test_gift_card_and_store_credit_are_used_up_in_their_order() -> None:
    """R5.5, R6.1."""
    content = cart(line("A", "10.00"), line("B", "20.00"), gift_card="13.00", store_credit="9.00")

    orders = placed(content, [part(("A", 1)), part(("B", 1))], points=20)

    assert [order.gift_card for order in orders] == [6, 7]
    assert [order.store_credit for order in orders] == [0, 9]
    assert [order.amount_due for order in orders] == [0, 4]


def test_the_orders_earn_what_one_would_have() -> None:
    """R6.12: 9.00 at 10 for 2.00 earn 40, and 9.00 more make 18.00, which earn 90."""
    content = cart(line("A", "9.00", 2))

    orders = placed(content, [part(("A", 1)), part(("A", 1))])

    assert [order.earning_basis for order in orders] == [9, 9]
    assert [order.points_to_earn for order in orders] == [40, 50]


def test_product_points_stay_with_their_units_by_cumulative_floor() -> None:
    """R7.3: 10 points over 3 units are 3, 3 and 4."""
    charged = make_quote(cart(line("A", "1.00", 3)), terms()).lines[0]
    paid_with_points = replace(
        charged, net=Decimal("1.00"), product_points=11, product_points_amount=Decimal("2.00")
    )

    shares = [
        line_share(paid_with_points, quantity(before), quantity(1), "USD") for before in range(3)
    ]

    assert [share.product_points for share in shares] == [3, 4, 4]
    assert [share.product_points_amount for share in shares] == list(
        decimals("0.67", "0.66", "0.67")
    )


@pytest.mark.parametrize("have", [10, 25, 49])
def test_what_points_pay_of_a_part_is_no_more_than_what_its_net_leaves(have: int) -> None:
    """R5.2, R7.3: rounded each on its own, net and points of 1 of 2 came to 0.08 of 0.07."""
    wanted = terms(have)
    by_points = replace(wanted.redemption, product_wish=ALL_USEFUL)
    products = {"sku-A": ProductTerms(needed=50)}
    content = cart(line("A", "0.07", 2))
    whole = make_quote(content, replace(wanted, redemption=by_points, products=products)).lines[0]

    shares = [line_share(whole, quantity(before), quantity(1), "USD") for before in range(2)]

    assert [share.row_total for share in shares] == list(decimals("0.07", "0.07"))
    assert [share.discount for share in shares] == [0, 0]
    assert sum(share.product_points_amount for share in shares) == whole.product_points_amount


@pytest.mark.parametrize(
    ("parts", "path"),
    [
        pytest.param(
            [with_all_shipping(("A", 2)), part(("B", 1))], ("orders",), id="a-unit-left-out"
        ),
        pytest.param(
            [with_all_shipping(("A", 3)), part(("A", 1), ("B", 1))],
            ("orders",),
            id="a-unit-too-many",
        ),
        pytest.param(
            [part(("A", 3), shipping="6.00"), part(("C", 1))],
            ("orders", 1, "lines", 0, "line_id"),
            id="an-unknown-line",
        ),
        pytest.param(
            [part(("A", 2), ("A", 1), shipping="6.00"), part(("B", 1))],
            ("orders", 0, "lines", 1, "line_id"),
            id="a-line-named-twice",
        ),
        pytest.param(
            [part(("A", 3), shipping="6.00"), part(("B", 1), ("A", 0))],
            ("orders", 1, "lines", 1, "quantity"),
            id="quantity-0",
        ),
        pytest.param(
            [part(("A", 4), shipping="6.00"), part(("B", 1), ("A", -1))],
            ("orders", 1, "lines", 1, "quantity"),
            id="a-negative-quantity",
        ),
        pytest.param([OrderPart(), part(("B", 1))], ("orders", 0, "lines"), id="no-quantities"),
        pytest.param([OrderPart(lines=())], ("orders", 0, "lines"), id="no-line"),
        pytest.param(
            [part(("A", 3), shipping="3.00"), part(("B", 1), shipping="2.99", shipping_tax="1.00")],
            ("orders",),
            id="shipping-left-over",
        ),
        pytest.param(
            [part(("A", 3), ("B", 1), shipping="7.00", shipping_tax="1.00")],
            ("orders",),
            id="too-much-shipping",
        ),
        pytest.param(
            [part(("A", 3), shipping="6.00"), part(("B", 1), shipping_tax="0.99")],
            ("orders",),
            id="tax-on-shipping-left-over",
        ),
    ],
)
def test_parts_that_do_not_make_the_cart_are_refused(
    parts: list[OrderPart], path: tuple[str | int, ...]
) -> None:
    """R6.1: 3 of A, 1 of B, 6.00 shipping and 1.00 tax on it."""
    with pytest.raises(RewardsError) as refusal:
        placed(TWO_LINES, parts)

    assert refusal.value.path == path
    assert refusal.value.code == ("OUT_OF_RANGE" if path[-1] == "quantity" else "INVALID")


def test_what_a_rule_gave_stands_with_the_first_order_alone() -> None:
    """R6.1: limits and rule points count once, for the cart."""
    bonus = AppliedRule("1", "Bonus", 50, Decimal(0))
    quote = make_quote(cart(line("A", "10.00"), line("B", "10.00")), terms())

    orders = split(
        replace(quote, applied_rules=(bonus,)), [part(("A", 1)), part(("B", 1))], earning_terms()
    )

    assert [order.applied_rules for order in orders] == [(bonus,), ()]
