"""Rounding by fractions, written apart from the program's own so that the two can disagree."""

from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

DIGITS = {"USD": 2, "JPY": 0, "KWD": 3}


def floor_to_unit(amount: Fraction, currency: str) -> Fraction:
    scale = 10 ** DIGITS[currency]
    return Fraction(floor(amount * scale), scale)


def ceil_to_unit(amount: Fraction, currency: str) -> Fraction:
    scale = 10 ** DIGITS[currency]
    return Fraction(ceil(amount * scale), scale)


def half_up_to_unit(amount: Fraction, currency: str) -> Fraction:
    return Fraction(half_up(amount * 10 ** DIGITS[currency]), 10 ** DIGITS[currency])


def half_up(amount: Fraction) -> int:
    return floor(amount + Fraction(1, 2))


def exact(amount: Decimal) -> Fraction:
    return Fraction(amount)
