"""Points per product: lines paid with points, and points that products earn (R7)."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from math import ceil

from services.rules.basics.money import ZERO
from services.rules.checkout.quote_line import QuoteLine


@dataclass(frozen=True, slots=True)
class ProductTerms:
    """What one unit of a product costs in points and earns, None where it is not set (R7.1).

    `earns_by_rate`: whether money spent on it earns by the exchange rate (R6.12).
    """

    needed: int | None = None
    received: int | None = None
    earns_by_rate: bool = True


def pay_lines(lines: Sequence[QuoteLine], points: int, currency: str) -> tuple[QuoteLine, ...]:
    """Pay the lines with up to `points`, in cart order, each as far as they go (R7.2)."""
    left = points
    paid: list[QuoteLine] = []
    for line in lines:
        paid.append(_pay(line, left, currency))
        left -= paid[-1].product_points
    return tuple(paid)


def points_to_pay(line: QuoteLine) -> int:
    """Return what the whole line costs in points, rounded up."""
    return ceil(line.quantity * (line.points_needed or 0))


def _pay(line: QuoteLine, points: int, currency: str) -> QuoteLine:
    """Let points pay their share of the line and of its tax; in full, the line earns nothing.

    Of all numbers of points that leave as little to pay, the smallest is taken. What they pay never
    falls with their number, so that one is found by halving.
    """
    need = points_to_pay(line)

    def left(taken: int) -> tuple[Decimal, Decimal]:
        return line.carried_by(need - taken, need, currency)

    def paid_by(taken: int) -> Decimal:
        return line.net + line.tax - sum(left(taken))

    most = min(points, need)
    if most == 0 or paid_by(most) == ZERO:
        return line
    taken = bisect_left(range(most), paid_by(most), key=paid_by)
    net, tax = left(taken)
    return replace(
        line,
        net=net,
        tax=tax,
        product_points=taken,
        product_points_amount=line.net - net,
        product_points_tax=line.tax - tax,
        earns_points=net + tax > ZERO,
    )
