from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.rules.basics.currencies import minor_unit
from services.rules.basics.money import down, half_up, total, up
from tests.rules.models.rounding import ceil_to_unit, exact, floor_to_unit, half_up_to_unit
from tests.rules.strategies import currencies

every_amount = st.integers(min_value=0, max_value=99_999_999_999_999).map(
    lambda e4: Decimal(e4).scaleb(-4)
)


@pytest.mark.parametrize(
    ("rounding", "amount", "currency", "expected"),
    [
        pytest.param(half_up, "0.005", "USD", "0.01", id="half-a-cent-goes-up"),
        pytest.param(half_up, "0.0149", "USD", "0.01", id="less-than-half-a-cent-goes-down"),
        pytest.param(half_up, "2.675", "USD", "2.68", id="no-binary-fraction"),
        pytest.param(half_up, "0.5", "JPY", "1", id="half-a-yen-goes-up"),
        pytest.param(half_up, "2.5", "JPY", "3", id="half-goes-up-to-an-odd-yen-too"),
        pytest.param(half_up, "0.0005", "KWD", "0.001", id="half-a-fils-goes-up"),
        pytest.param(half_up, "0.00005", "CLF", "0.0001", id="four-digits"),
        pytest.param(down, "0.0199", "USD", "0.01", id="down-to-the-cent"),
        pytest.param(down, "1.9999", "JPY", "1", id="down-to-the-yen"),
        pytest.param(down, "0.0019", "KWD", "0.001", id="down-to-the-fils"),
        pytest.param(up, "0.0101", "USD", "0.02", id="up-to-the-cent"),
        pytest.param(up, "1.0001", "JPY", "2", id="up-to-the-yen"),
        pytest.param(up, "0.0011", "KWD", "0.002", id="up-to-the-fils"),
        pytest.param(half_up, "9999999999.9949", "USD", "9999999999.99", id="the-largest"),
    ],
)
def test_amounts_are_rounded_in_a_named_direction_to_the_minor_unit(
    rounding: Callable[[Decimal, str], Decimal], amount: str, currency: str, expected: str
) -> None:
    """R2.4, R5.2."""
    assert rounding(Decimal(amount), currency) == Decimal(expected)


@given(amount=every_amount, currency=currencies)
def test_rounding_agrees_with_fractions(amount: Decimal, currency: str) -> None:
    """R2.4, R5.2, R7.2."""
    rounded = [rounding(amount, currency) for rounding in (down, half_up, up)]

    models = (floor_to_unit, half_up_to_unit, ceil_to_unit)
    assert [exact(value) for value in rounded] == [
        model(exact(amount), currency) for model in models
    ]


def test_a_sum_of_nothing_is_0() -> None:
    assert total([]) == 0


@pytest.mark.parametrize(
    ("currency", "unit"),
    [
        pytest.param("USD", "0.01", id="cents"),
        pytest.param("EUR", "0.01", id="euro-cents"),
        pytest.param("JPY", "1", id="whole-yen"),
        pytest.param("KRW", "1", id="whole-won"),
        pytest.param("KWD", "0.001", id="fils"),
        pytest.param("CLF", "0.0001", id="four-digits"),
    ],
)
def test_a_currency_has_the_minor_unit_of_iso_4217(currency: str, unit: str) -> None:
    """R1.1."""
    assert minor_unit(currency) == Decimal(unit)
