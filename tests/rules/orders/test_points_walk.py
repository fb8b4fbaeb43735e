"""Random walks of one order's flags over a real account, with spending beside it (R6.3)."""

from dataclasses import replace
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from services.rules.basics.enums import ClawbackPolicy, PointsChange
from services.rules.ledger.account import AccountState, credit, debit, reverse
from services.rules.orders.earnings import Earnings
from services.rules.orders.points import (
    EarningSwitches,
    Movements,
    OrderLedger,
    OrderPoints,
    after_grant,
    apply_rule,
    forgo,
    movements,
)
from services.rules.orders.status import DEFAULT_RULES, StatusRule
from tests.rules.builders import lot

EARNED, USED = 100, 30
ON = EarningSwitches(allowed=True, on_purchase=True)
statuses = st.sampled_from(sorted(DEFAULT_RULES))
clawbacks = st.sampled_from(list(ClawbackPolicy))


class Order:
    """An order that settles as R6.3 says, over an account of its own."""

    def __init__(self, others: int = 0) -> None:
        self.account = AccountState((lot(1, others),) if others else ())
        self.points = OrderPoints(
            needed_approved=False, received_approved=False, ledger=OrderLedger()
        )
        self.in_force, self.earned = 0, EARNED
        self.credited = self.taken_back = self.cut = self.forgone = 0
        self.lot_number = 1
        self.at_most = EARNED

    def reach(
        self,
        status: str,
        clawback: ClawbackPolicy = ClawbackPolicy.CLAMP,
        cap: int | None = None,
        switches: EarningSwitches = ON,
    ) -> Movements:
        return self.apply(DEFAULT_RULES[status], clawback, cap, switches)

    def apply(
        self,
        rule: StatusRule,
        clawback: ClawbackPolicy,
        cap: int | None = None,
        switches: EarningSwitches = ON,
    ) -> Movements:
        """Write reversals, then credits; return what was wanted."""
        self.points = apply_rule(self.points, rule)
        wanted = movements(self.points, self.in_force, self.earned)
        wanted = forgo(wanted, switches, Earnings(self.earned))
        if wanted.reverse:
            self._reverse(wanted.reverse, clawback)
        if wanted.credit or wanted.forgone:
            self._credit(wanted, cap)
        return wanted

    def spend(self, points: int) -> None:
        self.account, _ = debit(self.account, min(points, self.account.remaining))

    def _reverse(self, points: int, clawback: ClawbackPolicy) -> None:
        opened = [UUID(int=number) for number in range(2, self.lot_number + 1)]
        self.account, _, missing = reverse(
            self.account, points, opened_lots=opened, clawback=clawback
        )
        self.taken_back += points - missing
        ledger = self.points.ledger
        self._keep(replace(ledger, granted=ledger.granted - points + missing))

    def _credit(self, wanted: Movements, cap: int | None) -> None:
        cut = 0
        if wanted.credit:
            self.lot_number += 1
            opened = lot(self.lot_number, wanted.credit)
            self.account, _, cut = credit(self.account, opened, cap=cap)
        credited = wanted.credit - cut
        self.credited, self.cut = self.credited + credited, self.cut + cut
        self.forgone += wanted.forgone
        lost = cut + wanted.forgone
        self._keep(after_grant(self.points.ledger, self.earned, credited, lost))
        if lost:
            self.at_most = self.points.ledger.granted

    def _keep(self, ledger: OrderLedger) -> None:
        self.points = replace(self.points, ledger=ledger)


def test_what_clamp_could_not_take_is_not_paid_again() -> None:
    """R6.3: earned 100, 80 spent, cancelled (CLAMP takes 20), completed again: 20."""
    order = Order()
    order.reach("complete")
    order.spend(80)
    order.reach("canceled")
    assert order.account.balance == 0

    order.reach("complete")

    assert order.account.balance == 20
    assert (order.points.ledger.earned, order.points.ledger.reversed) == (100, 0)


def test_what_clamp_could_not_take_is_taken_by_the_next_event() -> None:
    """R6.3: it is not chased by itself, but counted again."""
    order = Order()
    order.reach("complete")
    order.spend(80)
    order.reach("canceled")
    order.account, _, _ = credit(order.account, lot(99, 50))
    assert order.account.balance == 50

    order.reach("denied")

    assert order.account.balance == 0
    assert order.points.ledger.granted == 30


def test_a_debt_is_repaid_by_completing_again() -> None:
    """R4.4, R6.3."""
    order = Order()
    order.reach("complete")
    order.spend(80)
    order.reach("canceled", ClawbackPolicy.DEBT)
    assert order.account.balance == -80

    order.reach("complete")

    assert (order.account.balance, order.account.debt) == (20, 0)


def test_what_the_cap_cut_is_not_credited_later() -> None:
    """R4.1, R6.3: 60 of 100 fit; spent, flipped and back with all the room there is."""
    order = Order(others=40)
    order.reach("complete", cap=100)
    assert (order.account.balance, order.cut) == (100, 40)
    order.reach("canceled")

    order.reach("complete")

    assert order.points.ledger.granted == 60
    assert order.account.balance == 100


class OrderWalk(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.order = Order(others=50)
        self.settled = True

    @rule(status=statuses, clawback=clawbacks, cap=st.one_of(st.none(), st.integers(0, 200)))
    def reach(self, status: str, clawback: ClawbackPolicy, cap: int | None) -> None:
        self.order.reach(status, clawback, cap)
        self.settled = True

    @rule(change=st.sampled_from(list(PointsChange)), clawback=clawbacks)
    def override(self, change: PointsChange, clawback: ClawbackPolicy) -> None:
        self.order.apply(StatusRule(PointsChange.UNCHANGED, change), clawback)
        self.settled = True

    @rule(status=statuses, allowed=st.booleans(), on_purchase=st.booleans())
    def reach_with_switches(self, status: str, *, allowed: bool, on_purchase: bool) -> None:
        self.order.reach(status, switches=EarningSwitches(allowed, on_purchase))
        self.settled = True

    @rule(points=st.integers(1, 120))
    def spend(self, points: int) -> None:
        self.order.spend(points)

    @rule(earned=st.integers(0, EARNED))
    def shrink(self, earned: int) -> None:
        """Refund a part: what the order grants only ever falls."""
        self.order.earned = min(self.order.earned, earned)
        self.settled = False

    @rule(status=statuses)
    def replay(self, status: str) -> None:
        """Reach a status twice: the second time may only chase what CLAMP left."""
        self.order.reach(status)

        again = self.order.reach(status)
        self.settled = True

        assert (again.credit, again.give_back, again.take, again.forgone) == (0, 0, 0, 0)
        assert again.reverse == 0 or self.order.account.balance <= 0

    @invariant()
    def the_net_is_what_was_credited_less_what_was_taken_back(self) -> None:
        assert self.order.points.ledger.granted == self.order.credited - self.order.taken_back
        assert self.order.points.ledger.granted >= 0

    @invariant()
    def lost_points_are_never_paid(self) -> None:
        lost = self.order.cut + self.order.forgone
        assert lost <= self.order.points.ledger.lost <= EARNED
        assert self.order.points.ledger.granted <= self.order.at_most

    @invariant()
    def an_order_never_keeps_more_than_it_earns(self) -> None:
        """Unless CLAMP left it: then the account is empty."""
        if self.settled and self.order.points.received_approved:
            granted = self.order.points.ledger.granted
            assert granted <= self.order.earned or self.order.account.balance <= 0

    @invariant()
    def an_order_that_lost_nothing_gets_all_it_earns(self) -> None:
        if (
            self.settled
            and self.order.points.received_approved
            and not self.order.points.ledger.lost
        ):
            assert self.order.points.ledger.granted >= self.order.earned

    @invariant()
    def an_order_that_is_not_approved_keeps_nothing(self) -> None:
        if self.settled and not self.order.points.received_approved:
            assert self.order.points.ledger.granted == 0 or self.order.account.balance <= 0

    @invariant()
    def the_counters_say_what_stands_now(self) -> None:
        ledger = self.order.points.ledger
        assert 0 <= ledger.reversed <= ledger.earned
        assert ledger.earned - ledger.reversed == ledger.granted


OrderWalk.TestCase.settings = settings(max_examples=150, stateful_step_count=25)
TestEveryWalkOfAnOrder = OrderWalk.TestCase
