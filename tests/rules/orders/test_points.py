from dataclasses import replace
from itertools import product

import pytest

from services.rules.basics.enums import PointsChange
from services.rules.orders.earnings import Earnings
from services.rules.orders.points import (
    EarningSwitches,
    Movements,
    OrderLedger,
    OrderPoints,
    after_grant,
    after_reversal,
    allowed_earnings,
    apply_rule,
    forgo,
    movements,
    pending_points,
    returned_points,
)
from services.rules.orders.status import StatusRule
from tests.clock import NOW

APPROVE, UNAPPROVE, UNCHANGED = PointsChange.APPROVE, PointsChange.UNAPPROVE, PointsChange.UNCHANGED
ALL_ON = EarningSwitches(allowed=True, on_purchase=True)


def standing(ledger: OrderLedger, *, needed: bool = True, received: bool = True) -> OrderPoints:
    return OrderPoints(needed_approved=needed, received_approved=received, ledger=ledger)


@pytest.mark.parametrize(
    "flag", [pytest.param(False, id="pending"), pytest.param(True, id="approved")]
)
@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(APPROVE, (True, True), id="approve"),
        pytest.param(UNAPPROVE, (False, False), id="un-approve"),
        pytest.param(UNCHANGED, (False, True), id="unchanged"),
    ],
)
def test_a_status_rule_changes_each_flag_by_itself(
    flag: bool,  # noqa: FBT001  a table's column
    change: PointsChange,
    expected: tuple[bool, bool],
) -> None:
    """R6.2."""
    points = standing(OrderLedger(), needed=flag, received=flag)

    needed = apply_rule(points, StatusRule(change, UNCHANGED))
    received = apply_rule(points, StatusRule(UNCHANGED, change))

    assert (needed.needed_approved, needed.received_approved) == (expected[flag], flag)
    assert (received.needed_approved, received.received_approved) == (flag, expected[flag])


@pytest.mark.parametrize(
    ("points", "in_force", "earned", "moved"),
    [
        pytest.param(standing(OrderLedger()), 30, 100, Movements(take=30, credit=100), id="both"),
        pytest.param(
            standing(OrderLedger(), received=False), 30, 100, Movements(take=30), id="used-only"
        ),
        pytest.param(
            standing(OrderLedger(), needed=False, received=False), 30, 100, Movements(),
            id="neither",
        ),
        pytest.param(
            standing(OrderLedger(30, 100, 100)), 30, 100, Movements(), id="a-replay-moves-nothing"
        ),
        pytest.param(
            standing(OrderLedger(30, 100, 100), needed=False, received=False), 30, 100,
            Movements(give_back=30, reverse=100), id="un-approving-moves-all-back",
        ),
        pytest.param(
            standing(OrderLedger(30, 100, 100)), 10, 40, Movements(give_back=20, reverse=60),
            id="less-in-force-and-less-earned",
        ),
        pytest.param(
            standing(OrderLedger(0, 80, 100)), 0, 100, Movements(credit=20),
            id="what-clamp-left-is-counted-again",
        ),
        pytest.param(
            standing(OrderLedger(0, 80, 100), received=False), 0, 100, Movements(reverse=80),
            id="and-chased-by-the-next-event-only",
        ),
        pytest.param(
            standing(OrderLedger(0, 60, 100, 40)), 0, 100, Movements(),
            id="what-the-cap-cut-is-lost",
        ),
        pytest.param(
            standing(OrderLedger(0, 0, 100, 40)), 0, 100, Movements(credit=60),
            id="lost-after-a-flip-too",
        ),
        pytest.param(
            standing(OrderLedger(0, 60, 100, 40)), 0, 70, Movements(),
            id="a-smaller-grant-eats-the-lost",
        ),
        pytest.param(
            standing(OrderLedger(0, 60, 100, 40)), 0, 50, Movements(reverse=10),
            id="then-what-was-granted",
        ),
        pytest.param(
            standing(OrderLedger(0, 0, 100, 100)), 0, 100, Movements(), id="all-of-it-was-lost"
        ),
    ],
)  # fmt: skip
def test_an_order_moves_from_where_it_stands_to_its_targets(
    points: OrderPoints, in_force: int, earned: int, moved: Movements
) -> None:
    """R6.3."""
    assert movements(points, in_force, earned) == moved


def test_a_grant_is_noted_with_what_was_cut_of_it() -> None:
    """R4.1, R6.3."""
    after = after_grant(OrderLedger(taken=30), earned=100, credited=60, not_credited=40)

    assert after == OrderLedger(taken=30, granted=60, gross=100, lost=40)
    assert (after.earned, after.reversed) == (60, 0)


def test_what_was_taken_back_is_reversed() -> None:
    """R6.3: the counters state what stands now."""
    clamped = OrderLedger(granted=80, gross=100)

    assert (clamped.earned, clamped.reversed) == (100, 20)


@pytest.mark.parametrize(
    ("allowed", "on_purchase", "credit", "forgone"),
    [
        pytest.param(True, True, 100, 0, id="all-on"),
        pytest.param(False, True, 0, 100, id="feature-off"),
        pytest.param(True, False, 0, 100, id="earn-on-purchase-off"),
        pytest.param(False, False, 0, 100, id="all-off"),
    ],
)
def test_what_a_switch_forbids_is_given_up_for_good(
    allowed: bool,  # noqa: FBT001  a table's column
    on_purchase: bool,  # noqa: FBT001
    credit: int,
    forgone: int,
) -> None:
    """R1.6, R6.7: off at the moment of earning is never earned, takings are not concerned."""
    wanted = Movements(give_back=1, reverse=2, take=3, credit=100)

    kept = forgo(wanted, EarningSwitches(allowed, on_purchase), Earnings(100))

    assert kept == replace(wanted, credit=credit, forgone=forgone)


def test_off_when_it_was_complete_earns_nothing_when_on_again() -> None:
    """R1.6."""
    lost = after_grant(OrderLedger(), earned=100, credited=0, not_credited=100)

    assert movements(standing(lost), 0, 100) == Movements()
    assert (lost.earned, lost.reversed) == (0, 0)


@pytest.mark.parametrize(
    ("credited", "kept"), [pytest.param(0, 0, id="all-lost"), pytest.param(20, 20, id="some")]
)
def test_what_is_lost_of_a_smaller_grant_stays_lost_too(credited: int, kept: int) -> None:
    """R1.6, R6.3: it once granted 100, a memo left 60 of them, and of these some are lost."""
    taken_back = OrderLedger(granted=0, gross=100)

    lost = after_grant(taken_back, earned=60, credited=credited, not_credited=60 - credited)

    assert movements(standing(lost), 0, 60) == Movements()
    flipped = after_reversal(lost, credited)
    assert movements(standing(flipped), 0, 60) == Movements(credit=kept)
    assert (lost.earned, lost.reversed) == (credited, 0)


@pytest.mark.parametrize(
    ("switches", "received", "pending"),
    [
        pytest.param(ALL_ON, False, 100, id="expected"),
        pytest.param(ALL_ON, True, 0, id="earned"),
        pytest.param(EarningSwitches(allowed=False, on_purchase=True), False, 0, id="feature-off"),
        pytest.param(
            EarningSwitches(allowed=True, on_purchase=False), False, 0, id="earn-on-purchase-off"
        ),
    ],
)
def test_an_order_is_expected_to_earn_until_it_has(
    switches: EarningSwitches,
    received: bool,  # noqa: FBT001  a table's column
    pending: int,
) -> None:
    """R6.7."""
    points = standing(OrderLedger(), received=received)

    assert pending_points(points, Earnings(100), switches, now=NOW, is_open=True) == pending


def test_an_order_that_is_over_is_expected_to_earn_nothing() -> None:
    """R6.7."""
    points = standing(OrderLedger(), received=False)

    assert pending_points(points, Earnings(100), ALL_ON, now=NOW, is_open=False) == 0


@pytest.mark.parametrize(
    ("held", "taken", "returned"),
    [
        pytest.param(True, 0, 30, id="held-for-the-order"),
        pytest.param(False, 70, 30, id="taken"),
        pytest.param(False, 0, 100, id="un-approved"),
    ],
)
def test_points_are_returned_that_stand_so(
    held: bool,  # noqa: FBT001  a table's column
    taken: int,
    returned: int,
) -> None:
    """R6.3: of 100 used 70 are in force."""
    points = OrderPoints(
        needed_approved=taken > 0,
        received_approved=False,
        ledger=OrderLedger(taken=taken),
        needed_held=held,
    )

    assert returned_points(points, used=100, in_force=70) == returned


@pytest.mark.parametrize(
    ("change", "held"),
    [
        pytest.param(APPROVE, False, id="approved"),
        pytest.param(UNAPPROVE, False, id="un-approved"),
        pytest.param(UNCHANGED, True, id="unchanged"),
    ],
)
def test_points_are_held_until_they_are_approved_or_un_approved(
    change: PointsChange,
    held: bool,  # noqa: FBT001  a table's column
) -> None:
    """R6.2."""
    points = replace(standing(OrderLedger(), needed=False), needed_held=True)

    assert apply_rule(points, StatusRule(change, UNCHANGED)).needed_held is held


@pytest.mark.parametrize(
    "switches", [EarningSwitches(*on) for on in product((True, False), repeat=2)]
)
def test_switches_never_add_to_what_is_earned(switches: EarningSwitches) -> None:
    """R6.7."""
    expected = 100 if switches.allowed and switches.on_purchase else 0

    assert allowed_earnings(Earnings(100), switches).total == expected
