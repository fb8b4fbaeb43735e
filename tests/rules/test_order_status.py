import pytest

from services.rules.enums import PointsChange
from services.rules.order_status import DEFAULT_RULES, LineState, StatusRule, status_of

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
    ("lines", "current", "status"),
    [
        pytest.param([LineState(2)], "pending", "pending", id="nothing-invoiced"),
        pytest.param([LineState(2, 1)], "pending", "processing", id="a-unit-left"),
        pytest.param([LineState(2, 2), LineState(1)], "pending", "processing", id="a-line-left"),
        pytest.param(
            [LineState(2, 2), LineState(1, 1)], "processing", "complete", id="all-invoiced"
        ),
        pytest.param(
            [LineState(2, 2), LineState(1, 0, 1)], "processing", "complete", id="the-rest-cancelled"
        ),
        pytest.param(
            [LineState(3, 1, 2)], "processing", "complete", id="the-rest-of-a-line-cancelled"
        ),
        pytest.param([LineState(2, 2)], "pending", "complete", id="one-invoice-for-all"),
        pytest.param([LineState(2, 0, 1)], "pending", "pending", id="only-cancelled-so-far"),
    ],
)
def test_quantities_lead_to_the_status(lines: list[LineState], current: str, status: str) -> None:
    """R6.5."""
    assert status_of(lines, current) == status
