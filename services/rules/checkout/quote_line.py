"""A line of a quote: what it costs, what points pay of it, and what it earns."""

from dataclasses import dataclass, replace
from decimal import Decimal
from math import floor

from services.rules.basics.money import ZERO
from services.rules.basics.quantities import NO_UNITS, Quantity
from services.rules.basics.shares import points_share, share


@dataclass(frozen=True, slots=True)
class PartOfLine:
    """Which units of a cart's line an order takes: those after the first `before` of `of`."""

    before: Quantity
    of: Quantity


@dataclass(frozen=True, slots=True)
class TaxIncluded:
    """What a line came in with whose prices include tax: totals before and after its discount.

    `tax` is what of `total` is tax; the line keeps that proportion whatever is taken off (R5).
    """

    row_total: Decimal
    total: Decimal
    tax: Decimal

    def tax_of(self, amount: Decimal, currency: str) -> Decimal:
        """Return what of `amount` is tax, half up; nothing of a line that comes to 0."""
        return share(self.tax, amount, self.total, currency) if self.total else ZERO


@dataclass(frozen=True, slots=True)
class TakenOff:
    """What discounts and product points took off a line, with its tax."""

    discount: Decimal
    product_points: Decimal


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """A line with what it carries: `net` is its price after all discounts, without tax.

    `points_needed` is what one unit costs in points, `points_received` what one earns, None where
    that is not set. A line that points pay for in full earns no product points (R7.4); one that is
    not `earns_by_rate` is no basis for points by the rate (R6.12). `part` says which units of the
    cart's line these are where several orders share it. `product_points_tax` is the tax that
    product points pay, beside `product_points_amount`.
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
    product_points_tax: Decimal = ZERO
    tax_included: TaxIncluded | None = None
    part: PartOfLine | None = None

    @property
    def total(self) -> Decimal:
        """What conditions and discounts work on: with tax where prices include it (R5)."""
        return self.net if self.tax_included is None else self.net + self.tax

    @property
    def row_total_with_tax(self) -> Decimal:
        """The line before discounts, with its tax, without what product points pay."""
        if self.tax_included is None:
            return self.row_total - self.product_points_amount + self.tax
        by_points = self.product_points_amount + self.product_points_tax
        return self.tax_included.row_total - by_points

    def reduced_to(self, total: Decimal, currency: str) -> "QuoteLine":
        """Return the line at a lower total; tax goes with it only where prices include it."""
        if self.tax_included is None:
            return replace(self, net=total)
        tax = self.tax_included.tax_of(total, currency)
        return replace(self, net=total - tax, tax=tax)

    def carried_by(
        self, part: Decimal | int, whole: Decimal | int, currency: str
    ) -> tuple[Decimal, Decimal]:
        """Return the net and the tax that `part` of `whole` carries of the line (R5.2, R7.2).

        Each on its own, half up; with prices that include tax the total is divided, its tax keeps
        the line's proportion, and net is the rest.
        """
        if self.tax_included is None:
            return share(self.net, part, whole, currency), share(self.tax, part, whole, currency)
        amount = share(self.total, part, whole, currency)
        tax = share(self.tax, amount, self.total, currency) if self.total else ZERO
        return amount - tax, tax

    def taken_off_by(self, units: Quantity, currency: str) -> TakenOff:
        """Return what was taken off the first `units` of the line, with its tax (R6.15).

        Tax that is not in the prices is given for the discounted line: the discount has none.
        """

        def part(amount: Decimal) -> Decimal:
            return share(amount, units, self.quantity, currency)

        net, tax = self.product_points_amount, self.product_points_tax
        by_points = part(net) + part(tax) if self.tax_included is None else part(net + tax)
        return TakenOff(part(self.discount_with_tax), by_points)

    @property
    def discount(self) -> Decimal:
        """What discounts took off the line."""
        return self.row_total - self.product_points_amount - self.net

    @property
    def discount_with_tax(self) -> Decimal:
        """What discounts took off the line, with its tax where prices include it."""
        # Orders of older versions recorded the parts of a divided line rounded each on its own.
        return max(self.row_total_with_tax - self.net - self.tax, ZERO)

    @property
    def points_to_earn(self) -> int:
        """The product points that the line earns: rounded down once for its whole quantity."""
        if not self.earns_points or not self.points_received:
            return 0
        part = self.part or PartOfLine(NO_UNITS, self.quantity)
        points = floor(part.of * self.points_received)
        through = Quantity(part.before + self.quantity)
        return points_share(points, through, part.of) - points_share(points, part.before, part.of)

    def points_to_earn_by(self, units: Quantity) -> int:
        """Return what the first `units` of the line earn of that."""
        return points_share(self.points_to_earn, units, self.quantity)
