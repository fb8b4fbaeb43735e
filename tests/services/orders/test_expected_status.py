"""A status set only where the order still stands as expected (R6.16)."""

import pytest

from services.command.idempotency import input_hash
from services.orders.orders import find_order
from services.orders.status import StatusChange, set_order_status
from services.orders.status_rules import delete_order_status_rule, put_order_status_rule
from services.rules.basics.enums import PointsChange
from services.rules.basics.refusals import IdempotencyConflict, Invalid, OrderState
from tests.clock import NOW
from tests.services.orders.order_life import balance, cancel, place_with_points, set_status
from tests.services.shop import ADMIN, count_rows, give, open_shop

pytestmark = pytest.mark.usefixtures("database")


async def status() -> str:
    return (await find_order(order_id="o1")).status


async def test_a_late_payment_of_a_cancelled_order_changes_nothing() -> None:
    """R6.16: the points that came back stay the buyer's, and so does the status."""
    await open_shop()
    await give(100)
    await place_with_points(100)
    await cancel()

    with pytest.raises(OrderState) as refused:
        await set_status("processing", expected="pending")

    assert refused.value.path == ("expected_status",)
    assert (await status(), await balance()) == ("canceled", 100)


async def test_the_failure_of_the_first_try_does_not_undo_the_second() -> None:
    """R6.16."""
    await open_shop()
    await give(100)
    await place_with_points(100)
    await set_status("processing", expected="pending")

    with pytest.raises(OrderState):
        await set_status("failed", expected="pending")

    assert (await status(), await balance()) == ("processing", 0)


async def test_an_order_that_stands_as_expected_is_changed() -> None:
    """R6.16."""
    await open_shop()
    await give(100)
    await place_with_points(100)

    await set_status("failed", expected="pending")

    assert (await status(), await balance()) == ("failed", 100)


async def test_a_replay_is_answered_though_the_order_has_gone_on() -> None:
    """R3.5, R6.16."""
    await open_shop()
    await place_with_points(0)
    await set_status("failed", expected="pending", key="try-1")

    again = await set_status("failed", expected="pending", key="try-1")

    assert again.replayed


async def test_a_refused_key_may_be_used_again() -> None:
    """R13.2: nothing was written, the key neither."""
    await open_shop()
    await place_with_points(0)
    with pytest.raises(OrderState):
        await set_status("failed", expected="shipped", key="try-1")

    await set_status("failed", expected="pending", key="try-1")

    assert await status() == "failed"


async def test_another_expectation_under_the_same_key_is_a_conflict() -> None:
    """R3.5."""
    await open_shop()
    await place_with_points(0)
    await set_status("processing", expected="pending", key="try-1")

    with pytest.raises(IdempotencyConflict):
        await set_status("processing", key="try-1")


async def test_a_key_kept_before_there_were_expectations_is_still_known() -> None:
    """R3.5: what was hashed of a command without one has not changed."""
    from services.orders.status import _command  # noqa: PLC0415

    before = {"orderId": "o1", "status": "failed", "needed": None, "received": None}
    change = StatusChange("o1", "failed", "try-1")

    assert input_hash(_command(change)) == input_hash({**before, "comment": None})


async def test_a_status_that_no_order_can_have_is_where_no_order_stands() -> None:
    """R6.16."""
    await open_shop()
    await place_with_points(0)

    with pytest.raises(OrderState):
        await set_status("failed", expected="lost")

    assert await count_rows("idempotency_keys") == 0


async def test_a_status_whose_rule_was_deleted_is_still_where_the_order_stands() -> None:
    """R6.16."""
    await open_shop()
    await place_with_points(0)
    changes = (PointsChange.UNCHANGED, PointsChange.UNCHANGED)
    await put_order_status_rule(
        status="packed",
        website_code=None,
        needed=changes[0],
        received=changes[1],
        caller=ADMIN,
        now=NOW,
    )
    await set_status("packed")
    await delete_order_status_rule(status="packed", website_code=None, caller=ADMIN, now=NOW)

    await set_status("shipped", expected="packed")

    assert await status() == "shipped"


@pytest.mark.parametrize("expected", ["", "x" * 129, "a\u0000b"])
async def test_what_can_be_no_status_is_refused_unread(expected: str) -> None:
    await open_shop()
    await place_with_points(0)
    change = StatusChange("o1", "failed", "try-1", expected_status=expected)

    with pytest.raises(Invalid) as refused:
        await set_order_status(change=change, caller=ADMIN, now=NOW)

    assert refused.value.path == ("expected_status",)
