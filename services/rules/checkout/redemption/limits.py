"""Limits of a redemption, as the website sets them (R4.2, R4.3, R5.4)."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from services.rules.basics.money import total


@dataclass(frozen=True, slots=True)
class Payable:
    """Whether points may pay the shipping with its tax, and the lines' tax (R5.4)."""

    shipping: bool = True
    tax: bool = True

    def out_of_reach(self, *, shipping: Decimal, tax: Decimal) -> dict[str, Decimal]:
        """Return what of a total points may not pay, by the setting that says so."""
        parts = {"redeemOnShipping": (self.shipping, shipping), "redeemOnTax": (self.tax, tax)}
        return {name: part for name, (payable, part) in parts.items() if not payable}

    def within(self, whole: Decimal, *, shipping: Decimal, tax: Decimal) -> Decimal:
        """Return what of `whole`, which has this shipping and tax, points may pay."""
        return whole - total(self.out_of_reach(shipping=shipping, tax=tax).values())


ALL_PAYABLE: Final = Payable()


@dataclass(frozen=True, slots=True)
class RedemptionLimits:
    """The website's limits of a redemption, each None for no limit; the percent is 0 to 100."""

    threshold: int | None = None
    min_points: int | None = None
    max_points: int | None = None
    max_percent: Decimal | None = None
    payable: Payable = ALL_PAYABLE
