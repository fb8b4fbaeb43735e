from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.rules.checkout.cart import CartContent, DisplayCurrency
from services.rules.checkout.quote import Quote, make_quote
from services.rules.storefront.display import converted, display_totals
from tests.rules.builders import ALL_USEFUL, cart, decimals, line, redemption_rate, terms
from tests.rules.models.rounding import exact, half_up_to_unit
from tests.rules.strategies import carts

EURO = DisplayCurrency("EUR", Decimal("0.5"))
YEN = DisplayCurrency("JPY", Decimal("150.25"))


def quoted(price: str = "10.00", gift_card: str = "0", points: int = 0) -> Quote:
    content = cart(line(price=price), gift_card=gift_card)
    return make_quote(content, terms(points, ALL_USEFUL, rate=redemption_rate(1, "0.01")))


@pytest.mark.parametrize(
    ("display", "shown"),
    [
        pytest.param(None, ["3.33", "2.22", "0", "4.46"], id="the-base-currency"),
        pytest.param(EURO, ["1.67", "1.11", "0", "2.23"], id="due-is-5.01-less-the-parts"),
        pytest.param(YEN, ["500", "334", "0", "670"], id="whole-yen"),
        pytest.param(
            DisplayCurrency("KWD", Decimal("0.3075")), ["1.024", "0.683", "0", "1.371"], id="fils"
        ),
    ],
)
def test_what_is_due_is_the_converted_total_less_the_converted_parts(
    display: DisplayCurrency | None, shown: list[str]
) -> None:
    """R5, R13.1: 10.01, of which 3.33 by points and 2.22 by gift card."""
    totals = display_totals(quoted("10.01", gift_card="2.22", points=333), display)

    assert [totals.points, totals.gift_card, totals.store_credit, totals.due] == list(
        decimals(*shown)
    )


@pytest.mark.parametrize(
    ("price", "gift_card", "points", "rate", "shown"),
    [
        pytest.param("10.02", "5.01", 501, "0.5", ["2.51", "2.50"], id="not-a-cent-below-0"),
        pytest.param("0.16", "0.08", 8, "0.3", ["0.02", "0.03"], id="not-a-cent-left"),
        pytest.param("10.03", "5.02", 501, "0.5", ["2.51", "2.51"], id="where-half-up-fits"),
        pytest.param("10.01", "0", 1_001, "0.5", ["5.01", "0"], id="points-alone"),
        pytest.param("10.01", "10.01", 0, "0.5", ["0", "5.01"], id="a-gift-card-alone"),
    ],
)
def test_nothing_is_shown_as_due_where_nothing_is(
    price: str, gift_card: str, points: int, rate: str, shown: list[str]
) -> None:
    """R5.5, R13.1: the last part that pays anything pays exactly the rest."""
    totals = display_totals(quoted(price, gift_card, points), DisplayCurrency("EUR", Decimal(rate)))

    assert [totals.points, totals.gift_card] == list(decimals(*shown))
    assert totals.due == 0


@given(
    content=carts(),
    rate_e4=st.integers(min_value=1, max_value=2_000_000),
    currency=st.sampled_from(["USD", "JPY", "KWD"]),
    points=st.integers(min_value=0, max_value=4_000),
)
def test_shown_parts_sum_to_the_converted_total(
    content: CartContent, rate_e4: int, currency: str, points: int
) -> None:
    """R5: no part below 0, and each but the last what half up says."""
    rate = redemption_rate(1, "0.01", content.currency)
    quote = make_quote(content, terms(points, ALL_USEFUL, rate=rate))
    display = DisplayCurrency(currency, Decimal(rate_e4).scaleb(-4))

    shown = display_totals(quote, display)

    total = half_up_to_unit(exact(quote.order_total) * exact(display.rate), currency)
    parts = [shown.points, shown.gift_card, shown.store_credit, shown.due]
    assert exact(sum(parts, Decimal(0))) == total
    assert min(parts) >= 0
    assert exact(shown.points) == half_up_to_unit(
        exact(quote.points_amount) * exact(display.rate), currency
    )


def test_an_amount_is_converted_half_up_once() -> None:
    """R5: to the digits of the shown currency."""
    shown = converted(Decimal("1.01"), replace(cart(), display=YEN))

    assert (shown.amount, shown.currency) == (Decimal(152), "JPY")


def test_an_amount_stays_in_the_base_currency_without_another() -> None:
    """R13.1."""
    shown = converted(Decimal("1.01"), cart())

    assert (shown.amount, shown.currency) == (Decimal("1.01"), "USD")


def test_three_parts_rounded_up_never_show_less_than_nothing_as_due() -> None:
    """R5, R13.1: halves of 0.01, 0.01 and 0.01 are 0.03, the half of 0.04 is 0.02."""
    content = cart(line(price="0.04"), gift_card="0.01", store_credit="0.01")
    rate = redemption_rate(1, "0.01")
    quote = make_quote(content, terms(1, ALL_USEFUL, rate=rate))

    shown = display_totals(quote, EURO)

    assert quote.amount_due == Decimal("0.01")
    parts = (shown.points, shown.gift_card, shown.store_credit, shown.due)
    assert parts == decimals("0.01", "0.01", "0", "0")
