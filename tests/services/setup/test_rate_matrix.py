"""The matrix of exchange rates (R2.2): each website and group with the rate that wins there."""

import pytest

from services.rules.basics.enums import RateDirection
from services.setup.rate_matrix import exchange_rate_matrix
from tests.services.setup.builders import (
    EARNING,
    REDEMPTION,
    create_rate,
    delete_website,
    put_group,
    put_website,
)

pytestmark = pytest.mark.usefixtures("database")

Found = dict[tuple[str | None, str | None], tuple[int | None, int | None, int | None]]


async def matrix(direction: RateDirection = EARNING) -> Found:
    """Return the points of each cell's own rate, those of the rate that wins, and its level."""
    return {
        (cell.website_code, cell.customer_group_code): (
            cell.own.points if cell.own else None,
            cell.effective.rate.points if cell.effective else None,
            cell.effective.priority if cell.effective else None,
        )
        for cell in await exchange_rate_matrix(direction=direction)
    }


async def test_each_cell_says_which_of_the_four_levels_wins() -> None:
    """R2.2: group beats website."""
    await put_website("us")
    await put_website("uk", currency="GBP")
    await put_group("vip")
    await create_rate(None, None, points=4)
    await create_rate("us", None, points=3)
    await create_rate(None, "vip", points=2)
    await create_rate("us", "vip", points=1)

    assert await matrix() == {
        (None, None): (4, 4, 4), (None, "general"): (None, 4, 4), (None, "vip"): (2, 2, 2),
        ("us", None): (3, 3, 3), ("us", "general"): (None, 3, 3), ("us", "vip"): (1, 1, 1),
        ("uk", None): (None, 4, 4), ("uk", "general"): (None, 4, 4), ("uk", "vip"): (None, 2, 2),
    }  # fmt: skip
    assert set((await matrix(REDEMPTION)).values()) == {(None, None, None)}


async def test_deleted_websites_are_not_in_it_and_the_default_one_comes_first() -> None:
    await put_website("b")
    await put_website("a")
    await put_website("c")
    await delete_website("c")

    assert [site for site, group in await matrix() if group is None] == [None, "b", "a"]
