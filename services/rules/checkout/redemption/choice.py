"""Choice of points: what a customer can't choose at all (R2.5, R4.2, R4.3, R7.2)."""

from services.rules.basics.refusals import (
    BelowThreshold,
    InsufficientPoints,
    LimitExceeded,
    NoRedemptionRate,
    OutOfRange,
)
from services.rules.checkout.redemption.funds import Funds
from services.rules.checkout.redemption.limits import RedemptionLimits
from services.rules.programme.conversion import RecordedRate


def check_choice(
    points: int | None, funds: Funds, rate: RecordedRate | None, limits: RedemptionLimits
) -> None:
    """Refuse a choice of points that can't be applied at all (R2.5, R4.2, R4.3).

    With nothing on the balance "as many as are useful" means 0 and is never refused. Raises
    OutOfRange, NoRedemptionRate, BelowThreshold, InsufficientPoints, LimitExceeded.
    """
    if _means_nothing(points, funds):
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
    if _means_nothing(points, funds):
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
    if limits.threshold is not None and is_below_threshold(funds, limits):
        raise BelowThreshold(
            f"A balance of {limits.threshold} points is needed to redeem.",
            missing_points=limits.threshold - funds.balance,
        )


def _means_nothing(points: int | None, funds: Funds) -> bool:
    """Test whether the choice means 0: as many as are useful, with nothing on the balance.

    Raises OutOfRange.
    """
    if points is not None and points <= 0:
        raise OutOfRange("Choose 1 point or more.", path=("points",))
    return points is None and funds.balance <= 0
