from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from services.command import audit
from services.command.audit import list_audit_entries
from services.command.caller import Caller, CallerKind
from services.command.pages.cursor_page import PageRequest
from services.command.transaction import one_transaction
from services.rules.basics.enums import RateDirection
from services.rules.basics.refusals import Invalid
from tests.clock import NOW

pytestmark = pytest.mark.usefixtures("database")

BACKEND = Caller(subject="backend", kind=CallerKind.ADMIN)


async def record(action: str, *, now: datetime = NOW, **details: object) -> None:
    await audit.record(action=action, target="it", details=details, caller=BACKEND, now=now)


async def test_a_command_is_kept_with_its_actor_its_target_and_its_instant() -> None:
    """R12.2."""
    await record("cartPut")

    (entry,) = (await list_audit_entries(PageRequest())).items

    assert (entry.actor, entry.action, entry.target) == ("backend", "cartPut", "it")
    assert entry.created_at == NOW


async def test_the_input_is_kept_as_the_api_writes_it() -> None:
    """R12.2."""
    await record(
        "cartPut",
        unit_price=Decimal("1E+1"),
        direction=RateDirection.POINTS_TO_CURRENCY,
        occurred_at=datetime(2024, 5, 1, tzinfo=UTC),
        lines=({"line_id": "l1", "quantity": 2},),
        is_new=True,
        comment=None,
    )

    (entry,) = (await list_audit_entries(PageRequest())).items

    assert entry.details == {
        "unitPrice": "10",
        "direction": "POINTS_TO_CURRENCY",
        "occurredAt": "2024-05-01T00:00:00+00:00",
        "lines": [{"lineId": "l1", "quantity": 2}],
        "isNew": True,
        "comment": None,
    }


async def test_a_command_that_fails_leaves_nothing_in_the_log() -> None:
    """R13.2."""

    @one_transaction
    async def fail() -> None:
        await record("cartPut")
        raise Invalid("No.")

    with pytest.raises(Invalid):
        await fail()

    assert (await list_audit_entries(PageRequest())).items == []


async def test_the_log_comes_in_pages_newest_first() -> None:
    """R12.2, R14.1."""
    for number in range(5):
        await record(f"command{number}", now=NOW + timedelta(seconds=number))

    first = await list_audit_entries(PageRequest(first=3))
    second = await list_audit_entries(PageRequest(first=3, after=first.cursors[-1]))

    actions = [entry.action for entry in [*first.items, *second.items]]
    assert actions == ["command4", "command3", "command2", "command1", "command0"]
    assert (first.has_next, second.has_next, second.total_count) == (True, False, 5)
