from decimal import Decimal

import pytest

from services.rules.checkout.redemption.funds import Funds
from services.rules.checkout.redemption.limits import RedemptionLimits
from services.rules.checkout.redemption.redemption import Redemption, maximum, redeem
from services.rules.programme.conversion import RecordedRate
from tests.rules.builders import NO_LIMITS, funds, redemption_rate

TEN_FOR_TWO = redemption_rate(10, "2.00")


def as_many_as_useful(
    total: str, balance: int, rate: RecordedRate, limits: RedemptionLimits = NO_LIMITS
) -> tuple[int, Decimal]:
    most = maximum(Decimal(total), funds(balance), rate, limits)
    redemption = redeem(Decimal(total), None, most, rate, limits)
    return redemption.points, redemption.amount


def chosen(
    points: int, total: str, balance: int, limits: RedemptionLimits = NO_LIMITS
) -> tuple[int, Decimal]:
    most = maximum(Decimal(total), funds(balance), TEN_FOR_TWO, limits)
    redemption = redeem(Decimal(total), points, most, TEN_FOR_TWO, limits)
    return redemption.points, redemption.amount


@pytest.mark.parametrize(
    ("total", "balance", "rate", "points", "amount"),
    [
        pytest.param("5.00", 1_000, TEN_FOR_TWO, 30, "5.00", id="rounded-up-to-a-group"),
        pytest.param("5.00", 30, TEN_FOR_TWO, 30, "5.00", id="just-enough"),
        pytest.param("5.00", 29, TEN_FOR_TWO, 20, "4.00", id="not-quite-enough"),
        pytest.param("6.00", 1_000, TEN_FOR_TWO, 30, "6.00", id="to-the-cent"),
        pytest.param("6.01", 1_000, TEN_FOR_TWO, 40, "6.01", id="a-cent-more-takes-a-group"),
        pytest.param("5.00", 9, TEN_FOR_TWO, 0, "0", id="less-than-a-group"),
        pytest.param("0", 1_000, TEN_FOR_TWO, 0, "0", id="nothing-to-pay"),
        pytest.param("1.00", 99, redemption_rate(7, "0.33"), 28, "1.00", id="four-groups-of-0.33"),
        pytest.param("9.00", 20, redemption_rate(7, "0.33"), 14, "0.66", id="two-groups-of-0.33"),
        pytest.param("1.00", 3, redemption_rate(1, "0.005"), 2, "0.01", id="third-adds-no-cent"),
        pytest.param("1.00", 299, redemption_rate(3, "0.0001"), 0, "0", id="no-group-adds-a-cent"),
        pytest.param("1.00", 599, redemption_rate(3, "0.0001"), 300, "0.01", id="100-of-199"),
        pytest.param("2.50", 500, redemption_rate(100, "1"), 300, "2.50", id="a-hundred-for-one"),
        pytest.param("7", 99, redemption_rate(10, "2.5", "JPY"), 30, "7", id="half-yens-cover"),
        pytest.param("99", 39, redemption_rate(10, "0.4", "JPY"), 30, "1", id="third-makes-a-yen"),
        pytest.param("0.004", 9, redemption_rate(1, "0.0015", "KWD"), 3, "0.004", id="fils"),
        pytest.param(
            "9999999999.99", 2**31 - 1, redemption_rate(1, "9999999999.9999"), 1,
            "9999999999.99", id="largest-rate",
        ),
        pytest.param(
            "9999999999.99", 2**31 - 1, redemption_rate(1, "0.0001"), 2_147_483_600,
            "214748.36", id="thinnest-rate-and-largest-balance",
        ),
    ],
)  # fmt: skip
def test_as_many_points_as_are_useful(
    total: str, balance: int, rate: RecordedRate, points: int, amount: str
) -> None:
    """R2.4, R5.4."""
    assert as_many_as_useful(total, balance, rate) == (points, Decimal(amount))


@pytest.mark.parametrize(
    ("points", "used", "amount"),
    [
        pytest.param(25, 20, "4.00", id="down-to-whole-groups"),
        pytest.param(20, 20, "4.00", id="whole-groups"),
        pytest.param(9, 0, "0", id="less-than-a-group"),
        pytest.param(30, 30, "5.00", id="covers-the-total"),
        pytest.param(80, 30, "5.00", id="above-what-is-useful-is-cut"),
    ],
)
def test_a_chosen_number_is_rounded_down_and_cut(points: int, used: int, amount: str) -> None:
    """R4.3, R5.4."""
    assert chosen(points, "5.00", balance=80) == (used, Decimal(amount))


def test_a_chosen_number_that_is_no_longer_there_is_cut() -> None:
    """R5.7: the wish is checked again at each quote."""
    assert chosen(50, "100.00", balance=33) == (30, Decimal("6.00"))


@pytest.mark.parametrize(
    ("limits", "points", "limited_by"),
    [
        pytest.param(NO_LIMITS, 500, (), id="without-limits-all-that-is-useful"),
        pytest.param(RedemptionLimits(max_points=39), 30, ("maxPointsPerOrder",), id="max-points"),
        pytest.param(RedemptionLimits(max_points=0), 0, ("maxPointsPerOrder",), id="max-0"),
        pytest.param(
            RedemptionLimits(max_percent=Decimal(25)), 120, ("maxPercentOfOrder",), id="max-percent"
        ),
        pytest.param(
            RedemptionLimits(max_percent=Decimal("99.99")), 490, ("maxPercentOfOrder",),
            id="almost-all-is-not-all",
        ),
        pytest.param(RedemptionLimits(max_percent=Decimal(100)), 500, (), id="100-percent-is-all"),
        pytest.param(
            RedemptionLimits(max_percent=Decimal(0)), 0, ("maxPercentOfOrder",), id="0-percent"
        ),
        pytest.param(
            RedemptionLimits(max_points=125, max_percent=Decimal(25)), 120,
            ("maxPointsPerOrder", "maxPercentOfOrder"), id="two-that-cut-alike",
        ),
        pytest.param(RedemptionLimits(max_points=500), 500, (), id="a-maximum-that-cuts-nothing"),
        pytest.param(
            RedemptionLimits(threshold=601), 0, ("redemptionThreshold",), id="below-the-threshold"
        ),
        pytest.param(RedemptionLimits(threshold=600), 500, (), id="at-the-threshold"),
        pytest.param(RedemptionLimits(min_points=500), 500, (), id="at-the-minimum"),
        pytest.param(
            RedemptionLimits(min_points=501), 0, ("minPointsPerOrder",), id="below-the-minimum"
        ),
        pytest.param(
            RedemptionLimits(min_points=31, max_points=39), 0,
            ("maxPointsPerOrder", "minPointsPerOrder"), id="a-maximum-below-the-minimum",
        ),
    ],
)  # fmt: skip
def test_limits_cut_as_many_as_useful_and_are_named(
    limits: RedemptionLimits, points: int, limited_by: tuple[str, ...]
) -> None:
    """R4.2, R4.3, R5.8: 99.00 to pay, 600 points, 10 for 2.00."""
    most = maximum(Decimal("99.00"), funds(600), TEN_FOR_TWO, limits)

    assert (most.redemption.points, most.limited_by) == (points, limited_by)


def test_the_percent_is_of_the_total_and_rounded_down_to_whole_groups() -> None:
    """R4.3: half of 5.00 is one group of 2.00, not 2.50."""
    limits = RedemptionLimits(max_percent=Decimal(50))

    assert as_many_as_useful("5.00", 600, TEN_FOR_TWO, limits) == (10, Decimal("2.00"))


def test_groups_that_stay_below_the_next_cent_do_not_pass_the_percent() -> None:
    """R4.3: 1 percent of 1.00 is a cent; three groups of 0.005 are worth one, two pay it."""
    limits = RedemptionLimits(max_percent=Decimal(1))

    assert as_many_as_useful("1.00", 600, redemption_rate(1, "0.005"), limits) == (
        2,
        Decimal("0.01"),
    )


@pytest.mark.parametrize(
    ("points", "limits", "used"),
    [
        pytest.param(70, RedemptionLimits(max_points=45), 40, id="above-the-maximum-is-cut"),
        pytest.param(70, RedemptionLimits(max_percent=Decimal(10)), 40, id="above-the-percent-too"),
        pytest.param(29, RedemptionLimits(min_points=25), 0, id="groups-below-the-minimum"),
        pytest.param(30, RedemptionLimits(min_points=25), 30, id="groups-above-the-minimum"),
        pytest.param(70, RedemptionLimits(min_points=50, max_points=45), 0, id="cut-below-minimum"),
    ],
)
def test_limits_cut_a_chosen_number(points: int, limits: RedemptionLimits, used: int) -> None:
    """R4.3."""
    assert chosen(points, "99.00", balance=600, limits=limits)[0] == used


def test_points_held_by_other_carts_are_not_available() -> None:
    """R5.4, R5.8."""
    most = maximum(Decimal("99.00"), funds(100, held=75), TEN_FOR_TWO, NO_LIMITS)

    assert (most.redemption.points, most.limited_by) == (20, ("holds",))


def test_held_points_count_for_the_threshold() -> None:
    """R4.2."""
    limits = RedemptionLimits(threshold=100)

    most = maximum(Decimal("99.00"), funds(100, held=75), TEN_FOR_TWO, limits)

    assert most.redemption.points == 20


def test_points_pay_nothing_without_a_rate() -> None:
    """R2.5."""
    most = maximum(Decimal("99.00"), funds(600), None, NO_LIMITS)

    assert redeem(Decimal("99.00"), 50, most, None, NO_LIMITS) == Redemption()


def test_a_debt_pays_nothing() -> None:
    """R4.4."""
    most = maximum(Decimal("99.00"), Funds(balance=-80, available=0), TEN_FOR_TWO, NO_LIMITS)

    assert (most.redemption, most.limited_by) == (Redemption(0, Decimal("0.00")), ())


def test_points_that_pay_for_lines_are_no_hold() -> None:
    """R5.8, R7.3: 60 of 100 pay for lines; nothing but the balance limits the rest."""
    left = Funds(balance=100, available=40, taken=60)

    most = maximum(Decimal("99.00"), left, TEN_FOR_TWO, NO_LIMITS)

    assert most.redemption == Redemption(40, Decimal("8.00"))
    assert most.limited_by == ()
