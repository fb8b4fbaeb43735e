"""The clock, and the sandbox's that can be moved (R12.1)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from services.command import audit, clock
from services.command.caller import Caller, CallerKind
from services.command.pages.cursor_page import PageRequest
from services.rules.basics.refusals import Disabled, OutOfRange

ADMIN = Caller(subject="test", kind=CallerKind.ADMIN)

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def sandbox() -> Iterator[None]:
    clock.start_clock(sandbox=True)
    yield
    clock.start_clock(sandbox=False)


async def _ahead() -> timedelta:
    """Return how far the clock is ahead, to the minute."""
    ahead = await clock.now() - datetime.now(UTC)
    return timedelta(minutes=round(ahead / timedelta(minutes=1)))


async def _advance(days: int = 0, seconds: int = 0) -> datetime:
    return await clock.advance_sandbox_clock(days=days, seconds=seconds, caller=ADMIN)


async def test_without_a_sandbox_the_clock_is_the_real_one_and_does_not_move() -> None:
    with pytest.raises(Disabled):
        await _advance(days=1)

    assert await _ahead() == timedelta()
    assert (await clock.now()).tzinfo is UTC


@pytest.mark.usefixtures("sandbox")
async def test_a_sandboxs_clock_adds_up_what_it_is_moved_by() -> None:
    await _advance(days=30)
    reached = await _advance(days=1, seconds=3_600)

    assert await _ahead() == timedelta(days=31, hours=1)
    assert abs(reached - await clock.now()) < timedelta(minutes=1)


@pytest.mark.usefixtures("sandbox")
async def test_once_the_sandbox_is_over_the_clock_is_the_real_one_again() -> None:
    await _advance(days=30)

    clock.start_clock(sandbox=False)

    assert await _ahead() == timedelta()


@pytest.mark.usefixtures("sandbox")
@pytest.mark.parametrize(
    ("days", "seconds", "path"),
    [
        (-1, 0, ("days",)),
        (0, -1, ("seconds",)),
        (36_501, 0, ("days",)),
        (2**31 - 1, 2**31 - 1, ("days",)),
    ],
)
async def test_the_clock_goes_neither_back_nor_a_hundred_years_ahead(
    days: int, seconds: int, path: tuple[str]
) -> None:
    with pytest.raises(OutOfRange) as refusal:
        await _advance(days=days, seconds=seconds)

    assert refusal.value.path == path
    assert await _ahead() == timedelta()


@pytest.mark.usefixtures("sandbox")
async def test_a_move_is_in_the_audit_log() -> None:
    await _advance(days=2)

    (entry,) = (await audit.list_audit_entries(PageRequest(first=10))).items
    assert (entry.actor, entry.action) == ("test", "sandboxClockAdvance")
    assert entry.details == {"days": 2, "seconds": 0}
