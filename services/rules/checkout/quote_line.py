"""A line of a quote: what it costs, what points pay of it, and what it earns."""

from dataclasses import dataclass
from decimal import Decimal
from math import floor

from services.rules.basics.money import ZERO
from services.rules.basics.quantities import NO_UNITS, Quantity
from services.rules.basics.shares import points_share


@dataclass(frozen=True, slots=True)
class PartOfLine:
    """Which units of a cart's line an order takes: those after the first `before` of `of`."""

    before: Quantity
    of: Quantity


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """A line with what it carries: `net` is its price after all discounts, without tax.

    `points_needed` is what one unit costs in points, `points_received` what one earns, None where
    that is not set. A line that points pay for in full earns no product points (R7.4); one that is
    not `earns_by_rate` is no basis for points by the rate (R6.12). `part` says which units of the
    cart's line these are where several orders share it.
    """

    id: str
    sku: str
    name: str | None
    quantity: Quantity
    unit_price: Decimal
    row_total: Decimal
    net: Decimal
    tax: Decimal
    product_points: int = 0
    product_points_amount: Decimal = ZERO
    points_needed: int | None = None
    points_received: int | None = None
    earns_points: bool = True
    earns_by_rate: bool = True
    part: PartOfLine | None = None

    @property
    def discount(self) -> Decimal:
        """What discounts took off the line."""
        return self.row_total - self.product_points_amount - self.net

    @property
    def points_to_earn(self) -> int:
        """The product points that the line earns: rounded down once for its whole quantity."""
        if not self.earns_points:
            return 0
        part = self.part or PartOfLine(NO_UNITS, self.quantity)
        points = floor(part.of * (self.points_received or 0))
        through = Quantity(part.before + self.quantity)
        return points_share(points, through, part.of) - points_share(points, part.before, part.of)

    def points_to_earn_by(self, units: Quantity) -> int:
        """Return what the first `units` of the line earn of that."""
        return points_share(self.points_to_earn, units, self.quantity)
