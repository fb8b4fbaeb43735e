import pytest

from services.rules.basics.enums import PointsChange
from services.rules.orders.status import (
    DEFAULT_RULES,
    LineState,
    StatusRule,
    is_completed,
    is_open,
    next_status,
    status_of,
)
from tests.rules.builders import state

APPROVE, UNAPPROVE, UNCHANGED = PointsChange.APPROVE, PointsChange.UNAPPROVE, PointsChange.UNCHANGED


@pytest.mark.parametrize(
    ("status", "needed", "received"),
    [
        pytest.param("pending", APPROVE, UNCHANGED, id="pending"),
        pytest.param("processing", APPROVE, UNCHANGED, id="processing"),
        pytest.param("confirmed", APPROVE, APPROVE, id="confirmed"),
        pytest.param("shipped", APPROVE, APPROVE, id="shipped"),
        pytest.param("complete", APPROVE, APPROVE, id="complete"),
        pytest.param("canceled", UNAPPROVE, UNAPPROVE, id="canceled"),
        pytest.param("refunded", UNAPPROVE, UNAPPROVE, id="refunded"),
        pytest.param("failed", UNAPPROVE, UNAPPROVE, id="failed"),
        pytest.param("denied", UNAPPROVE, UNAPPROVE, id="denied"),
        pytest.param("closed", UNCHANGED, UNCHANGED, id="closed"),
    ],
)
def test_the_default_rule_of_a_status(
    status: str, needed: PointsChange, received: PointsChange
) -> None:
    """R6.4."""
    assert DEFAULT_RULES[status] == StatusRule(needed, received)


def test_there_are_no_other_default_rules() -> None:
    """R6.4."""
    assert len(DEFAULT_RULES) == 10


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        pytest.param([state(2)], "pending", id="nothing-invoiced"),
        pytest.param([state(2, 0, 1)], "pending", id="only-cancelled-so-far"),
        pytest.param([state(2, 0, 2), state(1, 0, 1)], "canceled", id="all-cancelled"),
        pytest.param([state(2, 1)], "processing", id="a-unit-left"),
        pytest.param([state(2, 2), state(1)], "processing", id="a-line-left"),
        pytest.param([state(2, 1, 0, 1)], "processing", id="refunded-with-a-unit-left"),
        pytest.param([state(2, 2), state(1, 1)], "complete", id="all-invoiced"),
        pytest.param([state(2, 2), state(1, 0, 1)], "complete", id="the-rest-cancelled"),
        pytest.param([state(3, 1, 2)], "complete", id="the-rest-of-a-line-cancelled"),
        pytest.param([state(2, 2, 0, 1)], "complete", id="partly-refunded"),
        pytest.param([state(2, 2, 0, 2)], "closed", id="all-refunded"),
        pytest.param([state(3, 1, 2, 1)], "closed", id="the-rest-of-a-line-refunded"),
    ],
)
def test_quantities_lead_to_the_status(lines: list[LineState], status: str) -> None:
    """R6.5."""
    assert status_of(lines) == status


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param([state(2)], True, id="by-status-alone"),
        pytest.param([state(2, 0, 2), state(1, 0, 1)], False, id="all-cancelled"),
        pytest.param([state(2, 2, 0, 2)], False, id="all-refunded"),
        pytest.param([state(2, 1, 1, 1)], False, id="one-refunded-one-cancelled"),
        pytest.param([state(2, 2, 0, 2), state(3, 2, 1, 1)], True, id="a-unit-left"),
    ],
)
def test_an_order_completes_if_something_was_bought(
    lines: list[LineState],
    expected: bool,  # noqa: FBT001  a table's column
) -> None:
    """R6.5."""
    assert is_completed("complete", lines) is expected
    assert not is_completed("shipped", lines)


def test_the_shops_own_status_stands_until_the_quantities_lead_on() -> None:
    """R6.5: a second part invoiced leads nowhere new."""
    first, second, last = [state(3, 1)], [state(3, 2)], [state(3, 3)]

    assert next_status("shipped", first, second) == "shipped"
    assert next_status("shipped", second, last) == "complete"


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        pytest.param("pending", True, id="pending"),
        pytest.param("processing", True, id="processing"),
        pytest.param("failed", False, id="un-approved"),
        pytest.param("canceled", False, id="canceled"),
        pytest.param("closed", False, id="closed"),
    ],
)
def test_an_order_may_earn_until_it_is_over(
    status: str,
    expected: bool,  # noqa: FBT001  a table's column
) -> None:
    """R6.7."""
    assert is_open(status, DEFAULT_RULES[status]) is expected
