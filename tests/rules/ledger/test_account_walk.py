"""Random walks over an account, beside a bag of single points that does the same (R3.3)."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from services.rules.basics.enums import ClawbackPolicy
from services.rules.ledger.account import (
    AccountState,
    Posting,
    credit,
    debit,
    expire_due,
    move_in,
    reverse,
)
from services.rules.ledger.lots import Lot
from tests.clock import NOW
from tests.rules.models.account import BagOfPoints

points_counts = st.integers(min_value=1, max_value=12)
caps = st.one_of(st.none(), st.integers(min_value=0, max_value=25))
lives = st.one_of(st.none(), st.integers(min_value=1, max_value=5))


class AccountWalk(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.state = AccountState()
        self.bag = BagOfPoints()
        self.postings: list[Posting] = []
        self.lot_number = 0

    @rule(days=st.integers(min_value=1, max_value=3))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)
        self._expire()

    @rule(points=points_counts, cap=caps, life=lives)
    def credit(self, points: int, cap: int | None, life: int | None) -> None:
        lot = self._lot(points, life)
        self.state, posting, cut = credit(self.state, lot, cap=cap)
        assert cut == self.bag.credit(lot, cap)
        self._note([posting] if posting else [], opened=points - cut)
        assert (posting.shortfall if posting else points) == cut

    @rule(sizes=st.lists(points_counts, min_size=1, max_size=3), life=lives)
    def move_in(self, sizes: list[int], life: int | None) -> None:
        lots = [self._lot(size, life) for size in sizes]
        self.state, posting = move_in(self.state, lots)
        self.bag.move_in(lots)
        self._note([posting], opened=sum(sizes))

    @precondition(lambda self: self.state.remaining > 0)
    @rule(data=st.data())
    def debit(self, data: st.DataObject) -> None:
        points = data.draw(st.integers(min_value=1, max_value=self.state.remaining))
        self.state, posting = debit(self.state, points)
        self.bag.debit(points)
        self._note([posting])

    @rule(points=points_counts, clawback=st.sampled_from(list(ClawbackPolicy)), data=st.data())
    def reverse(self, points: int, clawback: ClawbackPolicy, data: st.DataObject) -> None:
        numbers = st.lists(st.integers(min_value=1, max_value=12), unique=True, max_size=3)
        opened = [UUID(int=number) for number in data.draw(numbers)]
        self.state, posting, missing = reverse(
            self.state, points, opened_lots=opened, clawback=clawback
        )
        assert missing == self.bag.reverse(points, opened, clawback)
        self._note([posting] if posting else [])
        assert (-posting.points if posting else 0) == points - missing

    @invariant()
    def the_books_agree_with_the_single_points(self) -> None:
        left = {lot.id: lot.remaining for lot in self.state.lots if lot.remaining}
        assert left == dict(self.bag.by_lot)
        assert self.state.debt == self.bag.debt

    @invariant()
    def deltas_sum_to_lots_less_debt(self) -> None:
        deltas = sum(posting.points for posting in self.postings)
        assert deltas == sum(lot.remaining for lot in self.state.lots) - self.state.debt
        assert deltas == self.state.balance

    @invariant()
    def no_lot_is_below_0_or_above_its_size(self) -> None:
        assert all(0 <= lot.remaining <= lot.points for lot in self.state.lots)

    @invariant()
    def debt_stands_over_empty_lots_only(self) -> None:
        assert self.state.debt >= 0
        assert self.state.debt == 0 or self.state.remaining == 0

    def _expire(self) -> None:
        self.state, postings = expire_due(self.state, self.now)
        self.bag.expire(self.now)
        self._note(postings)

    def _note(self, postings: Sequence[Posting], opened: int = 0) -> None:
        """Keep the postings, each of which must account for itself."""
        assert sum(lot.points for posting in postings for lot in posting.opened) == opened
        for posting in postings:
            self.postings.append(posting)
            assert posting.points != 0
            moved = sum(draw.points for draw in posting.draws)
            grown = sum(lot.points for lot in posting.opened)
            assert posting.points == grown + moved - posting.debt_change
            assert posting.balance == sum(each.points for each in self.postings)

    def _lot(self, points: int, life: int | None) -> Lot:
        self.lot_number += 1
        return Lot(
            id=UUID(int=self.lot_number),
            points=points,
            remaining=points,
            created_at=self.now,
            expires_at=None if life is None else self.now + timedelta(days=life),
        )


AccountWalk.TestCase.settings = settings(max_examples=150, stateful_step_count=25)
TestEveryWalkKeepsTheBooks = AccountWalk.TestCase
