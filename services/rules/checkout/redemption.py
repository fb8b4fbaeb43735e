"""Redemption: how many points pay how much of an order (R2.4, R4.2, R4.3, R5.4).

Points go in whole groups, the size of the rate's points. The last group may be worth more than
what is left to pay: it is taken whole, so that enough points need no other payment.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from types import MappingProxyType
from typing import Final

from services.rules.basics.currencies import minor_unit
from services.rules.basics.limits import BALANCE_LIMIT
from services.rules.basics.money import ZERO, down, total
from services.rules.basics.refusals import (
    BelowThreshold,
    InsufficientPoints,
    LimitExceeded,
    NoRedemptionRate,
    OutOfRange,
)
from services.rules.programme.conversion import RecordedRate

NOTHING_OUT_OF_REACH: Final[Mapping[str, Decimal]] = MappingProxyType({})

_PERCENT = Decimal(100)


@dataclass(frozen=True, slots=True)
class Funds:
    """The balance, and what of it this checkout may spend: the balance less others' holds.

    `taken` are points that pay for lines already; they are not in `available` any more (R7.3).
    """

    balance: int
    available: int
    taken: int = 0


@dataclass(frozen=True, slots=True)
class Carried:
    """Points of an order that a cart replaces: those `taken` for it, or `held` for it (R6.14).

    `granted` are points that it has earned already. Placing the cart takes them back.
    """

    taken: int = 0
    held: int = 0
    granted: int = 0

    @property
    def points(self) -> int:
        """All that the cart may use beside what is free."""
        return self.taken + self.held


NOTHING_CARRIED = Carried()


@dataclass(frozen=True, slots=True)
class Payable:
    """Whether points may pay the shipping with its tax, and the lines' tax (R5.4)."""

    shipping: bool = True
    tax: bool = True

    def out_of_reach(self, *, shipping: Decimal, tax: Decimal) -> dict[str, Decimal]:
        """Return what of a total points may not pay, by the setting that says so."""
        parts = {"redeemOnShipping": (self.shipping, shipping), "redeemOnTax": (self.tax, tax)}
        return {name: part for name, (payable, part) in parts.items() if not payable}

    def within(self, whole: Decimal, *, shipping: Decimal, tax: Decimal) -> Decimal:
        """Return what of `whole`, which has this shipping and tax, points may pay."""
        return whole - total(self.out_of_reach(shipping=shipping, tax=tax).values())


ALL_PAYABLE: Final = Payable()


@dataclass(frozen=True, slots=True)
class RedemptionLimits:
    """The website's limits of a redemption, each None for no limit; the percent is 0 to 100."""

    threshold: int | None = None
    min_points: int | None = None
    max_points: int | None = None
    max_percent: Decimal | None = None
    payable: Payable = ALL_PAYABLE


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


def funds_left(balance: int, held_elsewhere: int, carried: Carried = NOTHING_CARRIED) -> Funds:
    """Return what a cart may spend; what the order that it replaces has counts as there (R6.14).

    What that order has earned is gone by the time the points are taken (R6.3), as far as it is
    still on the balance: a quote that counted it could not be placed. Numbers are cut at what an
    account can hold (R5.8).
    """
    taken_back = min(carried.granted, max(balance, 0))
    whole = balance + carried.taken - taken_back
    available = max(whole - held_elsewhere + carried.held, 0)
    return Funds(min(whole, BALANCE_LIMIT), min(available, BALANCE_LIMIT))


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


def check_choice(
    points: int | None, funds: Funds, rate: RecordedRate | None, limits: RedemptionLimits
) -> None:
    """Refuse a choice of points that can't be applied at all (R2.5, R4.2, R4.3).

    With nothing on the balance "as many as are useful" means 0 and is never refused. Raises
    OutOfRange, NoRedemptionRate, BelowThreshold, InsufficientPoints, LimitExceeded.
    """
    if points is not None and points <= 0:
        raise OutOfRange("Choose 1 point or more.", path=("points",))
    if points is None and funds.balance <= 0:
        return
    if rate is None:
        raise NoRedemptionRate("Points can't be redeemed here: there is no exchange rate for it.")
    check_threshold(funds, limits)
    if points is None:
        return
    check_available(points, funds)
    if limits.min_points is not None and points < limits.min_points:
        raise LimitExceeded(f"Use {limits.min_points} points or more.", path=("points",))


def check_product_choice(points: int | None, funds: Funds, limits: RedemptionLimits) -> None:
    """Refuse a choice of points for lines that can't be applied at all (R4.2, R7.2).

    With nothing on the balance "as many as are useful" means 0 and is never refused. Raises
    OutOfRange, BelowThreshold, InsufficientPoints.
    """
    if points is not None and points <= 0:
        raise OutOfRange("Choose 1 point or more.", path=("points",))
    if points is None and funds.balance <= 0:
        return
    check_threshold(funds, limits)
    if points is not None:
        check_available(points, funds)


def check_available(points: int, funds: Funds) -> None:
    """Refuse more `points` than are available.

    Raises InsufficientPoints.
    """
    available = max(funds.available, 0)
    if points > available:
        raise InsufficientPoints(
            f"Only {available} points are available.",
            path=("points",),
            missing_points=points - available,
        )


def is_below_threshold(funds: Funds, limits: RedemptionLimits) -> bool:
    """Test whether the balance, held points included, is too low to redeem at all (R4.2)."""
    return limits.threshold is not None and funds.balance < limits.threshold


def check_threshold(funds: Funds, limits: RedemptionLimits) -> None:
    """Refuse a balance below the threshold, held points included (R4.2).

    Raises BelowThreshold.
    """
    if limits.threshold is not None and funds.balance < limits.threshold:
        raise BelowThreshold(
            f"A balance of {limits.threshold} points is needed to redeem.",
            missing_points=limits.threshold - funds.balance,
        )


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
