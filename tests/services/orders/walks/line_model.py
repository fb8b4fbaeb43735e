"""Line of an order, told a second time in whole minor units, from the rules alone.

Nothing of the service is imported. Money is an int of minor units; quantities are fractions.
"""

import math
from dataclasses import dataclass, replace
from fractions import Fraction

HALF = Fraction(1, 2)
NONE = Fraction(0)


def half_up(value: Fraction) -> int:
    return math.floor(value + HALF)


def spread(amount: int, weights: list[int]) -> list[int]:
    """Split an amount in proportion, by largest remainder, the earlier first (R5.2)."""
    whole = sum(weights)
    if not whole:
        return [0] * len(weights)
    parts = [amount * weight // whole for weight in weights]
    rest = amount - sum(parts)
    behind = sorted(range(len(parts)), key=lambda i: (-(amount * weights[i] % whole), i))
    for index in behind[:rest]:
        parts[index] += 1
    return parts


def use_up(amount: int, most: list[int]) -> list[int]:
    """Give each in turn what it can take of an amount."""
    parts: list[int] = []
    for each in most:
        parts.append(min(amount, each))
        amount -= parts[-1]
    return parts


@dataclass
class ModelLine:
    """A line with what it carries: `net` and `tax` after product points; units may be parts.

    `earns` is about the product's points, `by_rate` about the money's. With `included` its price
    included the tax: what it came to then, and what of that was tax. `needed` is for a unit,
    `gives` for all of them.
    """

    quantity: Fraction
    net: int
    tax: int
    needed: int = 0
    product_points: int = 0
    earns: bool = True
    by_rate: bool = True
    included: tuple[int, int] | None = None
    number: int = 0
    gives: int = 0
    invoiced: Fraction = NONE
    cancelled: Fraction = NONE
    refunded: Fraction = NONE
    deducted: Fraction = NONE

    @property
    def total(self) -> int:
        """Return what conditions and discounts work on."""
        return self.net + self.tax if self.included else self.net

    def reduce(self, total: int) -> None:
        """Come to less by a discount; tax follows where the price includes it."""
        if self.included:
            was, tax = self.included
            self.tax = half_up(Fraction(tax * total, was)) if was else 0
            self.net = total - self.tax
        else:
            self.net = total

    def carried(self, part: Fraction | int, whole: Fraction | int) -> tuple[int, int]:
        """Return the net and the tax that a part of the line carries (R5.2, R5)."""
        share = Fraction(part) / whole
        if not self.included:
            return half_up(self.net * share), half_up(self.tax * share)
        amount = half_up(self.total * share)
        tax = half_up(Fraction(self.tax * amount, self.total)) if self.total else 0
        return amount - tax, tax

    def of(self, units: Fraction) -> tuple[int, int]:
        return self.carried(units, self.quantity)

    def pay(self, points: int) -> int:
        """Pay with points; return the fewest that leave as little to pay (R7.2)."""
        need = math.ceil(self.quantity * self.needed)
        left = [self.carried(need - taken, need) for taken in range(min(points, need) + 1) if need]
        if left:
            self.product_points = min(range(len(left)), key=lambda taken: (sum(left[taken]), taken))
            self.net, self.tax = left[self.product_points]
        self.earns = self.product_points == 0 or self.net + self.tax > 0
        return self.product_points

    def units_after(self, before: Fraction, units: Fraction) -> "ModelLine":
        """Return the units after the first `before`, as another order has them (R5.2, R7.3)."""
        through = before + units
        (net, tax), (net_before, tax_before) = self.of(through), self.of(before)

        def points(whole: int) -> int:
            return self.points_of(whole, through) - self.points_of(whole, before)

        return replace(
            self,
            quantity=units,
            net=net - net_before,
            tax=tax - tax_before,
            product_points=points(self.product_points),
            gives=points(self.gives),
        )

    def points_of(self, points: int, units: Fraction) -> int:
        return math.floor(points * units / self.quantity)
