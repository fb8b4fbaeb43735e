from decimal import Decimal

import pytest

from services.rules.basics.enums import EarningSource
from services.rules.checkout.cart import CartContent
from services.rules.checkout.earning import NextStep, QuoteSource
from services.rules.checkout.quote import Quote, make_quote
from services.rules.checkout.quote_terms import QuoteTerms
from services.rules.programme.conversion import RecordedRate
from tests.rules.builders import (
    ALL_USEFUL,
    cart,
    decimals,
    earning_rate,
    earning_terms,
    line,
    redemption_rate,
    terms,
)

RAILS = cart(
    line("A", "50.00", tax="5.00"), line("B", "50.00", tax="5.00"), shipping="10.00"
)  # fmt: skip


def quoted(content: CartContent, what: QuoteTerms | None = None) -> Quote:
    return make_quote(content, what or terms())


@pytest.mark.parametrize(
    ("content", "basis", "points"),
    [
        pytest.param(cart(line(price="7.00")), "7.00", 30, id="7.00-at-10-for-2.00"),
        pytest.param(RAILS, "100.00", 500, id="less-shipping-and-tax"),
        pytest.param(cart(shipping="9.99", shipping_tax="1.00"), "10.00", 50, id="tax-on-shipping"),
        pytest.param(cart(line(discount="3.00")), "7.00", 30, id="less-discounts"),
        pytest.param(cart(discount="3.00"), "7.00", 30, id="less-the-carts-discount"),
        pytest.param(cart(gift_card="3.00"), "7.00", 30, id="less-gift-card"),
        pytest.param(cart(store_credit="3.00"), "7.00", 30, id="less-store-credit"),
        pytest.param(cart(shipping="5.00", gift_card="12.00"), "0", 0, id="never-below-0"),
        pytest.param(cart(line(price="1.99")), "1.99", 0, id="less-than-a-step"),
    ],
)
def test_the_basis_is_the_money_paid_without_shipping_and_tax(
    content: CartContent, basis: str, points: int
) -> None:
    """R2.3, R5.8, R6.6."""
    quote = quoted(content)

    assert (quote.earning_basis, quote.points_to_earn) == (Decimal(basis), points)


def test_points_that_pay_earn_nothing() -> None:
    """R6.6: 110.00 and 10.00 shipping less 40.00 by points leave a basis of 60.00."""
    quote = quoted(RAILS, terms(200, ALL_USEFUL))

    assert (quote.amount_due, quote.earning_basis) == decimals(80, 60)
    assert quote.points_to_earn == 300


def test_the_quote_says_what_the_order_earns_by_source() -> None:
    """R3.6, R5.8."""
    quote = quoted(cart(line(price="7.00")))

    assert quote.sources == (QuoteSource(EarningSource.RATE, "Making purchases", 30),)
    assert quote.earning_rate == earning_rate()


@pytest.mark.parametrize(
    ("allowed", "on_purchase"),
    [
        pytest.param(False, True, id="a-guest-or-the-feature-off"),
        pytest.param(True, False, id="earn-on-purchase-off"),
    ],
)
def test_nothing_is_earned_where_a_switch_is_off(allowed: bool, on_purchase: bool) -> None:  # noqa: FBT001  a table's columns
    """R1.6, R6.7."""
    earning = earning_terms(allowed=allowed, on_purchase=on_purchase)

    quote = quoted(cart(), terms(earning=earning))

    assert (quote.points_to_earn, quote.sources, quote.next_step) == (0, (), None)


@pytest.mark.parametrize(
    ("price", "rate", "step"),
    [
        pytest.param("7.00", earning_rate(), NextStep(Decimal("1.00"), 10), id="1.00-earns-10"),
        pytest.param("8.00", earning_rate(), NextStep(Decimal("2.00"), 10), id="a-whole-step"),
        pytest.param("0.00", earning_rate(), NextStep(Decimal("2.00"), 10), id="the-first-step"),
        pytest.param(
            "1.00", earning_rate(3, "0.0001"), NextStep(Decimal("0.01"), 300), id="steps-in-a-cent"
        ),
        pytest.param(
            "0.99", earning_rate(7, "0.33"), NextStep(Decimal("0.33"), 7), id="steps-of-0.33"
        ),
        pytest.param(
            "1.00", earning_rate(1, "0.0150"), NextStep(Decimal("0.01"), 1), id="up-to-the-cent"
        ),
    ],
)
def test_the_next_step_says_what_more_earns(price: str, rate: RecordedRate, step: NextStep) -> None:
    """R5.8."""
    earning = earning_terms(rate)

    assert quoted(cart(line(price=price)), terms(earning=earning)).next_step == step


def test_the_next_step_counts_from_below_0() -> None:
    """R5.8, R6.6: 5.00 of points paid shipping; so much must be spent before anything counts."""
    content = cart(line(price="1.00"), shipping="5.00")

    quote = quoted(content, terms(30, ALL_USEFUL, rate=redemption_rate(30, "6.00")))

    assert quote.next_step == NextStep(Decimal("7.00"), 10)
