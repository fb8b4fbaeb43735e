"""Updates of several rows at once."""

import pytest

from models.database import count_statements
from models.rows.updates import update_rows
from models.tables.checkout import CartRow
from tests.services.shop import fill_cart, open_shop

pytestmark = pytest.mark.usefixtures("database")


async def carts(*, active: list[bool] | None = None) -> list[str]:
    """Update c1 and c2 of three carts, and return the one statement that does."""
    await open_shop()
    for cart_id in ("c1", "c2", "c3"):
        await fill_cart(cart_id=cart_id)
    await CartRow.all().update(quoted_points=7, quoted_due_e4=7, quoted_money_e4=None)
    await CartRow.filter(id="c2").update(active=False)
    narrowing = {} if active is None else {"active": active}
    with count_statements() as counted:
        await update_rows(
            "carts",
            {**narrowing, "id": ["c1", "c2"]},
            {"quoted_due_e4": [2**40, 5]},
            added={"quoted_points": [1, 2]},
        )
    return counted.statements


async def rows() -> list[tuple[int, int | None]]:
    return [(row.quoted_points, row.quoted_due_e4) for row in await CartRow.all().order_by("id")]


async def test_every_row_gets_its_own_values_and_no_other_row_any() -> None:
    await carts()

    assert await rows() == [(8, 2**40), (9, 5), (7, 7)]


async def test_a_row_that_the_other_keys_leave_out_stays_as_it_is() -> None:
    await carts(active=[True, True])

    assert await rows() == [(8, 2**40), (7, 7), (7, 7)]


async def test_one_statement_writes_them_in_the_form_that_citus_gets_right() -> None:
    (statement,) = await carts()

    assert "CASE WHEN id = " in statement
