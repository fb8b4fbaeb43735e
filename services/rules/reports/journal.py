"""Journal: what moved points make of the books, as double-entry lines (R15.3).

DEFERRED_REVENUE follows the liability; whatever changes it has its other side in one more account.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate, pairwise

from services.rules.basics.enums import JournalAccount, LedgerReason, LotKind
from services.rules.basics.money import ZERO
from services.rules.basics.shares import share

_PAID_BY_POINTS = {LedgerReason.REDEMPTION, LedgerReason.REDEMPTION_RETURNED}
_NEVER_USED = {LedgerReason.EXPIRED, LedgerReason.ORPHAN_DELETED}
_MOVED = {LedgerReason.ORPHAN_MOVED, LedgerReason.MERGE}
_ORDER = list(JournalAccount)
_REASONS = list(LedgerReason)


@dataclass(frozen=True, slots=True)
class Movement:
    """Points of one kind that entries of a reason moved, below 0 taken, and their recorded worth.

    `added` is what was added to the liability, `taken` what was taken from it; neither is below 0.
    """

    reason: LedgerReason
    kind: LotKind
    points: int
    added: Decimal
    taken: Decimal


@dataclass(frozen=True, slots=True)
class Posting:
    """A line of the journal: what an account was debited and credited for a reason, None for none.

    `points` are by how many the points outstanding changed.
    """

    account: JournalAccount
    reason: LedgerReason | None
    points: int
    debit: Decimal
    credit: Decimal


def other_side(reason: LedgerReason, kind: LotKind) -> JournalAccount:
    """Return the account on the other side of DEFERRED_REVENUE.

    A purchase puts revenue off and a redemption recognises it. Points given away are a cost, which
    comes back when they go unused; of a purchase, they are breakage then. A move changes no profit.
    """
    if reason in _MOVED:
        return JournalAccount.REVALUATION
    if reason in _PAID_BY_POINTS:
        return JournalAccount.REVENUE
    if kind is LotKind.PROMOTIONAL:
        return JournalAccount.PROMOTIONAL_COST
    return JournalAccount.BREAKAGE if reason in _NEVER_USED else JournalAccount.REVENUE


def shared_worth(worth: Decimal, points: Sequence[int], currency: str) -> list[Decimal]:
    """Divide an entry's worth over its lots, by their points, cumulatively and half up.

    Points and worth are without their sign.
    """
    in_all = sum(points)
    through = [share(worth, part, in_all, currency) for part in accumulate(points, initial=0)]
    return [after - before for before, after in pairwise(through)]


def postings(movements: Iterable[Movement], change: Decimal) -> list[Posting]:
    """Return the lines of a period in which the liability changed by `change`, both sides of each.

    What movements do not explain is revaluation, without a reason.
    """
    sums: defaultdict[tuple[JournalAccount, LedgerReason | None], list[Decimal]]
    sums = defaultdict(lambda: [ZERO, ZERO, ZERO])
    for each in movements:
        change -= each.added - each.taken
        other = other_side(each.reason, each.kind)
        _add(
            sums[JournalAccount.DEFERRED_REVENUE, each.reason], each.points, each.taken, each.added
        )
        _add(sums[other, each.reason], each.points, each.added, each.taken)
    if change:
        fallen, risen = max(-change, ZERO), max(change, ZERO)
        _add(sums[JournalAccount.DEFERRED_REVENUE, None], 0, fallen, risen)
        _add(sums[JournalAccount.REVALUATION, None], 0, risen, fallen)
    lines = [
        Posting(account, reason, int(points), debit, credit)
        for (account, reason), (points, debit, credit) in sums.items()
    ]
    return sorted(lines, key=_place)


def _add(line: list[Decimal], points: int, debit: Decimal, credit: Decimal) -> None:
    line[0] += points
    line[1] += debit
    line[2] += credit


def _place(line: Posting) -> tuple[int, int]:
    """Return a line's place: reasons in their order, revaluation last, accounts in theirs."""
    reason = len(_REASONS) if line.reason is None else _REASONS.index(line.reason)
    return reason, _ORDER.index(line.account)
