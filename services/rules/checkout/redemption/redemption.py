"""Redemption: how many points pay how much of an order (R2.4, R4.3, R5.4).

Points go in whole groups, the size of the rate's points. The last group may be worth more than
what is left to pay: it is taken whole, so that enough points need no other payment.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from types import MappingProxyType
from typing import Final

from services.rules.basics.currencies import minor_unit
from services.rules.basics.money import ZERO, down, total
from services.rules.checkout.redemption.choice import is_below_threshold
from services.rules.checkout.redemption.funds import Funds
from services.rules.checkout.redemption.limits import RedemptionLimits
from services.rules.programme.conversion import RecordedRate

NOTHING_OUT_OF_REACH: Final[Mapping[str, Decimal]] = MappingProxyType({})

_PERCENT = Decimal(100)


@dataclass(frozen=True, slots=True)
class Redemption:
    """Points to take and the money that they pay."""

    points: int = 0
    amount: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Maximum:
    """The most that is useful on an order, and the names of what cut it."""

    redemption: Redemption
    limited_by: tuple[str, ...]


def maximum(
    order_total: Decimal,
    funds: Funds,
    rate: RecordedRate | None,
    limits: RedemptionLimits,
    out_of_reach: Mapping[str, Decimal] = NOTHING_OUT_OF_REACH,
) -> Maximum:
    """Return the most points that are useful for `order_total` within the limits (R4.3).

    `out_of_reach` are the parts of it that points may not pay, by their setting (R5.4).
    """
    if rate is None:
        return Maximum(Redemption(), ())
    spendable = max(funds.balance - funds.taken, 0)
    wanted = _useful_groups(order_total, spendable // rate.points, rate)
    caps = _caps(order_total, funds, rate, limits)
    groups = min([wanted, *caps.values()])
    payable = order_total - total(out_of_reach.values())
    redemption = _pay(payable, groups, rate)
    # The smallest limit is named: the part that may be paid, or else what cut the groups.
    limited_by = []
    if _pay(order_total, groups, rate).amount <= payable:
        limited_by += [name for name, cap in caps.items() if cap == groups < wanted]
    if redemption.amount == payable < _pay(order_total, wanted, rate).amount:
        limited_by += [name for name, part in out_of_reach.items() if part]
    if limits.min_points is not None and 0 < redemption.points < limits.min_points:
        return Maximum(Redemption(), (*limited_by, "minPointsPerOrder"))
    return Maximum(redemption, tuple(limited_by))


def redeem(
    payable: Decimal,
    points: int | None,
    most: Maximum,
    rate: RecordedRate | None,
    limits: RedemptionLimits,
) -> Redemption:
    """Return the redemption of the `points` chosen, None for as many as are useful (R5.4).

    `payable` is what of the order's total points may pay.
    """
    if rate is None or points is None:
        return most.redemption
    groups = min(points, most.redemption.points) // rate.points
    redemption = _pay(payable, groups, rate)
    if limits.min_points is not None and redemption.points < limits.min_points:
        return Redemption()
    return redemption


def _caps(
    order_total: Decimal, funds: Funds, rate: RecordedRate, limits: RedemptionLimits
) -> dict[str, int]:
    """Return how many groups each limit lets through, by the name shown in `limitedBy`."""
    caps = {"holds": max(funds.available, 0) // rate.points}
    if is_below_threshold(funds, limits):
        caps["redemptionThreshold"] = 0
    if limits.max_points is not None:
        caps["maxPointsPerOrder"] = limits.max_points // rate.points
    if limits.max_percent is not None and limits.max_percent < _PERCENT:
        most = down(order_total * limits.max_percent / _PERCENT, rate.currency)
        caps["maxPercentOfOrder"] = _groups_worth_at_most(most, rate)
    return caps


def _useful_groups(order_total: Decimal, groups: int, rate: RecordedRate) -> int:
    return _pay(order_total, groups, rate).points // rate.points


def _pay(order_total: Decimal, groups: int, rate: RecordedRate) -> Redemption:
    """Pay as much of `order_total` as `groups` can, with the fewest that pay as much."""
    amount = min(down(groups * rate.currency_amount, rate.currency), order_total)
    needed = int((amount / rate.currency_amount).to_integral_value(ROUND_CEILING))
    return Redemption(needed * rate.points, amount)


def _groups_worth_at_most(amount: Decimal, rate: RecordedRate) -> int:
    """Return the most groups whose worth, rounded down to the minor unit, is `amount` or less."""
    above = amount + minor_unit(rate.currency)
    return int((above / rate.currency_amount).to_integral_value(ROUND_CEILING)) - 1
