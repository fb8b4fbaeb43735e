"""Redemption by trying every number of groups: too plain to be wrong (R4.2, R4.3, R5.4)."""

from dataclasses import dataclass
from fractions import Fraction

from services.rules.checkout.redemption.funds import Funds
from services.rules.checkout.redemption.limits import RedemptionLimits
from services.rules.programme.conversion import RecordedRate
from tests.rules.models.rounding import exact, floor_to_unit


@dataclass(frozen=True)
class Tried:
    points: int
    paid: Fraction


def redeemed_by_trying(
    order_total: Fraction,
    funds: Funds,
    rate: RecordedRate,
    limits: RedemptionLimits,
    chosen: int | None = None,
    payable: Fraction | None = None,
) -> Tried:
    """Of all numbers of groups that nothing forbids, take the fewest points that pay the most.

    `payable` is what of the total points may pay, all of it if None.
    """
    most = funds.available if chosen is None else min(funds.available, chosen)
    best = Tried(0, Fraction(0))
    useful = order_total if payable is None else payable
    for groups in range(1, max(most, 0) // rate.points + 1):
        worth = floor_to_unit(groups * exact(rate.currency_amount), rate.currency)
        tried = Tried(groups * rate.points, min(worth, useful))
        if _is_allowed(tried, order_total, funds, limits) and tried.paid > best.paid:
            best = tried
    if limits.min_points is not None and best.points < limits.min_points:
        return Tried(0, Fraction(0))
    return best


def _is_allowed(
    tried: Tried, order_total: Fraction, funds: Funds, limits: RedemptionLimits
) -> bool:
    if limits.threshold is not None and funds.balance < limits.threshold:
        return False
    if limits.max_points is not None and tried.points > limits.max_points:
        return False
    if limits.max_percent is None:
        return True
    return tried.paid * 100 <= order_total * exact(limits.max_percent)
