from datetime import timedelta
from uuid import UUID

from services.rules.ledger.account import AccountState, give_back
from services.rules.ledger.lots import Draw, Lot
from tests.rules.builders import lot

INT32_MAX = 2**31 - 1
DAY = timedelta(days=1)


def back(points: int, number: int = 1) -> Draw:
    """Return what gives `points` back to the lot `number`."""
    return Draw(UUID(int=number), points)


def new_lot(points: int) -> Lot:
    return lot(9, points, expires=14 * DAY)


def remaining(state: AccountState) -> dict[int, int]:
    return {each.id.int: each.remaining for each in state.lots if each.remaining}


def test_points_go_back_into_the_lots_they_came_from() -> None:
    """R3.2, R6.11: those whose lots have expired open a new one."""
    state = AccountState((lot(1, 100, remaining=40), lot(2, 50, remaining=0)))

    after, posting = give_back(state, [back(10, 1), back(20, 2)], [new_lot(5)])

    assert remaining(after) == {1: 50, 2: 20, 9: 5}
    assert (posting.points, posting.balance) == (35, 75)
    assert [opened.points for opened in posting.opened] == [5]


def test_returned_points_repay_the_debt_first() -> None:
    """R4.4: the lot they came back to has what the debt left."""
    state = AccountState((lot(1, 100, remaining=0),), debt=30)

    after, posting = give_back(state, [back(50)], [])

    assert (after.debt, remaining(after)) == (0, {1: 20})
    assert (posting.points, posting.balance, posting.debt_change) == (50, 20, -30)
    assert posting.draws == (back(20),)


def test_returned_points_that_a_debt_swallows_leave_no_lot_with_points() -> None:
    """R4.4."""
    state = AccountState((lot(1, 100, remaining=0),), debt=80)

    after, posting = give_back(state, [back(50)], [])

    assert (after.debt, after.balance, remaining(after)) == (30, -30, {})
    assert posting.draws == ()


def test_a_return_that_found_no_room_says_how_much() -> None:
    """R3.7: its points are in no lot."""
    state = AccountState((lot(1, INT32_MAX, remaining=INT32_MAX - 3), lot(2, 5, remaining=0)))

    after, posting = give_back(state, [back(3, 2)], [], cut=2)

    assert (posting.points, posting.shortfall, posting.balance) == (3, 2, INT32_MAX)
    assert after.balance == INT32_MAX
