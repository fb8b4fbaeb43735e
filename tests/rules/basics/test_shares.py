from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.rules.basics.shares import points_with_money, share, spread
from tests.rules.builders import decimals
from tests.rules.models.cart import dealt_out
from tests.rules.models.rounding import exact
from tests.rules.strategies import currencies, money


@pytest.mark.parametrize(
    ("amount", "weights", "currency", "parts"),
    [
        pytest.param("10.00", ["30", "70"], "USD", ["3.00", "7.00"], id="even"),
        pytest.param("1.00", ["1", "1", "1"], "USD", ["0.34", "0.33", "0.33"], id="tie-to-first"),
        pytest.param("0.01", ["5", "7"], "USD", ["0", "0.01"], id="a-cent-to-the-larger"),
        pytest.param("0.05", ["9.98", "0.01", "0.01"], "USD", ["0.05", "0", "0"], id="tiny-lines"),
        pytest.param("100", ["1", "2"], "JPY", ["33", "67"], id="whole-yen"),
        pytest.param("0.100", ["1", "2"], "KWD", ["0.033", "0.067"], id="fils"),
        pytest.param("5.00", ["0", "5"], "USD", ["0", "5.00"], id="a-free-line-carries-nothing"),
        pytest.param("0", ["3", "4"], "USD", ["0", "0"], id="nothing-to-spread"),
        pytest.param("0", ["0", "0"], "USD", ["0", "0"], id="only-free-lines"),
    ],
)
def test_a_cart_discount_is_spread_by_largest_remainder(
    amount: str, weights: list[str], currency: str, parts: list[str]
) -> None:
    """R5.2."""
    assert spread(Decimal(amount), decimals(*weights), currency) == list(decimals(*parts))


@given(data=st.data(), currency=currencies)
def test_spread_parts_sum_to_the_whole_and_agree_with_the_model(
    data: st.DataObject, currency: str
) -> None:
    """R5.2: to the minor unit, each part at most what its line has."""
    weights = data.draw(st.lists(money(currency), min_size=1, max_size=6))
    amount = min(data.draw(money(currency, 9_000)), sum(weights, Decimal(0)))

    parts = spread(amount, weights, currency)

    expected = dealt_out(exact(amount), [exact(weight) for weight in weights], currency)
    assert [exact(part) for part in parts] == expected
    assert sum(parts) == amount
    assert all(0 <= part <= weight for part, weight in zip(parts, weights, strict=True))


@given(data=st.data())
def test_the_largest_amounts_are_spread_to_the_cent(data: st.DataObject) -> None:
    """R5.2, R14.3."""
    cents = st.integers(min_value=0, max_value=499_999_999_999)
    weights = [Decimal(data.draw(cents)).scaleb(-2) for _ in range(2)]
    amount = min(Decimal(data.draw(cents)).scaleb(-2), sum(weights, Decimal(0)))

    parts = spread(amount, weights, "USD")

    assert sum(parts) == amount
    assert [exact(part) for part in parts] == dealt_out(
        exact(amount), [exact(weight) for weight in weights], "USD"
    )


@pytest.mark.parametrize(
    ("amount", "units", "of_units", "currency", "carried"),
    [
        pytest.param("10.00", 1, 3, "USD", "3.33", id="a-third"),
        pytest.param("10.00", 2, 3, "USD", "6.67", id="two-thirds-half-up"),
        pytest.param("10.00", 3, 3, "USD", "10.00", id="all"),
        pytest.param("0.01", 1, 2, "USD", "0.01", id="half-a-cent-up"),
        pytest.param("1", 1, 2, "JPY", "1", id="half-a-yen-up"),
        pytest.param("0.001", 1, 3, "KWD", "0", id="a-third-of-a-fils"),
        pytest.param("9999999999.99", 2**31 - 2, 2**31 - 1, "USD", "9999999995.33", id="limits"),
    ],
)
def test_units_carry_a_cumulative_half_up_share(
    amount: str, units: int, of_units: int, currency: str, carried: str
) -> None:
    """R5.2."""
    assert share(Decimal(amount), units, of_units, currency) == Decimal(carried)


@given(data=st.data(), currency=currencies, quantity=st.integers(min_value=1, max_value=50))
def test_shares_of_units_never_shrink_and_end_at_the_whole(
    data: st.DataObject, currency: str, quantity: int
) -> None:
    """R5.2: so differences of shares are parts of 0 or more that sum to the whole."""
    amount = data.draw(money(currency))

    shares = [share(amount, units, quantity, currency) for units in range(quantity + 1)]

    assert (shares[0], shares[-1]) == (Decimal(0), amount)
    assert shares == sorted(shares)


@pytest.mark.parametrize(
    ("points", "paid", "of_money", "expected"),
    [
        pytest.param(30, "2.50", "5.00", 15, id="half"),
        pytest.param(5, "2.50", "5.00", 3, id="half-a-point-goes-up"),
        pytest.param(3, "1.00", "3.00", 1, id="exact"),
        pytest.param(10, "5.00", "5.00", 10, id="all"),
        pytest.param(0, "0", "0", 0, id="no-points"),
    ],
)
def test_points_go_with_their_money_half_up(
    points: int, paid: str, of_money: str, expected: int
) -> None:
    """R6.1."""
    assert points_with_money(points, Decimal(paid), Decimal(of_money)) == expected
