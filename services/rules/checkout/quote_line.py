"""A line of a quote: what it costs, what points pay of it, and what it earns."""

from dataclasses import dataclass
from decimal import Decimal

from services.rules.basics.money import ZERO


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """A line with what it carries: `net` is its price after all discounts, without tax.

    `points_needed` is what one unit costs in points, `points_received` what one earns, None where
    that is not set. A line that points pay for in full earns no product points (R7.4); one that is
    not `earns_by_rate` is no basis for points by the rate (R6.12).
    """

    id: str
    sku: str
    name: str | None
    quantity: int
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

    @property
    def discount(self) -> Decimal:
        """What discounts took off the line."""
        return self.row_total - self.product_points_amount - self.net

    @property
    def points_each(self) -> int:
        """The product points that one unit earns."""
        return (self.points_received or 0) if self.earns_points else 0

    @property
    def points_to_earn(self) -> int:
        """The product points that the line earns."""
        return self.quantity * self.points_each
