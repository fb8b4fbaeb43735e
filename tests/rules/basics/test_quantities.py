from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.rules.basics.quantities import (
    Quantity,
    check_quantity,
    from_units_e4,
    plain,
    quantity,
    said,
    to_units_e4,
)
from services.rules.basics.refusals import Invalid, OutOfRange, RewardsError
from services.rules.basics.shares import points_share, share
from tests.rules.models.rounding import exact
from tests.rules.strategies import currencies, money, pieces, quantities


@pytest.mark.parametrize("units", ["0.0001", "0.75", "1", "2.50000000", "2147483647"])
def test_a_quantity_has_at_most_4_decimals(units: str) -> None:
    """R5.2."""
    check_quantity(quantity(units), path=("quantity",))


@pytest.mark.parametrize(
    ("units", "refusal"),
    [
        ("0", OutOfRange), ("0.0000", OutOfRange), ("-0.5", OutOfRange),
        ("2147483647.0001", OutOfRange), ("0.00001", Invalid), ("1.23456", Invalid),
        ("NaN", Invalid), ("sNaN", Invalid), ("Infinity", Invalid),
    ],
)  # fmt: skip
def test_what_is_no_quantity_is_refused(units: str, refusal: type[RewardsError]) -> None:
    """R5.2."""
    with pytest.raises(refusal) as refused:
        check_quantity(Quantity(Decimal(units)), path=("quantity",))

    assert refused.value.path == ("quantity",)


@pytest.mark.parametrize(
    ("units", "kept", "text"),
    [("2", 2, "2"), ("2.0000", 2, "2"), ("100", 100, "100"), ("0.7500", "0.75", "0.75")],
)
def test_a_quantity_is_kept_and_said_without_idle_decimals(
    units: str, kept: int | str, text: str
) -> None:
    assert (plain(quantity(units)), said(quantity(units))) == (kept, text)


@given(units=quantities())
def test_a_quantity_is_the_same_in_ten_thousandths(units: Quantity) -> None:
    """R5.2."""
    assert from_units_e4(to_units_e4(units)) == units


@given(data=st.data(), currency=currencies, whole=quantities(), points=st.integers(0, 10**18))
def test_pieces_of_a_line_carry_all_of_it_and_none_less_than_nothing(
    data: st.DataObject, currency: str, whole: Quantity, points: int
) -> None:
    """R5.2, R7.2: half up in money, rounded down in points, both cumulatively."""
    amount = data.draw(money(currency))
    through = Decimal(0)
    carried: list[tuple[Decimal, int]] = [(Decimal(0), 0)]

    for piece in data.draw(pieces(whole)):
        through += piece
        units = Quantity(through)
        carried.append((share(amount, units, whole, currency), points_share(points, units, whole)))
        assert carried[-1][1] == points * exact(through) // exact(whole)

    assert carried[-1] == (amount, points)
    assert carried == sorted(carried)
    assert [points for _, points in carried] == sorted(points for _, points in carried)


@pytest.mark.parametrize(
    ("part", "whole", "carried"),
    [
        pytest.param(4_999_999_999_999_999_999, 10**19, "0.00", id="hair-below-a-half"),
        pytest.param(5_000_000_000_000_000_000, 10**19, "0.01", id="a-half"),
    ],
)
def test_a_share_is_rounded_from_all_its_digits(part: int, whole: int, carried: str) -> None:
    """R7.2: of a need as large as quantities and points can make it."""
    assert share(Decimal("0.01"), part, whole, "USD") == Decimal(carried)
