"""Which accounts an entry moves, and how its worth is shared (R15.3)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.rules.basics.enums import JournalAccount, LedgerReason, LotKind
from services.rules.reports.journal import Movement, other_side, postings, shared_worth

PAID, PROMOTIONAL = LotKind.PAID, LotKind.PROMOTIONAL
MONEY = st.integers(0, 10_000).map(lambda cents: Decimal(cents) / 100)


@pytest.mark.parametrize(
    ("reason", "paid", "promotional"),
    [
        ("PURCHASE", "REVENUE", "PROMOTIONAL_COST"),
        ("REDEMPTION", "REVENUE", "REVENUE"),
        ("REDEMPTION_RETURNED", "REVENUE", "REVENUE"),
        ("EARNING_REVERSED", "REVENUE", "PROMOTIONAL_COST"),
        ("EXPIRED", "BREAKAGE", "PROMOTIONAL_COST"),
        ("ORPHAN_DELETED", "BREAKAGE", "PROMOTIONAL_COST"),
        ("ADMIN_ADJUSTMENT", "REVENUE", "PROMOTIONAL_COST"),
        ("REVIEW", "REVENUE", "PROMOTIONAL_COST"),
        ("ORPHAN_MOVED", "REVALUATION", "REVALUATION"),
        ("MERGE", "REVALUATION", "REVALUATION"),
    ],
)
def test_the_other_side_is_told_by_reason_and_kind(
    reason: str, paid: str, promotional: str
) -> None:
    sides = [other_side(LedgerReason(reason), kind) for kind in (PAID, PROMOTIONAL)]

    assert sides == [paid, promotional]


def test_worth_is_shared_by_points_cumulatively_half_up() -> None:
    """R15.3: of 1.00 over three lots of one point, 0.33 + 0.34 + 0.33."""
    assert shared_worth(Decimal(1), [1, 1, 1], "USD") == [
        Decimal("0.33"), Decimal("0.34"), Decimal("0.33")
    ]  # fmt: skip
    assert shared_worth(Decimal(5), [1, 1], "JPY") == [3, 2]


@given(MONEY, st.lists(st.integers(1, 50), min_size=1))
def test_shares_sum_to_the_worth(worth: Decimal, points: list[int]) -> None:
    shares = shared_worth(worth, points, "USD")

    assert sum(shares) == worth
    assert min(shares) >= 0


@given(
    st.lists(
        st.builds(
            Movement,
            reason=st.sampled_from(LedgerReason),
            kind=st.sampled_from(LotKind),
            points=st.integers(-99, 99),
            added=MONEY,
            taken=MONEY,
        )
    ),
    MONEY,
)
def test_debits_equal_credits_and_the_liability_changes_as_it_did(
    movements: list[Movement], change: Decimal
) -> None:
    """R15.3: deferred revenue alone follows the liability."""
    lines = postings(movements, change)

    assert sum(line.debit for line in lines) == sum(line.credit for line in lines)
    deferred = [line for line in lines if line.account is JournalAccount.DEFERRED_REVENUE]
    assert sum(line.credit - line.debit for line in deferred) == change
    assert sum(line.points for line in deferred) == sum(each.points for each in movements)
    assert len({(line.account, line.reason) for line in lines}) == len(lines)
