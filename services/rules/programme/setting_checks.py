"""Checks of a setting's value beyond its type; each refuses with the path it is given (R1.4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from services.rules.basics.limits import MONEY_DECIMALS, check_id, check_length, is_text
from services.rules.basics.refusals import Invalid, OutOfRange, Path

MARKDOWN_LENGTH = 20_000


@dataclass(frozen=True, slots=True)
class Within:
    """The check of a number: from `least` to `most`, both allowed, with at most 4 decimals."""

    least: int
    most: int

    def __call__(self, number: int | Decimal, *, path: Path) -> None:
        """Refuse a number beyond the bounds. Raises Invalid, OutOfRange."""
        if isinstance(number, Decimal) and not number.is_finite():
            raise Invalid("Must be a number.", path=path)
        if not self.least <= number <= self.most:
            raise OutOfRange(f"Must be from {self.least:,} to {self.most:,}.", path=path)
        if isinstance(number, Decimal) and number != round(number, MONEY_DECIMALS):
            raise Invalid(f"Must have at most {MONEY_DECIMALS} decimals.", path=path)


def check_codes(codes: Sequence[object], *, path: Path) -> None:
    """Refuse a list that is too long or holds an invalid code. Raises Invalid, OutOfRange."""
    check_length(len(codes), path=path)
    for index, code in enumerate(codes):
        if not isinstance(code, str):
            raise Invalid("Must be text.", path=(*path, index))
        check_id(code, path=(*path, index))


def check_markdown(text: str, *, path: Path) -> None:
    """Refuse a page that is empty, too long or not text. Raises Invalid."""
    if not text.strip() or len(text) > MARKDOWN_LENGTH or not is_text(text):
        raise Invalid(f"Must be 1 to {MARKDOWN_LENGTH:,} characters of text.", path=path)
