from datetime import timedelta
from uuid import UUID

import pytest

from services.rules.basics.enums import ClawbackPolicy
from services.rules.basics.refusals import OutOfRange
from services.rules.ledger.account import (
    AccountState,
    check_room,
    credit,
    debit,
    expire_due,
    move_in,
    reverse,
)
from services.rules.ledger.lots import Draw, Lot
from tests.clock import NOW
from tests.rules.builders import lot

CLAMP, DEBT = ClawbackPolicy.CLAMP, ClawbackPolicy.DEBT
DAY = timedelta(days=1)
INT32_MAX = 2**31 - 1


def account(*lots: Lot, debt: int = 0) -> AccountState:
    return AccountState(lots, debt)


def remaining(state: AccountState) -> dict[int, int]:
    return {each.id.int: each.remaining for each in state.lots if each.remaining}


@pytest.mark.parametrize(
    ("state", "points", "cap", "granted", "cut"),
    [
        pytest.param(account(), 100, None, 100, 0, id="no-cap"),
        pytest.param(account(lot(1, 50)), 100, 120, 70, 30, id="cut-to-the-cap"),
        pytest.param(account(lot(1, 50)), 70, 120, 70, 0, id="just-to-the-cap"),
        pytest.param(account(lot(1, 50)), 71, 120, 70, 1, id="one-above-the-cap"),
        pytest.param(account(debt=30), 200, 100, 130, 70, id="a-debt-makes-room"),
        pytest.param(account(debt=30), 20, 100, 20, 0, id="less-than-the-debt"),
    ],
)
def test_a_credit_is_cut_so_that_the_balance_does_not_pass_the_cap(
    state: AccountState, points: int, cap: int | None, granted: int, cut: int
) -> None:
    """R4.1: the posting says how much was cut."""
    after, posting, lost = credit(state, lot(9, points), cap=cap)

    assert posting is not None
    assert (posting.points, posting.shortfall, lost) == (granted, cut, cut)
    assert after.balance == state.balance + granted == posting.balance


@pytest.mark.parametrize("balance", [pytest.param(100, id="at"), pytest.param(150, id="above")])
def test_a_credit_cut_to_nothing_posts_nothing(balance: int) -> None:
    """R4.1."""
    state = account(lot(1, balance))

    assert credit(state, lot(9, 40), cap=100) == (state, None, 40)


def test_a_credit_repays_the_debt_first() -> None:
    """R4.4: the lot opens with what the debt left of it."""
    after, posting, _ = credit(account(debt=30), lot(9, 100))

    assert (after.debt, remaining(after), after.balance) == (0, {9: 70}, 70)
    assert posting is not None
    assert (posting.points, posting.debt_change, posting.draws) == (
        100,
        -30,
        (Draw(UUID(int=9), -30),),
    )
    assert [(each.points, each.remaining) for each in posting.opened] == [(100, 70)]


def test_moved_lots_keep_their_dates_and_are_not_cut() -> None:
    """R1.5, R4.1."""
    moved = (lot(2, 40, expires=DAY), lot(3, 60, created=NOW - DAY))

    after, posting = move_in(account(lot(1, 5)), moved)

    assert after.lots[1:] == moved == posting.opened
    assert (posting.points, posting.balance) == (100, 105)


def test_moved_lots_repay_the_debt_soonest_expiry_first() -> None:
    """R3.2, R4.4."""
    moved = (lot(2, 40), lot(3, 60, expires=DAY))

    after, posting = move_in(account(debt=70), moved)

    assert (after.debt, remaining(after)) == (0, {2: 30})
    assert (posting.points, posting.balance, posting.debt_change) == (100, 30, -70)


def test_a_debit_takes_soonest_expiry_first() -> None:
    """R3.2."""
    after, posting = debit(account(lot(1, 20), lot(2, 20, expires=DAY)), 25)

    assert remaining(after) == {1: 15}
    assert (posting.points, posting.balance) == (-25, 15)


def test_a_reversal_takes_from_the_lots_it_opened_first() -> None:
    """R3.2: though others expire sooner; then as a debit does."""
    state = account(lot(1, 20, expires=2 * DAY), lot(2, 20, expires=DAY), lot(3, 20))

    after, posting, missing = reverse(state, 30, opened_lots=[UUID(int=3)], clawback=CLAMP)

    assert remaining(after) == {1: 20, 2: 10}
    assert posting is not None
    assert (posting.points, posting.shortfall, missing) == (-30, 0, 0)


@pytest.mark.parametrize(
    ("clawback", "points", "balance", "debt", "shortfall", "missing"),
    [
        pytest.param(CLAMP, -20, 0, 0, 80, 80, id="clamp-takes-what-is-there"),
        pytest.param(DEBT, -100, -80, 80, 0, 0, id="debt-owes-the-rest"),
    ],
)
def test_reversing_an_earning_that_is_spent(
    clawback: ClawbackPolicy, points: int, balance: int, debt: int, shortfall: int, missing: int
) -> None:
    """R4.4."""
    state = account(lot(1, 100, remaining=20))

    after, posting, not_taken = reverse(state, 100, opened_lots=[UUID(int=1)], clawback=clawback)

    assert posting is not None
    assert (posting.points, posting.balance, posting.shortfall) == (points, balance, shortfall)
    assert (after.balance, after.debt, not_taken) == (balance, debt, missing)


def test_clamp_posts_nothing_where_nothing_is_left() -> None:
    """R4.4: the balance of an account in debt stays where it is, too."""
    state = account(debt=5)

    assert reverse(state, 100, opened_lots=[], clawback=CLAMP) == (state, None, 100)


def test_a_second_reversal_deepens_the_debt() -> None:
    """R4.4."""
    after, posting, _ = reverse(account(debt=5), 10, opened_lots=[], clawback=DEBT)

    assert (after.balance, after.debt) == (-15, 15)
    assert posting is not None
    assert (posting.points, posting.debt_change) == (-10, 10)


def test_what_is_due_expires_lot_by_lot_soonest_first() -> None:
    """R10.3, D2: 80 of 100 are spent, so 20 are lost."""
    state = account(
        lot(1, 50, expires=timedelta(), created=NOW - 9 * DAY),
        lot(2, 100, remaining=20, expires=-DAY),
        lot(3, 30, expires=DAY),
        lot(4, 10, remaining=0, expires=-DAY),
    )

    after, postings = expire_due(state, NOW)

    assert [(posting.points, posting.balance) for posting in postings] == [(-20, 80), (-50, 30)]
    assert all(posting.expired for posting in postings)
    assert remaining(after) == {3: 30}


def test_what_has_expired_does_not_expire_again() -> None:
    """R10.3."""
    once, _ = expire_due(account(lot(1, 50, expires=-DAY)), NOW)

    assert expire_due(once, NOW) == (once, ())


def test_a_balance_of_32_bits_is_the_most() -> None:
    """R3.7."""
    after, _, _ = credit(account(lot(1, INT32_MAX - 1)), lot(2, 1))

    assert after.balance == INT32_MAX


def test_a_cap_keeps_a_credit_within_32_bits() -> None:
    """R3.7, R4.1: cut, not refused."""
    after, _, cut = credit(account(lot(1, 10)), lot(2, INT32_MAX), cap=1_000)

    assert (after.balance, cut) == (1_000, INT32_MAX - 990)


def test_a_credit_beyond_32_bits_is_cut_there() -> None:
    """R3.7: as by a cap."""
    after, posting, cut = credit(account(lot(1, INT32_MAX - 3)), lot(2, 10))

    assert posting is not None
    assert (posting.points, posting.shortfall, cut) == (3, 7, 7)
    assert after.balance == INT32_MAX


def test_a_credit_to_a_full_account_posts_nothing() -> None:
    """R3.7, R4.1."""
    full = account(lot(1, INT32_MAX))

    assert credit(full, lot(2, 10)) == (full, None, 10)


def test_a_shortfall_is_said_up_to_32_bits() -> None:
    """R3.7: an order may promise more than an entry has room for."""
    _, posting, cut = credit(account(), lot(2, 10**15))

    assert posting is not None
    assert (posting.points, posting.shortfall, cut) == (INT32_MAX, INT32_MAX, 10**15 - INT32_MAX)


def test_what_a_person_gives_beyond_32_bits_is_refused() -> None:
    """R3.7: at the field named."""
    check_room(account(lot(1, INT32_MAX - 1)), 1, path=("points",))

    with pytest.raises(OutOfRange) as refusal:
        check_room(account(lot(1, INT32_MAX)), 1, path=("to_website_code",))

    assert refusal.value.path == ("to_website_code",)


@pytest.mark.parametrize(
    ("debt", "points", "owed", "missing"),
    [
        pytest.param(INT32_MAX - 1, 1, 1, 0, id="just-to-the-end"),
        pytest.param(INT32_MAX - 1, 2, 1, 1, id="beyond"),
    ],
)
def test_a_debt_is_owed_up_to_32_bits(debt: int, points: int, owed: int, missing: int) -> None:
    """R3.7: what is beyond can't be taken, as under CLAMP."""
    after, posting, lost = reverse(account(debt=debt), points, opened_lots=[], clawback=DEBT)

    assert posting is not None
    assert (posting.points, posting.shortfall, lost) == (-owed, missing, missing)
    assert after.balance == -INT32_MAX


def test_a_debt_of_32_bits_takes_nothing_more() -> None:
    """R3.7."""
    owing = account(debt=INT32_MAX)

    assert reverse(owing, 5, opened_lots=[], clawback=DEBT) == (owing, None, 5)
