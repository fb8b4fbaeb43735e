from decimal import Decimal

import pytest

from services.rules.basics.limits import (
    check_comment,
    check_id,
    check_length,
    check_money,
    check_name,
    check_optional_name,
    check_points,
    check_positive_money,
    shown_points,
)
from services.rules.basics.refusals import Invalid, OutOfRange, RewardsError

PATH = ("field",)


@pytest.mark.parametrize(
    ("points", "least"),
    [
        pytest.param(1, 1, id="the-least"),
        pytest.param(1_000_000_000, 1, id="the-most"),
        pytest.param(-1_000_000_000, -1_000_000_000, id="the-most-taken"),
    ],
)
def test_points_within_the_limits_pass(points: int, least: int) -> None:
    """R14.3."""
    check_points(points, least=least, path=PATH)


@pytest.mark.parametrize("points", [0, -1, 1_000_000_001, 2**31, 10**30])
def test_points_beyond_the_limits_are_refused(points: int) -> None:
    """R14.3."""
    with pytest.raises(OutOfRange) as refusal:
        check_points(points, least=1, path=PATH)

    assert refusal.value.path == PATH


@pytest.mark.parametrize(
    "amount",
    ["0", "0.0001", "9999999999.9999", "1E+9", "1.50000000000000000000000000000000", "0E-999999"],
)
def test_an_amount_within_the_limits_passes(amount: str) -> None:
    """R14.3."""
    check_money(Decimal(amount), path=PATH)


@pytest.mark.parametrize(
    ("amount", "refusal"),
    [
        pytest.param("-0.01", OutOfRange, id="negative"),
        pytest.param("9999999999.99991", OutOfRange, id="above-the-limit"),
        pytest.param("10000000000", OutOfRange, id="11-digits"),
        pytest.param("1E+999999", OutOfRange, id="a-huge-exponent"),
        pytest.param("1E-999999", Invalid, id="a-tiny-exponent"),
        pytest.param("0.00001", Invalid, id="5-decimals"),
        pytest.param("1.00000000000000000000000000000000001", Invalid, id="a-hair-above-1"),
        pytest.param("NaN", Invalid, id="not-a-number"),
        pytest.param("sNaN", Invalid, id="a-signalling-nan"),
        pytest.param("Infinity", Invalid, id="infinity"),
        pytest.param("-Infinity", Invalid, id="negative-infinity"),
    ],
)
def test_an_amount_beyond_the_limits_is_refused(amount: str, refusal: type[RewardsError]) -> None:
    """R14.3."""
    with pytest.raises(refusal):
        check_money(Decimal(amount), path=PATH)


def test_an_amount_of_0_is_refused_where_it_must_be_more() -> None:
    """R2.1."""
    with pytest.raises(OutOfRange):
        check_positive_money(Decimal("0.0000"), path=PATH)


@pytest.mark.parametrize(
    "text",
    ["x", "x" * 128, "order 12/3 #4", "заказ-7", "注文", "a\u00e9"],
)
def test_an_id_of_printable_characters_passes(text: str) -> None:
    """R1.3, R14.3."""
    check_id(text, path=PATH)


@pytest.mark.parametrize(
    "text", ["", " ", "x" * 129, "a\nb", "a\x00", "a\x7f", "\u200b", "a\u2028b", "\ud800"]
)
def test_an_id_of_other_characters_is_refused(text: str) -> None:
    """R14.3."""
    with pytest.raises(Invalid):
        check_id(text, path=PATH)


@pytest.mark.parametrize("text", ["x", "x" * 255, "O'Brien & Söhne", "👩‍👧"])
def test_a_name_passes(text: str) -> None:
    """R14.3."""
    check_name(text, path=PATH)


@pytest.mark.parametrize("text", ["", "   ", "x" * 256, "a\nb", "a\x00b", "\ud800"])
def test_a_name_that_is_none_is_refused(text: str) -> None:
    """R14.3."""
    with pytest.raises(Invalid):
        check_name(text, path=PATH)


@pytest.mark.parametrize("text", [None, ""])
def test_an_optional_name_may_be_left_out(text: str | None) -> None:
    check_optional_name(text, path=PATH)


def test_an_optional_name_that_is_given_is_checked() -> None:
    """R14.3."""
    with pytest.raises(Invalid):
        check_optional_name("x" * 256, path=PATH)


@pytest.mark.parametrize("text", [None, "", "two\nlines", "a\ttab", "x" * 1_000])
def test_a_comment_passes(text: str | None) -> None:
    """R14.3."""
    check_comment(text, path=PATH)


@pytest.mark.parametrize("text", ["x" * 1_001, "a\x00b", "a\x1bb"])
def test_a_comment_beyond_the_limits_is_refused(text: str) -> None:
    """R14.3."""
    with pytest.raises(Invalid):
        check_comment(text, path=PATH)


@pytest.mark.parametrize(
    ("items", "refusal"),
    [pytest.param(101, OutOfRange, id="101"), pytest.param(0, Invalid, id="0")],
)
def test_a_list_beyond_the_limits_is_refused(items: int, refusal: type[RewardsError]) -> None:
    """R14.1."""
    with pytest.raises(refusal):
        check_length(items, least=1, path=PATH)


@pytest.mark.parametrize("items", [1, 100])
def test_a_list_within_the_limits_passes(items: int) -> None:
    """R14.1."""
    check_length(items, least=1, path=PATH)


@pytest.mark.parametrize(
    ("points", "shown"),
    [(2**31 - 1, 2**31 - 1), (2**31, 2**31 - 1), (-(10**15), -(2**31) + 1), (-7, -7), (0, 0)],
)
def test_points_are_shown_within_32_bits(points: int, shown: int) -> None:
    """R5.8: and so is what a rule takes off them."""
    assert shown_points(points) == shown
