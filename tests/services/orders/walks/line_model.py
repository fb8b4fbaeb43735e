"""Line of an order, told a second time in whole minor units, from the rules alone.

Nothing of the service is imported. Money is an int of minor units; quantities are fractions.
"""

import math
from dataclasses import dataclass
from fractions import Fraction

HALF = Fraction(1, 2)
NONE = Fraction(0)


def half_up(value: Fraction) -> int:
    return math.floor(value + HALF)


@dataclass
class ModelLine:
    """A line with what it carries: `net` and `tax` after product points; units may be parts.

    `earns` is about the product's points, `by_rate` about the money's.
    """

    quantity: Fraction
    net: int
    tax: int
    needed: int = 0
    received: int = 0
    product_points: int = 0
    earns: bool = True
    by_rate: bool = True
    invoiced: Fraction = NONE
    cancelled: Fraction = NONE
    refunded: Fraction = NONE
    deducted: Fraction = NONE

    def share(self, amount: int, units: Fraction) -> int:
        return half_up(amount * units / self.quantity)

    def pay(self, points: int) -> int:
        """Pay with points; return the fewest that leave as little to pay (R7.2)."""
        need = math.ceil(self.quantity * self.needed)
        left = [
            tuple(half_up(Fraction(part * (need - taken), need)) for part in (self.net, self.tax))
            for taken in range(min(points, need) + 1)
            if need
        ]
        if left:
            self.product_points = min(range(len(left)), key=lambda taken: (sum(left[taken]), taken))
            self.net, self.tax = left[self.product_points]
        self.earns = self.product_points == 0 or self.net + self.tax > 0
        return self.product_points

    def points_of(self, points: int, units: Fraction) -> int:
        return math.floor(points * units / self.quantity)
