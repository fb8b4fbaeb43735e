"""The clock, read once per request or job; in a sandbox it may be ahead of the real one (R12.1)."""

from datetime import UTC, datetime, timedelta

from models import database
from services.command import audit
from services.command.caller import Caller
from services.command.transaction import one_transaction
from services.rules.basics.refusals import Disabled, OutOfRange

MAX_DAYS_AHEAD = 36_500

_SECONDS_A_DAY = 86_400
_AHEAD = "SELECT offset_seconds FROM sandbox_clock WHERE id = 1"
_ADVANCE = "UPDATE sandbox_clock SET offset_seconds = offset_seconds + ? WHERE id = 1"


class _Clock:
    """Which clock this process goes by."""

    sandbox = False


def start_clock(*, sandbox: bool) -> None:
    """Go by the sandbox clock, kept in the database for all processes, or by the real one."""
    _Clock.sandbox = sandbox


async def now() -> datetime:
    """Return the instant that the shop's rules go by, in UTC. Tokens go by the real clock."""
    real = real_now()
    return real + timedelta(seconds=await _seconds_ahead()) if _Clock.sandbox else real


def real_now() -> datetime:
    """Return the real instant, in UTC: for what is about processes, not about the shop."""
    return datetime.now(UTC)


async def _seconds_ahead() -> int:
    rows = await database.fetch(_AHEAD)
    return int(str(rows[0]["offset_seconds"]))


@one_transaction
async def advance_sandbox_clock(*, days: int, seconds: int, caller: Caller) -> datetime:
    """Move the sandbox clock forward and return the new instant.

    Raises Disabled outside a sandbox, OutOfRange for going back or beyond a hundred years.
    """
    if not _Clock.sandbox:
        raise Disabled("The clock can be moved only in a sandbox.")
    for name, number in (("days", days), ("seconds", seconds)):
        if number < 0:
            raise OutOfRange("The clock can only be moved forward.", path=(name,))
    await database.execute(_ADVANCE, [days * _SECONDS_A_DAY + seconds])
    ahead = await _seconds_ahead()
    if ahead > MAX_DAYS_AHEAD * _SECONDS_A_DAY:
        raise OutOfRange(f"The clock may be at most {MAX_DAYS_AHEAD} days ahead.", path=("days",))
    advanced = real_now() + timedelta(seconds=ahead)
    await audit.record(
        action="sandboxClockAdvance",
        target=None,
        details={"days": days, "seconds": seconds},
        caller=caller,
        now=advanced,
    )
    return advanced
