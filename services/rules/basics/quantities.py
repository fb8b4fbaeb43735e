"""Quantities of goods: exact numbers of units with at most 4 decimals, 0.75 of a kilo (R5.2)."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Final, NewType

from services.rules.basics.limits import BALANCE_LIMIT
from services.rules.basics.refusals import Invalid, OutOfRange, Path

Quantity = NewType("Quantity", Decimal)

NO_UNITS: Final = Quantity(Decimal(0))
QUANTITY_DECIMALS: Final = 4


def quantity(number: int | str) -> Quantity:
    """Return the quantity that a number in plain digits is."""
    return Quantity(Decimal(number))


def check_quantity(units: Quantity, *, path: Path) -> None:
    """Refuse a quantity that is 0, negative, above 2,147,483,647 or finer than 4 decimals.

    Raises Invalid, OutOfRange.
    """
    if not units.is_finite():
        raise Invalid("Must be a number.", path=path)
    if not 0 < units <= BALANCE_LIMIT:
        raise OutOfRange(f"Must be more than 0 and at most {BALANCE_LIMIT:,}.", path=path)
    if units != round(units, QUANTITY_DECIMALS):
        raise Invalid(f"Must have at most {QUANTITY_DECIMALS} decimals.", path=path)


def units_in_all(parts: Iterable[Quantity]) -> Quantity:
    """Return the sum of quantities, 0 for none."""
    return Quantity(sum(parts, Decimal(0)))


def to_units_e4(units: Quantity) -> int:
    """Return a quantity in whole ten-thousandths of a unit."""
    return int(units.scaleb(QUANTITY_DECIMALS))


def from_units_e4(units_e4: int) -> Quantity:
    """Return the quantity of `units_e4` ten-thousandths of a unit."""
    return Quantity(Decimal(units_e4).scaleb(-QUANTITY_DECIMALS))


def said(units: Quantity) -> str:
    """Write a quantity for people, without decimals that say nothing."""
    return f"{units.normalize():f}"


def plain(units: Quantity) -> int | str:
    """Return a quantity as documents keep it: a whole number of units as one, else its digits."""
    return int(units) if units == int(units) else said(units)
