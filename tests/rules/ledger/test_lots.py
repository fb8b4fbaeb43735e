from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.rules.ledger.lots import Lot, allocate, apply_draws
from tests.clock import NOW
from tests.rules.builders import lot
from tests.rules.models.account import BagOfPoints

DAY = timedelta(days=1)


def taken(points: int, *lots: Lot) -> list[tuple[int, int]]:
    return [(draw.lot_id.int, draw.points) for draw in allocate(points, lots)]


@pytest.mark.parametrize(
    ("points", "lots", "draws"),
    [
        pytest.param(
            30,
            [lot(1, 20, expires=9 * DAY), lot(2, 20, expires=2 * DAY)],
            [(2, -20), (1, -10)],
            id="soonest-expiry-first",
        ),
        pytest.param(
            5, [lot(1, 20), lot(2, 20, expires=900 * DAY)], [(2, -5)], id="never-expiring-last"
        ),
        pytest.param(
            25,
            [lot(1, 20, created=NOW), lot(2, 20, created=NOW - DAY)],
            [(2, -20), (1, -5)],
            id="then-oldest-first",
        ),
        pytest.param(
            25,
            [
                lot(1, 20, created=NOW - DAY, expires=2 * DAY),
                lot(2, 20, created=NOW - 9 * DAY, expires=3 * DAY),
            ],
            [(1, -20), (2, -5)],
            id="expiry-counts-more-than-age",
        ),
        pytest.param(3, [lot(2, 20), lot(1, 20)], [(1, -3)], id="twins-in-the-order-of-their-ids"),
        pytest.param(
            7,
            [lot(1, 20, remaining=0, expires=DAY), lot(2, 20)],
            [(2, -7)],
            id="empty-lots-skipped",
        ),
        pytest.param(40, [lot(1, 20), lot(2, 20)], [(1, -20), (2, -20)], id="all-there-is"),
        pytest.param(0, [lot(1, 20)], [], id="nothing"),
    ],
)
def test_a_debit_is_allocated_to_lots(
    points: int, lots: list[Lot], draws: list[tuple[int, int]]
) -> None:
    """R3.2."""
    assert taken(points, *lots) == draws


def test_an_allocation_of_more_than_there_is_is_a_bug() -> None:
    """R3.4."""
    with pytest.raises(AssertionError):
        allocate(21, [lot(1, 20)])


def test_draws_take_from_their_lots_and_leave_the_others() -> None:
    """R3.2."""
    lots = (lot(1, 20), lot(2, 20), lot(3, 20))

    after = apply_draws(lots, allocate(30, lots))

    assert [each.remaining for each in after] == [0, 10, 20]
    assert [each.points for each in after] == [20, 20, 20]


@pytest.mark.parametrize(
    ("expires", "is_live"),
    [
        pytest.param(timedelta(microseconds=1), True, id="before-its-expiry"),
        pytest.param(timedelta(), False, id="at-its-expiry"),
        pytest.param(-timedelta(microseconds=1), False, id="after-its-expiry"),
        pytest.param(None, True, id="never-expiring"),
    ],
)
def test_a_lot_is_live_until_its_expiry(expires: timedelta | None, is_live: bool) -> None:  # noqa: FBT001  a table's column
    """R10.1."""
    assert lot(expires=expires).is_live(NOW) is is_live


@st.composite
def lots_of_an_account(draw: st.DrawFn) -> list[Lot]:
    days = st.integers(min_value=1, max_value=4)
    return [
        lot(
            number,
            points=12,
            remaining=draw(st.integers(min_value=0, max_value=12)),
            expires=draw(st.one_of(st.none(), days.map(lambda day: day * DAY))),
            created=NOW - draw(days) * DAY,
        )
        for number in range(draw(st.integers(min_value=0, max_value=6)))
    ]


@given(lots=lots_of_an_account(), data=st.data())
def test_an_allocation_agrees_with_single_points_in_any_order_of_the_lots(
    lots: list[Lot], data: st.DataObject
) -> None:
    """R3.2: nothing lost, no lot below 0."""
    bag = BagOfPoints()
    for each in lots:
        bag.credit(
            lot(each.id.int, each.remaining, expires=_life(each), created=each.created_at), None
        )
    points = data.draw(st.integers(min_value=0, max_value=bag.balance))
    bag.debit(points)

    shuffled = data.draw(st.permutations(lots))
    draws = allocate(points, shuffled)

    left = Counter({each.id: each.remaining for each in apply_draws(lots, draws)})
    assert +left == bag.by_lot
    assert draws == allocate(points, lots)
    assert sum(draw.points for draw in draws) == -points
    assert len({draw.lot_id for draw in draws}) == len(draws)


def _life(each: Lot) -> timedelta | None:
    return None if each.expires_at is None else each.expires_at - NOW
