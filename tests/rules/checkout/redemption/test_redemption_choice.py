import pytest

from services.rules.basics.refusals import (
    BelowThreshold,
    InsufficientPoints,
    LimitExceeded,
    NoRedemptionRate,
    OutOfRange,
    RewardsError,
)
from services.rules.checkout.redemption.choice import check_choice
from services.rules.checkout.redemption.funds import Funds
from services.rules.checkout.redemption.limits import RedemptionLimits
from services.rules.programme.conversion import RecordedRate
from tests.rules.builders import NO_LIMITS, funds, redemption_rate

RATE = redemption_rate()
THRESHOLD = RedemptionLimits(threshold=100)
MINIMUM = RedemptionLimits(min_points=30)


@pytest.mark.parametrize(
    ("points", "available", "rate", "limits", "refusal"),
    [
        pytest.param(0, funds(50), RATE, NO_LIMITS, OutOfRange, id="0"),
        pytest.param(-5, funds(50), RATE, NO_LIMITS, OutOfRange, id="negative"),
        pytest.param(-5, funds(0), None, THRESHOLD, OutOfRange, id="negative-before-all-else"),
        pytest.param(10, funds(50), None, NO_LIMITS, NoRedemptionRate, id="no-rate"),
        pytest.param(None, funds(50), None, NO_LIMITS, NoRedemptionRate, id="no-rate-for-all"),
        pytest.param(10, funds(99), RATE, THRESHOLD, BelowThreshold, id="below-the-threshold"),
        pytest.param(None, funds(99), RATE, THRESHOLD, BelowThreshold, id="all-below-threshold"),
        pytest.param(51, funds(50), RATE, NO_LIMITS, InsufficientPoints, id="above-the-balance"),
        pytest.param(51, funds(99, held=49), RATE, NO_LIMITS, InsufficientPoints, id="held"),
        pytest.param(10, funds(0), RATE, NO_LIMITS, InsufficientPoints, id="an-empty-account"),
        pytest.param(29, funds(50), RATE, MINIMUM, LimitExceeded, id="below-the-minimum"),
    ],
)
def test_a_choice_that_cannot_be_applied_is_refused(
    points: int | None,
    available: Funds,
    rate: RecordedRate | None,
    limits: RedemptionLimits,
    refusal: type[RewardsError],
) -> None:
    """R2.5, R4.2, R4.3."""
    with pytest.raises(refusal):
        check_choice(points, available, rate, limits)


@pytest.mark.parametrize(
    ("points", "available", "rate", "limits"),
    [
        pytest.param(50, funds(50), RATE, NO_LIMITS, id="all-there-is"),
        pytest.param(1, funds(50), RATE, NO_LIMITS, id="less-than-a-group"),
        pytest.param(10, funds(100, held=80), RATE, THRESHOLD, id="at-the-threshold-with-holds"),
        pytest.param(30, funds(50), RATE, MINIMUM, id="at-the-minimum"),
        pytest.param(40, funds(50), RATE, RedemptionLimits(max_points=30), id="above-the-maximum"),
        pytest.param(None, funds(20), RATE, MINIMUM, id="all-of-less-than-the-minimum"),
        pytest.param(None, funds(50, held=50), RATE, NO_LIMITS, id="all-of-held-points"),
        pytest.param(None, funds(0), RATE, THRESHOLD, id="all-of-nothing"),
        pytest.param(None, funds(0), None, NO_LIMITS, id="all-of-nothing-without-a-rate"),
        pytest.param(None, funds(-30), None, THRESHOLD, id="all-of-a-debt"),
    ],
)
def test_a_choice_that_can_be_applied_or_cut_is_not_refused(
    points: int | None, available: Funds, rate: RecordedRate | None, limits: RedemptionLimits
) -> None:
    """R4.2, R4.3, R13.1."""
    check_choice(points, available, rate, limits)


def test_the_refusal_says_how_many_points_are_missing() -> None:
    """R3.4."""
    with pytest.raises(InsufficientPoints) as refusal:
        check_choice(51, funds(99, held=60), RATE, NO_LIMITS)

    assert refusal.value.missing_points == 12


def test_the_refusal_says_how_far_the_threshold_is() -> None:
    """R4.2: from the balance, whatever is held or chosen."""
    with pytest.raises(BelowThreshold) as refusal:
        check_choice(10, funds(88, held=60), RATE, THRESHOLD)

    assert refusal.value.missing_points == 12
