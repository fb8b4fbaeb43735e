"""Retries of webhooks: how long to wait after each attempt, over days (R16.1)."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Final

# After each attempt but the last: those of the Standard Webhooks specification, 75 hours in all.
_PAUSES: Final = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
MAX_ATTEMPTS: Final = len(_PAUSES) + 1
_LONGEST = _PAUSES[-1]


def pause_after(attempts: int, *, jitter: float, asked: timedelta | None = None) -> timedelta:
    """Return how long to wait after this many attempts, 1 or more.

    `jitter` from -1 to 1 spreads it by a fifth, so that accounts do not come back all at once. What
    the receiver has `asked` for is waited for as well, up to a day.
    """
    pause = _PAUSES[min(attempts, len(_PAUSES)) - 1] * (1 + jitter / 5)
    return pause if asked is None else max(pause, min(asked, _LONGEST))


def asked_pause(retry_after: str | None, *, real_now: datetime) -> timedelta | None:
    """Read a Retry-After: seconds or a date; None where there is none that can be read."""
    if retry_after is None:
        return None
    text = retry_after.strip()
    if text.isascii() and text.isdigit():
        return min(timedelta(seconds=int(text[:9])), _LONGEST)
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(at - real_now, timedelta(0))
