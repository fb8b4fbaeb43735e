"""Points per product: lines paid with points, and points that products earn (R7)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import ceil

from services.rules.basics.shares import share
from services.rules.checkout.quote_line import QuoteLine


@dataclass(frozen=True, slots=True)
class ProductTerms:
    """What one unit of a product costs in points and earns, None where it is not set (R7.1).

    `earns_by_rate`: whether money spent on it earns by the exchange rate (R6.12).
    """

    needed: int | None = None
    received: int | None = None
    earns_by_rate: bool = True


def points_needed(lines: Iterable[QuoteLine]) -> int:
    """Return the points that pay for all lines that can be paid with points; more have no use."""
    return sum(_need(line) for line in lines)


def pay_lines(lines: Sequence[QuoteLine], points: int, currency: str) -> tuple[QuoteLine, ...]:
    """Pay the lines with up to `points`, in cart order, each as far as they go (R7.2)."""
    left = points
    paid: list[QuoteLine] = []
    for line in lines:
        taken = min(left, _need(line))
        left -= taken
        paid.append(_pay(line, taken, currency) if taken else line)
    return tuple(paid)


def _need(line: QuoteLine) -> int:
    """Return what the whole line costs in points, rounded up."""
    return ceil(line.quantity * (line.points_needed or 0))


def _pay(line: QuoteLine, taken: int, currency: str) -> QuoteLine:
    """Let points pay their share of the line and of its tax; in full, the line earns nothing."""
    need = _need(line)
    net = share(line.net, need - taken, need, currency)
    return replace(
        line,
        net=net,
        tax=share(line.tax, need - taken, need, currency),
        product_points=taken,
        product_points_amount=line.net - net,
        earns_points=taken < need,
    )
