"""What some units of a line carry of it: the line of one of several orders (R5.2, R7.3)."""

from dataclasses import dataclass, replace
from decimal import Decimal

from services.rules.basics.money import ZERO
from services.rules.basics.quantities import Quantity
from services.rules.basics.shares import points_share, share
from services.rules.checkout.quote_line import PartOfLine, QuoteLine


def line_share(line: QuoteLine, before: Quantity, units: Quantity, currency: str) -> QuoteLine:
    """Return what the `units` after the first `before` carry of `line` (R5.2, R7.3)."""
    if units == line.quantity:
        return line
    first, before_them = (
        _carried(line, each, currency) for each in (Quantity(before + units), before)
    )
    included = line.tax_included
    return replace(
        line,
        quantity=units,
        part=PartOfLine(before, line.quantity),
        row_total=first.row_total - before_them.row_total,
        net=first.net - before_them.net,
        tax=first.tax - before_them.tax,
        product_points=first.product_points - before_them.product_points,
        product_points_amount=first.points_amount - before_them.points_amount,
        product_points_tax=first.points_tax - before_them.points_tax,
        tax_included=included
        and replace(included, row_total=first.row_total_with_tax - before_them.row_total_with_tax),
    )


@dataclass(frozen=True, slots=True)
class _Carried:
    """What the first units of a line carry; nothing of it falls with their number."""

    net: Decimal
    tax: Decimal
    product_points: int
    points_amount: Decimal
    points_tax: Decimal
    discount: Decimal
    off: Decimal

    @property
    def row_total(self) -> Decimal:
        return self.net + self.points_amount + self.discount

    @property
    def row_total_with_tax(self) -> Decimal:
        return self.net + self.tax + self.off


def _carried(line: QuoteLine, units: Quantity, currency: str) -> _Carried:
    """Divide what is taken off as a whole, then between points and discounts (R5.2, R7.3).

    It is counted from the end of the line, so that it rounds down where the net rounds up: units
    times price stays what it is. Rounded each on its own, the parts could come to more than it.
    """

    def of(amount: Decimal, part: Decimal, whole: Decimal) -> Decimal:
        return share(amount, part, whole, currency) if whole else ZERO

    net, tax = line.carried_by(units, line.quantity, currency)
    included = line.tax_included is not None
    by_points = line.product_points_amount + (line.product_points_tax if included else ZERO)
    whole = by_points + line.discount_with_tax
    off = whole - share(whole, Quantity(line.quantity - units), line.quantity, currency)
    points = of(by_points, off, whole)
    amount = of(line.product_points_amount, points, by_points)
    return _Carried(
        net=net,
        tax=tax,
        product_points=points_share(line.product_points, units, line.quantity),
        points_amount=amount,
        points_tax=points - amount
        if included
        else share(line.product_points_tax, units, line.quantity, currency),
        discount=of(line.discount, off - points, line.discount_with_tax),
        off=off,
    )
