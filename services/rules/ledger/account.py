"""A reward account's arithmetic: each change takes a state and returns the next one (R3.1 to R4.4).

What a change does to the books is a `Posting`; the ledger writes postings and nothing else, so
that the invariants of R3.3 hold by construction: the sum of the deltas is the sum of the lots'
remainders less the debt, and a debt stands only over empty lots.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from services.rules.basics.enums import ClawbackPolicy
from services.rules.basics.limits import BALANCE_LIMIT, shown_points
from services.rules.basics.refusals import OutOfRange, Path
from services.rules.ledger.lots import Draw, Lot, allocate, apply_draws, merge_draws


@dataclass(frozen=True, slots=True)
class AccountState:
    """What an account holds: its open lots, and the points it owes when no lots are open.

    `unread` are the points of open lots that are not among `lots`: none of them expire now, and
    nothing may be taken while there are any.
    """

    lots: tuple[Lot, ...] = ()
    debt: int = 0
    unread: int = 0
    # Summed once: an account may have thousands of lots, and a command thousands of changes.
    _remaining: int | None = field(default=None, init=False, compare=False, repr=False)

    @property
    def remaining(self) -> int:
        """All points left in the lots."""
        found = self._remaining
        if found is None:
            found = sum(lot.remaining for lot in self.lots) + self.unread
            object.__setattr__(self, "_remaining", found)
        return found

    def with_lot(self, lot: Lot, debt: int) -> "AccountState":
        """Return what the account holds with one more lot, without summing the others again."""
        after = AccountState((*self.lots, lot), debt, self.unread)
        object.__setattr__(after, "_remaining", self.remaining + lot.remaining)
        return after

    @property
    def balance(self) -> int:
        """The points the account stands at: below 0 when it is in debt."""
        return self.remaining - self.debt


class Posting(NamedTuple):
    """What one ledger entry changes: its points, the lots, the debt; and what it could not do.

    `shortfall` counts the points of a credit or a return that the cap or the account's size cut
    off, or of a reversal that could not be taken.
    """

    points: int
    balance: int
    draws: tuple[Draw, ...] = ()
    opened: tuple[Lot, ...] = ()
    debt_change: int = 0
    shortfall: int = 0
    expired: bool = False


def expire_due(state: AccountState, now: datetime) -> tuple[AccountState, tuple[Posting, ...]]:
    """Take every expired remainder out, one posting a lot, soonest first (R10.3)."""
    due = [lot for lot in state.lots if lot.remaining and not lot.is_live(now)]
    if not due:
        return state, ()
    postings: list[Posting] = []
    for lot in sorted(due, key=lambda lot: (lot.expires_at or now, lot.created_at, lot.id)):
        draws = (Draw(lot.id, -lot.remaining),)
        state = replace(state, lots=apply_draws(state.lots, draws))
        postings.append(Posting(-lot.remaining, state.balance, draws, expired=True))
    return state, tuple(postings)


def room(state: AccountState, cap: int | None = None) -> int:
    """Return how many points one credit can add: below the cap (R4.1), within 32 bits (R3.7)."""
    return _room_above(state.balance, cap)


def _room_above(balance: int, cap: int | None) -> int:
    highest = BALANCE_LIMIT if cap is None else min(cap, BALANCE_LIMIT)
    left = highest - balance
    if 0 <= left <= BALANCE_LIMIT:  # as nearly always
        return left
    return min(max(left, 0), BALANCE_LIMIT)


def check_room(state: AccountState, points: int, *, path: Path) -> None:
    """Refuse `points` that a person gives and the account can't hold (R3.7).

    Raises OutOfRange.
    """
    if points > room(state):
        raise OutOfRange("The balance would pass what an account can hold.", path=path)


def credit(
    state: AccountState, lot: Lot, *, cap: int | None = None
) -> tuple[AccountState, Posting | None, int]:
    """Add a new lot, cut to the room there is, repaying the debt first; return the points cut too.

    Without a posting all of it was cut.
    """
    balance = state.balance
    granted = min(lot.points, _room_above(balance, cap))
    cut = lot.points - granted
    if granted == 0:
        return state, None, cut
    repaid = min(state.debt, granted)
    is_whole = not cut and not repaid  # as nearly always; a copy of it takes its time
    opened = lot if is_whole else lot._replace(points=granted, remaining=granted - repaid)
    after = state.with_lot(opened, state.debt - repaid)
    repayment = (Draw(lot.id, -repaid),) if repaid else ()
    # A promise may be larger than its column can hold; the entry says as much as fits.
    shortfall = shown_points(cut) if cut else 0
    posting = Posting(granted, balance + granted, repayment, (opened,), -repaid, shortfall)
    return after, posting, cut


def move_in(state: AccountState, lots: Sequence[Lot]) -> tuple[AccountState, Posting]:
    """Add lots that come from another account and keep their dates, repaying the debt first.

    Moved points are never cut (R4.1): that there is room for them has been checked (R3.7).
    """
    moved = sum(lot.points for lot in lots)
    _assert_read(state)
    assert moved <= room(state), "what a person moves is checked against the room"
    repaid = min(state.debt, moved)
    repayment = allocate(repaid, lots)
    after = AccountState((*state.lots, *apply_draws(lots, repayment)), state.debt - repaid)
    opened = after.lots[len(state.lots) :]
    return after, Posting(moved, after.balance, repayment, opened, -repaid)


def repay(state: AccountState) -> tuple[AccountState, Posting]:
    """Take a debt off, which another account is going to owe (R12.5)."""
    assert state.debt, "there is a debt to be moved"
    return replace(state, debt=0), Posting(state.debt, 0, debt_change=-state.debt)


def check_owed(state: AccountState, points: int, *, path: Path) -> None:
    """Refuse to move a debt to an account whose balance would go below what it can hold (R3.7).

    Raises OutOfRange.
    """
    if state.balance - points < -BALANCE_LIMIT:
        raise OutOfRange("The debt would pass what an account can hold.", path=path)


def owe(state: AccountState, points: int) -> tuple[AccountState, Posting]:
    """Take over a debt of another account: pay what the lots cover, owe the rest (R12.5)."""
    _assert_read(state)
    paid = min(points, state.remaining)
    draws = allocate(paid, state.lots)
    after = AccountState(apply_draws(state.lots, draws), state.debt + points - paid)
    return after, Posting(-points, after.balance, draws, debt_change=points - paid)


def debit(state: AccountState, points: int) -> tuple[AccountState, Posting]:
    """Take `points`, which the lots cover, soonest expiry first (R3.2)."""
    _assert_read(state)
    draws = allocate(points, state.lots)
    after = replace(state, lots=apply_draws(state.lots, draws))
    return after, Posting(-points, after.balance, draws)


def reverse(
    state: AccountState, points: int, *, opened_lots: Sequence[UUID], clawback: ClawbackPolicy
) -> tuple[AccountState, Posting | None, int]:
    """Take an earning back, from the lots it opened first; return the points not taken too.

    CLAMP takes what is there and records the rest; DEBT owes the rest (R4.4), as far as a debt can
    be counted (R3.7).
    """
    _assert_read(state)
    taken = min(points, state.remaining)
    may_owe = BALANCE_LIMIT - state.debt if clawback is ClawbackPolicy.DEBT else 0
    owed = min(points - taken, may_owe)
    missing = points - taken - owed
    draws = _draws_from(opened_lots, taken, state.lots)
    after = AccountState(apply_draws(state.lots, draws), state.debt + owed)
    if taken + owed == 0:
        return after, None, missing
    posting = Posting(-taken - owed, after.balance, draws, debt_change=owed, shortfall=missing)
    return after, posting, missing


def give_back(
    state: AccountState, slices: Sequence[Draw], new_lots: Sequence[Lot], *, cut: int = 0
) -> tuple[AccountState, Posting]:
    """Put points back into the lots they came from; what those can't take goes into `new_lots`.

    `state` knows the lots of `slices`; the points of `new_lots` are those whose lots have expired
    meanwhile (R6.11), or are of an account that was merged into this one (R12.5); a lot has points
    of one kind (R15.3). A debt is repaid first (R4.4). `cut` points found no room and are in
    neither (R3.7).
    """
    _assert_read(state)
    points = sum(draw.points for draw in slices) + sum(lot.points for lot in new_lots)
    assert points <= room(state), "what comes back is cut to the room first"
    refilled = apply_draws(state.lots, slices)
    repaid = min(state.debt, points)
    # Over a debt all lots are empty, so that only what has just come back can repay it.
    repayment = allocate(repaid, (*refilled, *new_lots))
    lots = apply_draws((*refilled, *new_lots), repayment)
    after = AccountState(lots, state.debt - repaid)
    draws = merge_draws((*slices, *repayment))
    opened_after = lots[len(refilled) :]
    return after, Posting(points, after.balance, draws, opened_after, -repaid, cut)


def _assert_read(state: AccountState) -> None:
    assert not state.unread, "points are taken and put back where all lots are known"


def _draws_from(first: Sequence[UUID], points: int, lots: Sequence[Lot]) -> tuple[Draw, ...]:
    by_id = {lot.id: lot for lot in lots}
    draws: list[Draw] = []
    owed = points
    for lot_id in first:
        taken = min(by_id[lot_id].remaining, owed) if lot_id in by_id else 0
        if taken:
            draws.append(Draw(lot_id, -taken))
            owed -= taken
    others = [lot for lot in lots if lot.id not in set(first)]
    return (*draws, *allocate(owed, others))
